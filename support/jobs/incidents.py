"""What is asked before a mail about an incident leaves."""

from __future__ import annotations

from typing import Any

from foundation import clock, postman
from support.actions.incidents import STILL_TOLD
from support.queries.incidents import is_still_told


@postman.check(STILL_TOLD)
def is_told_still(told: dict[str, Any]) -> bool:
    """Whether its reader is a contact who wants such mails, and an incident that began is not over."""
    contact_id, notice_id = int(told["contact"]), int(told["notice"])
    return is_still_told(contact_id, notice_id, is_over=bool(told["is_over"]), on=clock.today())
