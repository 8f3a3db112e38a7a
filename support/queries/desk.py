"""What an advisor’s page of a case shows beside what its contacts see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Account, AccountRole, OutsideContact
from district.models import ContactPoint, Person
from district.queries import holds_a_job
from foundation import db
from support.models import (
    Case,
    CaseDefect,
    CaseFollowUp,
    CasePermission,
    DevelopmentIssue,
    Organization,
    SupportContact,
)
from support.queries.contacts import in_force
from support.queries.queue import facts_of
from support.rules.canned import Gap
from support.rules.next_due import Next, next_of

ROLE = "support-advisor"


@dataclass(frozen=True)
class Asked:
    """A permission that the desk asked for."""

    id: int
    kind: str
    what: str
    asked_at: datetime
    answered_at: datetime | None
    is_given: bool | None
    words: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Advisor:
    """Somebody who works cases."""

    account_id: int
    full_name: str


@dataclass(frozen=True)
class CaseAtDesk:
    """A case with whom it is for, who has it, and what is due next."""

    case: Case
    organization: str
    organization_id: int
    contact: str
    contact_called: str
    contact_language: str
    advisor: str
    due: Next


def case_at_desk(case: Case) -> CaseAtDesk:
    """One statement."""
    owner, theirs = aliased(Person), aliased(Account)
    done = (
        select(func.count())
        .where(CaseFollowUp.case_id == case.id, CaseFollowUp.resolution == case.resolution)
        .scalar_subquery()
    )
    asked = (
        select(Organization.name, Account, Person, owner, done)
        .select_from(Case)
        .join(Organization, Organization.id == Case.organization_id)
        .outerjoin(SupportContact, SupportContact.id == Case.contact_id)
        .outerjoin(Account, Account.id == SupportContact.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(theirs, theirs.id == Case.owner_id)
        .outerjoin(owner, owner.id == theirs.person_id)
        .where(Case.id == case.id)
    )
    organization, account, contact, advisor, number = db.session().execute(asked).one()
    return CaseAtDesk(
        case=case,
        organization=organization,
        organization_id=case.organization_id,
        contact=contact.full_name if contact else case.caller,
        contact_called=contact.called if contact else case.caller,
        contact_language=(account.language if account else "") or "en",
        advisor=advisor.full_name if advisor else "",
        due=next_of(facts_of(case, number)),
    )


def permissions_of(case_id: int) -> list[Asked]:
    """Newest first. One statement."""
    asked = select(CasePermission).where(CasePermission.case_id == case_id).order_by(CasePermission.id.desc())
    return [
        Asked(
            each.id,
            each.kind,
            each.what,
            each.asked_at,
            each.answered_at,
            each.is_given,
            each.words,
            each.withdrawn_at,
        )
        for each in db.session().scalars(asked)
    ]


def permission_held(case_id: int, permission_id: int) -> CasePermission | None:
    """A permission of that case, as it stands inside the transaction of a deed."""
    meant = (CasePermission.case_id == case_id, CasePermission.id == permission_id)
    return db.session().scalars(select(CasePermission).where(*meant).with_for_update()).one_or_none()


def advisors(on: date) -> list[Advisor]:
    """Everybody who works cases on a day, by name. One statement."""
    asked = (
        select(Account.id, Person)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(Person, Person.id == Account.person_id)
        .where(
            AccountRole.role == ROLE,
            AccountRole.ended_at.is_(None),
            Account.disabled_at.is_(None),
            holds_a_job(Account.__table__.c.person_id, literal(on)),
        )
    )
    found = [Advisor(account_id, person.full_name) for account_id, person in db.session().execute(asked)]
    return sorted(found, key=lambda each: (each.full_name, each.account_id))


def organizations() -> list[tuple[int, str]]:
    """Every organization the desk serves, by name. One statement."""
    asked = select(Organization.id, Organization.name).order_by(Organization.name, Organization.id)
    return [(each, name) for each, name in db.session().execute(asked)]


def gaps_of(seen: CaseAtDesk, *, advisor: str, due_on: str) -> Mapping[Gap, str]:
    """What this case puts into the gaps of a canned reply. One statement."""
    linked = (
        select(DevelopmentIssue.reference, DevelopmentIssue.fixed_in)
        .join(CaseDefect, CaseDefect.issue_id == DevelopmentIssue.id)
        .where(CaseDefect.case_id == seen.case.id)
        .order_by(CaseDefect.linked_at.desc(), DevelopmentIssue.id.desc())
        .limit(1)
    )
    issue, release = db.session().execute(linked).one_or_none() or ("", "")
    return {
        Gap.CONTACT: seen.contact_called,
        Gap.CASE: str(seen.case.number),
        Gap.SUBJECT: seen.case.subject,
        Gap.ORGANIZATION: seen.organization,
        Gap.ADVISOR: advisor,
        Gap.ISSUE: issue,
        Gap.RELEASE: release,
        Gap.DUE_ON: due_on,
    }


@dataclass(frozen=True)
class Known:
    """What is on file of a contact, for an advisor to compare with what a caller says."""

    public_id: str
    full_name: str
    kind: str
    username: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


def known_contacts(organization_id: int, on: date) -> list[Known]:
    """The contacts of an organization who are in force, by name, with what is on file of them. Two statements."""
    asked = (
        select(SupportContact, Account, Person, OutsideContact)
        .join(Account, Account.id == SupportContact.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(OutsideContact, OutsideContact.person_id == Person.id)
        .where(SupportContact.organization_id == organization_id, in_force(on))
    )
    rows = db.session().execute(asked).all()
    points = (
        select(ContactPoint.person_id, ContactPoint.kind, ContactPoint.value)
        .where(
            ContactPoint.person_id.in_([person.id for _, _, person, _ in rows]),
            ContactPoint.is_valid,
            ContactPoint.starts <= on,
            or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
        )
        .order_by(ContactPoint.id)
    )
    on_file: dict[tuple[int, str], list[str]] = {}
    for person_id, kind, value in db.session().execute(points):
        on_file.setdefault((person_id, kind), []).append(value)
    found = [
        Known(
            public_id=contact.public_id,
            full_name=person.full_name,
            kind=contact.kind,
            username=account.username,
            emails=_each_once([*on_file.get((person.id, "email"), []), outside.email if outside else ""]),
            phones=_each_once(on_file.get((person.id, "phone"), [])),
        )
        for contact, account, person, outside in rows
    ]
    return sorted(found, key=lambda each: (each.full_name, each.public_id))


def _each_once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in values if each))
