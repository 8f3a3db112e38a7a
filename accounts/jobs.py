"""Queued work of this room: the answers to who asks to get back in, and the daily tidying."""

from __future__ import annotations

from typing import Any

from accounts.actions import asking, getting_back, tidying
from foundation import audit, clock, db, jobs
from foundation.audit import STRANGER


@jobs.handler(asking.RESET, writes_mail=True)
def answer_reset_request(payload: dict[str, Any]) -> None:
    """Mail the owner of the user name a link, if there is such an owner."""
    typed, public_url, origin = asking.read_question(payload)
    before = audit.origin.set(origin)
    try:
        with db.transaction():
            getting_back.ask_for_reset(typed, public_url=public_url, by=STRANGER, at=clock.now())
    finally:
        audit.origin.reset(before)


@jobs.handler(asking.USERNAMES, writes_mail=True)
def answer_usernames_request(payload: dict[str, Any]) -> None:
    """Mail the address its user names, if it has any."""
    typed, _, origin = asking.read_question(payload)
    before = audit.origin.set(origin)
    try:
        with db.transaction():
            getting_back.ask_for_usernames(typed, by=STRANGER, at=clock.now())
    finally:
        audit.origin.reset(before)


@jobs.handler("tidy-accounts", once=jobs.each_day)
def tidy(payload: dict[str, Any]) -> None:
    """End what time has ended."""
    with db.transaction():
        tidying.tidy(at=clock.now())
