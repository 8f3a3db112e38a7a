"""A family reports a child that is missing from its pages: the office looks, and nothing is looked up for the asker.

Records no event: what it asks for does (`requests`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.actions import spend_try
from foundation.audit import Actor
from portal import queries
from portal.actions.requests import write_request
from portal.rules.office import Ground
from portal.rules.visibility import REPORTED, report_key

SCOPE = "missing-child"
"""Of tries: one account may report so many."""


@dataclass(frozen=True)
class Missing:
    """The child as the reader knows them, and who asks."""

    asker_first_name: str
    asker_last_name: str
    first_name: str
    last_name: str
    birth_date: date | None
    school: str
    """The public id of a school, or empty."""
    message: str
    language: str


def report_missing(missing: Missing, *, person_id: int, by: Actor, at: datetime) -> bool:
    """Write the report down, unless the same one is open; False, and nothing written, while the account must wait.

    The asker is told the same whether or not such a child is on record. `write_request` tells the audit.
    """
    if not spend_try(SCOPE, str(by.account_id), patience=REPORTED, at=at):
        return False
    write_request(
        Ground.MISSING_CHILD,
        asked_key=report_key(person_id, missing.first_name, missing.last_name, missing.birth_date),
        by=by,
        at=at,
        first_name=missing.asker_first_name,
        last_name=missing.asker_last_name,
        student_first_name=missing.first_name,
        student_last_name=missing.last_name,
        student_birth_date=missing.birth_date,
        student_number="",
        school_id=queries.school_named(missing.school),
        message=missing.message,
        language=missing.language,
        person_id=person_id,
    )
    return True
