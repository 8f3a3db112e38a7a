"""The case room: organizations, their authorized contacts, and the cases that advisors work for them (S0, S1)."""
