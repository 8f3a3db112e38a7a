"""Who may answer requests today: whoever leads the school, whoever stands in for them, and whom DoTS named.

It is asked of jobs and delegations at each request, and stored nowhere: a principal who left answers no more, and the
new one finds what waits. A place is known by any of its codes: those that jobs have, and those of its school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, and_, bindparam, literal, or_, select

from accounts.models import Account, AccountRole
from district.models import School, StaffAssignment, StaffEmployment
from foundation import db
from household.access.models import ApprovalDelegation, ApprovalRequest
from household.access.queries.facts import OF_SOME, read
from household.access.queries.policies import Rulebook
from household.access.rules.approvals import (
    Answerer,
    ApprovalRules,
    Lending,
    Snag,
    Working,
    answerers,
    why_nobody,
)
from household.access.rules.facts import Facts

PRINCIPAL, DELEGATE = "principal", "approval-delegate"
"""The derived roles."""


@dataclass(frozen=True)
class Circle:
    """Everybody who might answer for some places on a day."""

    working: tuple[Working, ...]
    lent: tuple[Lending, ...]
    with_account: frozenset[int]
    """Those of them who can sign in."""

    def of(self, asked: ApprovalRequest) -> tuple[Answerer, ...]:
        """Who may answer this request."""
        return answerers(asked.person_id, asked.location, working=self.working, lent=self.lent, named_id=asked.named_id)

    def answerer(self, person_id: int | None, asked: ApprovalRequest) -> Answerer | None:
        """This person as somebody who may answer the request, or None."""
        return next((each for each in self.of(asked) if each.person_id == person_id), None)

    def snag(self, asked: ApprovalRequest) -> Snag | None:
        """Why nobody can answer it today; None where somebody can."""
        found = self.of(asked)
        if not found:
            return why_nobody(asked.person_id, asked.location, self.working)
        return None if any(each.person_id in self.with_account for each in found) else Snag.NO_ACCOUNT


def circle_for(asked: Iterable[ApprovalRequest], *, ours: ApprovalRules, on: date) -> Circle:
    """Who may answer these requests on the day. Four statements, however many they are."""
    requests = list(asked)
    locations = {each.location for each in requests}
    named = {each.named_id for each in requests if each.named_id is not None}
    return circle_at(locations, named=named, ours=ours, on=on)


def circle_at(locations: Collection[str], *, named: Collection[int] = (), ours: ApprovalRules, on: date) -> Circle:
    """The same for places, by any of their codes."""
    if not locations:
        return Circle((), (), frozenset())
    schools = schools_coded(locations)
    codes = set(locations).union(*schools.values())
    lent = _lent_at(codes, on)
    working = _working(codes, schools, {*named, *(each.delegate_id for each in lent)}, ours, on)
    return Circle(working, lent, _with_account({each.person_id for each in working}))


def works_there(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a job stands on the day; its employment must be joined."""
    return and_(
        or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on),
        or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on),
        or_(StaffEmployment.ends.is_(None), StaffEmployment.ends > on),
    )


def leads(ours: ApprovalRules) -> ColumnElement[bool]:
    """The condition that a job is one of those that lead a school."""
    return db.lowered(StaffAssignment.job_role).in_(ours.leading_folded)


def schools_coded(codes: Collection[str]) -> dict[int, frozenset[str]]:
    """The schools that any of these codes means, with every code of each. One statement."""
    asked = select(School.id, School.identifier, School.source_key).where(
        or_(School.identifier.in_(codes), School.source_key.in_(codes))
    )
    return {row[0]: frozenset(filter(None, row[1:])) for row in db.session().execute(asked)}


def own_facts(
    person_id: int, book: Rulebook, *, ours: ApprovalRules, on: date, beside: Collection[int] = ()
) -> tuple[dict[int, Facts], frozenset[str]]:
    """The facts of whoever is signed in, and of whoever is asked for `beside`, with the derived roles of the former.
    One statement."""
    given = {"people": sorted({person_id, *beside}), "courses": book.courses, "area": book.area}
    rows = db.session().execute(_OWN, given | _whose(person_id, ours, on)).all()
    return {row[0]: read(row[1]).values() for row in rows}, _roles(*rows[0][2:])


def roles_for(person_id: int, *, ours: ApprovalRules, on: date) -> frozenset[str]:
    """The derived roles of whoever is signed in; their reach is kept where requests are loaded. One statement."""
    return _roles(*db.session().execute(_ROLES, _whose(person_id, ours, on)).one())


def _whose(person_id: int, ours: ApprovalRules, on: date) -> dict[str, Any]:
    return {"whose": person_id, "leading": ours.leading_folded, "day": on}


def _roles(is_principal: bool, is_delegate: bool) -> frozenset[str]:
    return frozenset(name for name, holds in ((PRINCIPAL, is_principal), (DELEGATE, is_delegate)) if holds)


