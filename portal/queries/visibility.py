"""Every child the district ties to a person, with why they see it or not, and what they reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import SignedIn
from district import queries as district
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import OfficeRequest
from portal.rules.codes import Kind
from portal.rules.office import Ground
from portal.rules.visibility import Told, told_of

MOST_REPORTS = 5


@dataclass(frozen=True)
class Explained:
    """One child, and what is said of why it is shown or not."""

    public_id: str
    called: str
    told: Told


@dataclass(frozen=True)
class Report:
    """A child that the person has reported missing: as they typed it."""

    child: str
    written_at: datetime
    settled_at: datetime | None


def explained_to(account: SignedIn, *, on: date, policy: SightPolicy) -> list[Explained]:
    """Of each child whom the reader may hear named; a student hears of the own record. One statement."""
    if account.account_kind == Kind.STUDENT:
        own = district.own_record(account.person_id, on=on, policy=policy)
        return [Explained(own.public_id, own.called, Told.SHOWN)] if own else []
    ties = district.children_tied_to(account.person_id, on=on, policy=policy)
    said = ((each, told_of(each.answer)) for each in ties)
    return [Explained(each.public_id, each.called, told) for each, told in said if told is not None]


def reports_of(person_id: int) -> list[Report]:
    """The latest reports of one person, the newest first. One statement."""
    rows = db.session().execute(
        select(
            OfficeRequest.student_first_name,
            OfficeRequest.student_last_name,
            OfficeRequest.written_at,
            OfficeRequest.settled_at,
        )
        .where(OfficeRequest.person_id == person_id, OfficeRequest.reason == Ground.MISSING_CHILD.value)
        .order_by(OfficeRequest.written_at.desc(), OfficeRequest.id.desc())
        .limit(MOST_REPORTS)
    )
    return [Report(f"{row[0]} {row[1]}".strip(), row[2], row[3]) for row in rows]
