"""Cases as tests need them, written plainly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from demo.cast import keep, write
from foundation import clock, db
from support.models import Case, CaseInvolved, SupportContact
from support.rules.response import Priority, answer_due
from tests.support.served import Account, Served


def a_case(served: Served, *, contact: Account | None = None, at: datetime | None = None, **told: Any) -> Case:
    """A case of ours that Denise submitted, unless said otherwise."""
    who = contact or served.denise
    appointed = db.session().query(SupportContact).filter_by(account_id=who.id).one()
    submitted = at or clock.now()
    priority = Priority(told.get("priority", Priority.MEDIUM))
    given = {
        "organization_id": appointed.organization_id,
        "contact_id": appointed.id,
        "opened_by_id": who.person.id,
        "status": "new",
        "priority": priority.value,
        "type": "problem",
        "module": "attendance",
        "subject": "Attendance is not saved",
        "details": "The page says saved, and nothing is there afterwards.",
        "submitted_at": submitted,
        "said_at": submitted,
        "answer_due_at": answer_due(submitted, priority).due,
    }
    made = write(Case(**given | told))
    if made.contact_id:
        keep(CaseInvolved(case_id=made.id, contact_id=made.contact_id, since=submitted))
    return made
