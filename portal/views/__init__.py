"""The doors of the family's room: getting an account, confirming an address, the home, who has seen a record."""

from portal.views import activation, home, new_code, reads, recovery_email
from portal.views.door import bp

__all__ = ["activation", "bp", "home", "new_code", "reads", "recovery_email"]
