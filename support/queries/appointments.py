"""The contacts of one organization as its page shows them, and whom somebody means who appoints one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Account, OutsideContact
from accounts.rules import addresses, usernames
from district.models import Completion, Person, StaffAssignment
from district.queries import people_with_staff_id
from district.queries.employment import job_stands
from foundation import db
from support.models import Organization, SupportContact
from support.queries.contacts import KINDS, in_force
from support.rules.appointing import AppointRefusal
from support.rules.inactivity import Use
from support.rules.training import COURSES, courses_for

ENDED_SHOWN = 20


@dataclass(frozen=True)
class Trained:
    """One course that a contact should have done, and the day they had; None: not yet."""

    course: str
    completed_on: date | None


@dataclass(frozen=True)
class Shown:
    """One appointment, not ended."""

    contact: SupportContact
    full_name: str
    username: str
    appointed_by: str
    """Empty where a command did."""
    kept_by: str
    counts: bool
    """Whether it is in force: the account is open, and its owner still works here."""
    use: Use
    courses: tuple[Trained, ...]

    @property
    def is_trained(self) -> bool:
        return all(each.completed_on is not None for each in self.courses)


@dataclass(frozen=True)
class Over:
    """An appointment that was ended."""

    full_name: str
    kind: str
    starts: date
    ends: date
    because: str
    ended_by: str


@dataclass(frozen=True)
class Candidate:
    """Whom somebody means, before they are appointed."""

    account: Account
    person: Person
    job: str


@dataclass(frozen=True)
class Outside:
    """A contact whom the help desk has invited for the organization and nobody has appointed."""

    full_name: str
    email: str
    has_account: bool


def appointments_of(organization: Organization, *, on: date) -> list[Shown]:
    """Every appointment not ended, support contacts first, then by name. Two statements."""
    return _shown(SupportContact.organization_id == organization.id, on=on)


def own_appointments(account_id: int, *, on: date) -> list[Shown]:
    """Those of one account that count on a day. Two statements."""
    return [each for each in _shown(SupportContact.account_id == account_id, on=on) if each.counts]


def _shown(where: ColumnElement[bool], *, on: date) -> list[Shown]:
    appointer, keeper = aliased(Person), aliased(Person)
    asked = (
        select(SupportContact, Account, Person, appointer, keeper, in_force(on))
        .join(Account, Account.id == SupportContact.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(appointer, appointer.id == SupportContact.appointed_by_id)
        .outerjoin(keeper, keeper.id == SupportContact.kept_by_id)
        .where(where, SupportContact.ends.is_(None))
        .order_by(SupportContact.kind, Person.last_name, Person.first_name, SupportContact.id)
    )
    rows = list(db.session().execute(asked))
    done = _completions({person.id for _, _, person, *_ in rows}, on=on)
    return [
        Shown(
            contact=contact,
            full_name=person.full_name,
            username=account.username,
            appointed_by=by.full_name if by else "",
            kept_by=kept.full_name if kept else "",
            counts=bool(counts),
            use=Use(contact.starts, contact.last_active_on, contact.kept_on, contact.told_days, contact.flagged_on),
            courses=tuple(Trained(each, done.get((person.id, each))) for each in courses_for(contact.kind)),
        )
        for contact, account, person, by, kept, counts in rows
    ]


def _completions(person_ids: Collection[int], *, on: date) -> dict[tuple[int, str], date]:
    """The last day each of these people had done one of the courses of contacts."""
    asked = (
        select(Completion.person_id, Completion.course, func.max(Completion.completed_on))
        .where(
            Completion.person_id.in_(sorted(person_ids)),
            Completion.course.in_(COURSES),
            Completion.completed_on <= on,
            Completion.voided_at.is_(None),
        )
        .group_by(Completion.person_id, Completion.course)
    )
    return {(person_id, course): day for person_id, course, day in db.session().execute(asked)}


def ended_appointments(organization: Organization) -> list[Over]:
    """Appointments that were ended, the latest first. One statement."""
    ender = aliased(Person)
    asked = (
        select(SupportContact, Person, ender)
        .join(Account, Account.id == SupportContact.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(ender, ender.id == SupportContact.ended_by_id)
        .where(SupportContact.organization_id == organization.id, SupportContact.ends.is_not(None))
        .order_by(SupportContact.ends.desc(), SupportContact.id.desc())
        .limit(ENDED_SHOWN)
    )
    return [
        Over(
            full_name=person.full_name,
            kind=contact.kind,
            starts=contact.starts,
            ends=contact.ends,
            because=contact.ended_because,
            ended_by=by.full_name if by else "",
        )
        for contact, person, by in db.session().execute(asked)
        if contact.ends is not None
    ]


def invited_for(organization: Organization) -> list[Outside]:
    """Contacts whom the help desk has invited under the name of the organization and nobody has appointed."""
    appointed = select(SupportContact.id).where(
        SupportContact.account_id == Account.id,
        SupportContact.organization_id == organization.id,
        SupportContact.ends.is_(None),
    )
    account = (Account.person_id == Person.id) & (Account.kind == "contact")
    asked = (
        select(Person, OutsideContact.email, Account.id)
        .join(OutsideContact, OutsideContact.person_id == Person.id)
        .outerjoin(Account, account)
        .where(
            db.lowered(db.table(OutsideContact).c.organization) == organization.name.lower(),
            OutsideContact.ended_at.is_(None),
            ~appointed.exists(),
        )
        .order_by(Person.last_name, Person.first_name, Person.id)
    )
    return [
        Outside(person.full_name, email, account_id is not None)
        for person, email, account_id in db.session().execute(asked)
    ]


def candidate(typed: str, *, on: date) -> Candidate | AppointRefusal:
    """Whom an employee number, the email of an invited contact or a username of either means. Two statements."""
    known = people_with_staff_id(typed)
    invited = select(OutsideContact.person_id).where(
        OutsideContact.email_key == addresses.key_of(typed), OutsideContact.ended_at.is_(None)
    )
    meant = or_(
        and_(Account.kind == "staff", Account.person_id.in_(known)),
        and_(Account.kind == "contact", Account.person_id.in_(invited)),
        and_(Account.kind.in_(KINDS), Account.username_key == usernames.key_of(typed)),
    )
    job = (
        select(StaffAssignment.job_title)
        .where(StaffAssignment.person_id == Account.person_id, job_stands(on))
        .order_by(StaffAssignment.is_primary.desc(), StaffAssignment.id)
        .limit(1)
        .correlate(Account)
        .scalar_subquery()
    )
    asked = select(Account, Person, job).join(Person, Person.id == Account.person_id)
    found = list(db.session().execute(asked.where(meant, Account.disabled_at.is_(None)).limit(2)))
    if not found:
        return AppointRefusal.NO_ACCOUNT if known else AppointRefusal.NOBODY
    if len(found) > 1:
        return AppointRefusal.SEVERAL
    account, person, works_as = found[0]
    if account.kind == "staff" and works_as is None:
        return AppointRefusal.NO_JOB
    return Candidate(account, person, works_as or "")


def shown(contact: SupportContact, organization: Organization, *, on: date) -> Shown:
    """One appointment as the page of its organization shows it. Raises StopIteration where it is ended."""
    return next(each for each in appointments_of(organization, on=on) if each.contact.id == contact.id)