def led_by(person_id: int, *, ours: ApprovalRules, on: date) -> dict[str, str]:
    """The places a person leads on the day: their codes, as the jobs have them, with their names. One statement."""
    asked = (
        jobs_on(on)
        .with_only_columns(StaffAssignment.location, School.name)
        .outerjoin(School, School.id == StaffAssignment.school_id)
        .where(StaffAssignment.person_id == person_id, leads(ours), StaffAssignment.location != "")
        .order_by(StaffAssignment.location)
    )
    return {code: name or code for code, name in db.session().execute(asked)}


def codes_of_work(person_id: int, *, on: date) -> frozenset[str]:
    """Every code of the places a person works at on the day. Two statements."""
    asked = (
        jobs_on(on)
        .with_only_columns(StaffAssignment.location, School.identifier, School.source_key)
        .outerjoin(School, School.id == StaffAssignment.school_id)
        .where(StaffAssignment.person_id == person_id)
    )
    found = {code for row in db.session().execute(asked) for code in row if code}
    return frozenset(found.union(*schools_coded(found).values())) if found else frozenset()


def dots_administrators(*, on: date) -> list[int]:
    """Whoever reviews access for the district and works here on the day."""
    working = jobs_on(on).where(StaffAssignment.person_id == Account.person_id).correlate(Account)
    asked = (
        select(Account.person_id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(
            AccountRole.role == "dots-admin",
            AccountRole.ended_at.is_(None),
            Account.disabled_at.is_(None),
            working.exists(),
        )
        .order_by(Account.person_id)
        .distinct()
    )
    return list(db.session().scalars(asked))


def jobs_on(on: date | ColumnElement[date]) -> Select[int]:
    """The jobs that stand on the day."""
    bounded_by = StaffEmployment.id == StaffAssignment.employment_id
    return select(StaffAssignment.id).outerjoin(StaffEmployment, bounded_by).where(works_there(on))


def _in_force(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    return and_(ApprovalDelegation.ended_at.is_(None), ApprovalDelegation.starts <= on, ApprovalDelegation.ends > on)


def _lent_at(codes: Collection[str], on: date) -> tuple[Lending, ...]:
    asked = (
        select(ApprovalDelegation.principal_id, ApprovalDelegation.delegate_id, ApprovalDelegation.location)
        .where(ApprovalDelegation.location.in_(codes), _in_force(on))
        .order_by(ApprovalDelegation.id)
    )
    return tuple(Lending(*row) for row in db.session().execute(asked))


def _working(
    codes: Collection[str], schools: Mapping[int, frozenset[str]], also: Collection[int], ours: ApprovalRules, on: date
) -> tuple[Working, ...]:
    """The jobs of those who lead at these places, and every job of those asked for beside them."""
    there = or_(StaffAssignment.location.in_(codes), StaffAssignment.school_id.in_(schools))
    asked = (
        jobs_on(on)
        .with_only_columns(StaffAssignment.person_id, leads(ours), StaffAssignment.location, StaffAssignment.school_id)
        .where(or_(and_(there, leads(ours)), StaffAssignment.person_id.in_(also) if also else literal(False)))
        .order_by(StaffAssignment.id)
    )
    by_code: defaultdict[str, set[str]] = defaultdict(set)
    for known in schools.values():
        for code in known:
            by_code[code] |= known
    return tuple(
        Working(
            person_id,
            bool(leading),
            frozenset({location, *by_code.get(location, ()), *schools.get(school_id or 0, ())}),
        )
        for person_id, leading, location, school_id in db.session().execute(asked)
    )


def _with_account(person_ids: Collection[int]) -> frozenset[int]:
    asked = select(Account.person_id).where(
        Account.person_id.in_(person_ids), Account.kind == "staff", Account.disabled_at.is_(None)
    )
    return frozenset(db.session().scalars(asked)) if person_ids else frozenset()


def _has_roles() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether somebody leads a school, and whether they answer for another: on `day`, for `whose`, by `leading`."""
    whose, day = bindparam("whose", type_=BigInteger), bindparam("day", type_=Date)
    leading = db.lowered(StaffAssignment.job_role).in_(bindparam("leading", expanding=True))
    mine = jobs_on(day).where(StaffAssignment.person_id == whose)
    lends = jobs_on(day).where(StaffAssignment.person_id == ApprovalDelegation.principal_id, leading)
    lent = select(ApprovalDelegation.id).where(
        ApprovalDelegation.delegate_id == whose, _in_force(day), lends.correlate(ApprovalDelegation).exists()
    )
    named = select(ApprovalRequest.id).where(
        ApprovalRequest.named_id == whose, ApprovalRequest.closed_at.is_(None), mine.exists()
    )
    return mine.where(leading).exists(), or_(lent.exists(), named.exists())


_ROLES = select(*_has_roles())
_OWN = OF_SOME.add_columns(*_has_roles())
"""Written once, as every page of the staff's asks one of them."""
