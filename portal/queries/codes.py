"""Reads about codes: who still needs one, and how one stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from accounts.models import Account, PreparedAccount
from accounts.queries import SignedIn
from district import queries as district
from district.models import Person, School
from district.queries import Child
from district.queries.sight_facts import SCHOOL
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Kind, Refusal


@dataclass(frozen=True)
class Standing:
    """How a code that was presented stands. Everything but `refusal` is None where no such code was ever issued."""

    refusal: Refusal | None
    code_id: int | None = None
    person_id: int | None = None
    kind: Kind | None = None
    delivery: str | None = None
    guarded_name: str | None = None
    """First name and initial, to be shown only where `refusal` is None."""
    called: str | None = None
    language: str | None = None
    prepared_username: str | None = None
    """The user name kept for a student: the account takes it and no other."""


def student_seen_by(account: SignedIn, public_id: str, *, on: date, policy: SightPolicy) -> Child | None:
    """The student with that public id, where this account sees them on that day. One statement."""
    if account.account_kind != Kind.STUDENT:
        return district.student_visible_to(account.person_id, public_id, on=on, policy=policy)
    own = district.own_record(account.person_id, on=on, policy=policy)
    return own if own is not None and own.public_id == public_id else None


def live_codes(kind: Kind, *, at: datetime, of: Collection[int] | None = None) -> dict[int, int]:
    """The ids of codes that would still work at `at`, by person id; of everybody, or of some."""
    chosen = select(ActivationCode.person_id, ActivationCode.id).where(
        ActivationCode.kind == kind,
        ActivationCode.used_at.is_(None),
        ActivationCode.superseded_at.is_(None),
        ActivationCode.expires_at > at,
    )
    if of is not None:
        chosen = chosen.where(ActivationCode.person_id.in_(of))
    return {row.person_id: row.id for row in db.session().execute(chosen)}


def standing_of(code_hash: str, *, on: date, at: datetime, policy: SightPolicy) -> Standing:
    """How the code with this hash stands on that day, its person's right to an account looked at anew (D2)."""
    found = (
        db.session()
        .execute(
            select(ActivationCode, Person, PreparedAccount.username)
            .join(Person, Person.id == ActivationCode.person_id)
            .outerjoin(
                PreparedAccount,
                and_(PreparedAccount.person_id == Person.id, ActivationCode.kind == Kind.STUDENT.value),
            )
            .where(ActivationCode.code_hash == code_hash)
        )
        .one_or_none()
    )
    if found is None:
        return Standing(Refusal.UNKNOWN)
    code, person, prepared_username = found
    kind = Kind(code.kind)
    refusal = codes.refusal(
        used_at=code.used_at, superseded_at=code.superseded_at, expires_at=code.expires_at, at=at
    ) or _refusal_of_person(person.id, kind, on=on, policy=policy)
    return Standing(
        refusal=refusal,
        code_id=code.id,
        person_id=person.id,
        kind=kind,
        delivery=code.delivery,
        guarded_name=person.guarded_name,
        called=person.called,
        language=person.language,
        prepared_username=prepared_username,
    )


def schools_named(name: str) -> list[int]:
    """Ids of the schools with this public id or this key of a feed."""
    named = select(School.id).where(or_(School.public_id == name, School.source_key == name))
    return list(db.session().scalars(named.order_by(School.id)))


def schools() -> list[tuple[str, str]]:
    """Public id and name of every school, by name."""
    return [
        (row.public_id, row.name)
        for row in db.session().execute(select(School.public_id, School.name).order_by(School.name))
    ]


def open_schools() -> list[tuple[str, str]]:
    """Public id and name of the schools that teach today, by name; the district itself is none."""
    found = select(School.public_id, School.name).where(School.kind == SCHOOL, School.is_open.is_(True))
    return [(row.public_id, row.name) for row in db.session().execute(found.order_by(School.name))]


def _refusal_of_person(person_id: int, kind: Kind, *, on: date, policy: SightPolicy) -> Refusal | None:
    has_account = select(Account.id).where(
        Account.person_id == person_id, Account.kind == kind, Account.disowned_at.is_(None)
    )
    if db.session().scalar(has_account) is not None:
        return Refusal.HAS_ACCOUNT
    return None if district.is_entitled(person_id, kind, on=on, policy=policy) else Refusal.NOT_ENTITLED
