"""The doors of the family's room: getting an account, confirming an address, the home, who has seen a record."""

from portal.views import activation, home, reads, recovery_email
from portal.views.door import bp

__all__ = ["activation", "bp", "home", "reads", "recovery_email"]
