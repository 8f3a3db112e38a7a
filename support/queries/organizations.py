"""Organizations, and whose contacts somebody chooses: the visibility of everything that is done about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, select, true

from accounts.models import Account, AccountRole
from district.models import Person, School, StaffAssignment
from district.queries.employment import job_stands
from foundation import db
from support.models import Organization, SupportContact
from support.queries.contacts import DISTRICT, in_force

REGISTRAR, ADMIN = "registrar", "district-admin"


@dataclass(frozen=True)
class Reach:
    """Which organizations somebody sees here: all of them, those they work for on a day, and those they ask for."""

    everywhere: bool = False
    school_ids: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()

    def holds(self, organization: Organization) -> bool:
        """Whether an organization that was read already lies within."""
        return self.everywhere or organization.school_id in self.school_ids or organization.id in self.own


@dataclass(frozen=True)
class Seen:
    """One organization in the list, with the kinds of contacts in force."""

    organization: Organization
    kinds: tuple[str, ...]
    flagged: int


def schools_worked_for(person_id: int, *, on: date) -> frozenset[int]:
    """The schools of somebody’s jobs on a day, and this district itself for whoever works in its offices."""
    jobs = select(StaffAssignment.school_id).where(StaffAssignment.person_id == person_id, job_stands(on))
    central = jobs.where(StaffAssignment.category == "central").exists()
    offices = select(School.id).where(School.kind == DISTRICT, central)
    asked = select(School.id).where(or_(School.id.in_(jobs), School.id.in_(offices)))
    return frozenset(db.session().scalars(asked))


def organizations_within(reach: Reach) -> list[Organization]:
    """Every organization within reach, by name. One statement."""
    asked = select(Organization).where(_within(reach)).order_by(Organization.name, Organization.id)
    return list(db.session().scalars(asked))


def seen(organizations: Sequence[Organization], *, on: date) -> list[Seen]:
    """These organizations with the contacts each has on a day. One statement."""
    kinds: dict[int, list[tuple[str, bool]]] = {}
    asked = (
        select(SupportContact.organization_id, SupportContact.kind, SupportContact.flagged_on.is_not(None))
        .join(Account, Account.id == SupportContact.account_id)
        .where(SupportContact.organization_id.in_([each.id for each in organizations]), in_force(on))
    )
    for organization_id, kind, is_flagged in db.session().execute(asked):
        kinds.setdefault(organization_id, []).append((kind, is_flagged))
    return [
        Seen(
            each,
            tuple(kind for kind, _ in kinds.get(each.id, ())),
            sum(is_flagged for _, is_flagged in kinds.get(each.id, ())),
        )
        for each in organizations
    ]


def organization_within(public_id: str, reach: Reach, *, hold: bool = False) -> Organization | None:
    """One organization within reach; None where it is not yours. With `hold` nobody else appoints meanwhile."""
    asked = select(Organization).where(Organization.public_id == public_id, _within(reach))
    return db.session().scalars(asked.with_for_update() if hold else asked).one_or_none()


def contact_within(public_id: str, reach: Reach, *, hold: bool = False) -> SupportContact | None:
    """One appointment of an organization within reach, not ended; None where it is not yours or over."""
    asked = (
        select(SupportContact)
        .join(Organization, Organization.id == SupportContact.organization_id)
        .where(SupportContact.public_id == public_id, SupportContact.ends.is_(None), _within(reach))
    )
    return db.session().scalars(asked.with_for_update(of=SupportContact) if hold else asked).one_or_none()


def organization_of(contact: SupportContact) -> Organization:
    """The organization that appointed a contact."""
    return db.session().get_one(Organization, contact.organization_id)


def school_of(organization: Organization) -> Select[int]:
    """The schools whose coaches stand on an organization’s page: every open one of a district, else its own."""
    if organization.school_id is None:
        return select(School.id).where(false())
    if organization.kind == DISTRICT:
        return select(School.id).where(School.kind == "school", School.is_open)
    return select(School.id).where(School.id == organization.school_id, School.kind == "school")


@dataclass(frozen=True)
class Chooser:
    """Somebody who decides about the contacts of an organization."""

    account: Account
    person: Person


def choosers_of(organization: Organization, *, on: date) -> list[Chooser]:
    """The registrars who work for it on a day; where there is none, the district’s administrators. Two statements."""
    works = and_(StaffAssignment.person_id == Person.id, job_stands(on))
    near = or_(
        StaffAssignment.school_id == organization.school_id,
        and_(StaffAssignment.category == "central", literal(organization.kind == DISTRICT)),
    )
    registrars = _holding(REGISTRAR, select(StaffAssignment.id).where(works, near).exists())
    if organization.school_id is not None and registrars:
        return registrars
    return _holding(ADMIN, select(StaffAssignment.id).where(works).exists())


def _holding(role: str, works: ColumnElement[bool]) -> list[Chooser]:
    asked = (
        select(Account, Person)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(Person, Person.id == Account.person_id)
        .where(
            AccountRole.role == role,
            AccountRole.ended_at.is_(None),
            Account.kind == "staff",
            Account.disabled_at.is_(None),
            works,
        )
        .order_by(Account.id)
    )
    return [Chooser(account, person) for account, person in db.session().execute(asked)]


def organization_named(name: str) -> Organization | None:
    """The organization of that name in any case, or None."""
    is_called = db.lowered(db.table(Organization).c.name) == name.lower()
    return db.session().scalars(select(Organization).where(is_called).order_by(Organization.id)).first()


def _within(reach: Reach) -> ColumnElement[bool]:
    if reach.everywhere:
        return true()
    return or_(Organization.school_id.in_(sorted(reach.school_ids)), Organization.id.in_(sorted(reach.own)))
