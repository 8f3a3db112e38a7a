"""People around one school for tests of approvals: a teacher who asks, her principal, and what each does."""

from __future__ import annotations

import json

from sqlalchemy import select

from district.models import School
from foundation import clock, db
from foundation.audit import Actor
from foundation.outbox import Mail
from foundation.sealing import unseal
from household.access.actions import asking
from household.access.models import ApprovalRequest
from household.access.rules.approvals import ApprovalRules, AskRefusal
from tests.household.access.staff import BY, Clerk, book, hire

OURS = ApprovalRules(public_url="http://localhost")
WHY = "I help families at the front desk on Mondays."


def a_school(code: str = "A", name: str = "Aspen Creek") -> int:
    with db.transaction() as session:
        school = School(identifier=code, source_key=f"key-{code}", source="test", name=name, kind="school")
        session.add(school)
        session.flush()
        return school.id


def a_teacher(name: str = "Tamika", *, location: str = "A", courses: bool = True) -> Clerk:
    """Somebody whose job asks for the principal's approval."""
    clerk = hire(name, email=f"{name.lower()}@example.org")
    clerk.works(job_role="Teacher", location=location)
    if courses:
        clerk.finishes_both("2026-09-01", "2026-09-02")
    return clerk


def a_principal(name: str = "Ingrid", *, location: str = "A", role: str = "Principal") -> Clerk:
    clerk = hire(name, email=f"{name.lower()}@example.org")
    clerk.works(job_role=role, location=location)
    return clerk


def as_person(clerk: Clerk) -> Actor:
    return Actor(kind="account", person_id=clerk.person_id)


def asks(clerk: Clerk, *, location: str = "A") -> ApprovalRequest:
    """The person asks, by the action itself."""
    with db.transaction():
        asked = asking.ask(
            clerk.person_id,
            location=location,
            reason=WHY,
            book=book(),
            ours=OURS,
            today=clock.today(),
            by=BY,
            at=clock.now(),
        )
    assert not isinstance(asked, AskRefusal), asked
    return asked.request


def request_of(clerk: Clerk) -> ApprovalRequest:
    """The newest request, as it stands now."""
    db.close()
    asked = select(ApprovalRequest).where(ApprovalRequest.person_id == clerk.person_id)
    return db.session().scalars(asked.order_by(ApprovalRequest.id.desc())).first()  # type: ignore[return-value]


def mails(template: str) -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == template).order_by(Mail.id)))


def link_of(mail: Mail) -> str:
    """The path of the link a mail carries."""
    assert mail.secret is not None
    return str(json.loads(unseal(mail.secret))["url"]).removeprefix("http://localhost")
