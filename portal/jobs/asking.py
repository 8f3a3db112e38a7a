"""The answers to who asks for a new code."""

from __future__ import annotations

from typing import Any

from flask import current_app

from foundation import audit, clock, db, jobs
from foundation.audit import STRANGER
from portal.actions import asking


@jobs.handler(asking.NEW_CODE, writes_mail=True)
def answer_new_code_request(payload: dict[str, Any]) -> None:
    """Send whoever is meant a new code, if somebody is."""
    asked, origin = asking.read_new_code_question(payload)
    before = audit.origin.set(origin)
    try:
        with db.transaction():
            asking.answer_new_code(
                asked, settings=current_app.config["HEARTH"], on=clock.today(), by=STRANGER, at=clock.now()
            )
    finally:
        audit.origin.reset(before)
