"""The doors of the family's room: getting an account, confirming an address, and the family's home."""

from portal.views import activation, home, recovery_email
from portal.views.door import bp

__all__ = ["activation", "bp", "home", "recovery_email"]
