"""Work of the support desk that nobody waits for."""

from support.jobs import cases, contacts, incidents, surveys

__all__ = ["cases", "contacts", "incidents", "surveys"]
