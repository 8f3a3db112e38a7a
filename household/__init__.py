"""The staff's room: who may change a family's record and until when (`access`), and the record itself (`editor`)."""
