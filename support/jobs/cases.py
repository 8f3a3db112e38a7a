"""Cases in the night, and what is asked before a mail about one leaves."""

from __future__ import annotations

from typing import Any

from foundation import clock, postman
from support.actions.casework import STILL_A_CONTACT
from support.queries.involved import contact_in_force


@postman.check(STILL_A_CONTACT)
def is_still_a_contact(told: dict[str, Any]) -> bool:
    """Whether whoever a mail was written to may read the case still."""
    return contact_in_force(int(told["contact"]), on=clock.today())
