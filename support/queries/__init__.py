"""Reads of the support desk."""

from support.queries.contacts import (
    Appointment,
    Named,
    contact_of,
    contacts_in_force,
    contacts_of_places,
)

__all__ = ["Appointment", "Named", "contact_of", "contacts_in_force", "contacts_of_places"]
