"""The desk’s queue: every open case in the order of what is due next (`support.rules.next_due`), narrowed as asked.

The order is said in SQL as the rule says it in Python; a test asks both. What is due is then decided by the rule alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, String, and_, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.models import Person
from foundation import db
from support.models import Case, CaseFollowUp, Organization, SupportContact
from support.models.cases import FIRST_NUMBER
from support.queries.queue_order import order, rank
from support.rules import followups
from support.rules.filters import CODED, Column, Condition, Operator
from support.rules.next_due import Facts, Next, next_of
from support.rules.response import Priority
from support.rules.statuses import OPEN, Status

ROWS = 50
OPEN_CODES = tuple(each.value for each in OPEN)


class Whose(StrEnum):
    """Whose cases are asked for."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the queue: a case must meet every condition; coded columns are given as the codes that do."""

    whose: Whose = Whose.ALL
    conditions: Sequence[Condition] = ()
    codes: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """By the place of a condition about a coded column: the codes that meet it."""


@dataclass(frozen=True)
class Line:
    """One case as the queue shows it."""

    number: int
    subject: str
    status: str
    priority: Priority
    module: str
    type: str
    organization: str
    contact: str
    advisor: str
    owner_id: int | None
    version: int
    submitted_at: datetime
    said_at: datetime
    due: Next
    is_emergency: bool


@dataclass(frozen=True)
class Figures:
    """How many cases meet what was asked, and of all open ones how many are whose, and late."""

    found: int
    all: int
    mine: int
    nobody: int
    late: int


def figures(wanted: Wanted, *, account_id: int, at: datetime) -> Figures:
    """One statement."""
    is_late = and_(Case.answered_at.is_(None), Case.answer_due_at < at)
    asked = select(
        func.count().filter(*_meets(wanted, account_id)),
        func.count(),
        func.count().filter(Case.owner_id == account_id),
        func.count().filter(Case.owner_id.is_(None)),
        func.count().filter(is_late),
    ).where(Case.status.in_(OPEN_CODES))
    found, total, mine, nobody, late = db.session().execute(asked).one()
    return Figures(found, total, mine, nobody, late)


def lines(wanted: Wanted, *, account_id: int, page: int = 1) -> list[Line]:
    """One page of the queue. One statement."""
    turn, place = order()
    ranked = (
        select(Case.id, turn.label("turn"), place.label("place"))
        .where(Case.status.in_(OPEN_CODES), *_meets(wanted, account_id))
        .order_by(turn, place, rank(), Case.submitted_at, Case.id)
        .limit(ROWS)
        .offset((page - 1) * ROWS)
        .subquery()
    )
    owner, theirs = aliased(Person), aliased(Account)
    done = (
        select(func.count())
        .where(CaseFollowUp.case_id == Case.id, CaseFollowUp.resolution == Case.resolution)
        .scalar_subquery()
    )
    asked = (
        select(Case, Organization.name, Person, owner, done)
        .join(ranked, ranked.c.id == Case.id)
        .join(Organization, Organization.id == Case.organization_id)
        .outerjoin(SupportContact, SupportContact.id == Case.contact_id)
        .outerjoin(Account, Account.id == SupportContact.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(theirs, theirs.id == Case.owner_id)
        .outerjoin(owner, owner.id == theirs.person_id)
        .order_by(ranked.c.turn, ranked.c.place, rank(), Case.submitted_at, Case.id)
    )
    return [_line(*row) for row in db.session().execute(asked)]


def facts_of(each: Case, follow_ups_done: int) -> Facts:
    """What is looked at to say what is due next of a case."""
    waits = each.status == Status.VERIFICATION.value and each.resolved_on is not None
    return Facts(
        status=Status(each.status),
        submitted_at=each.submitted_at,
        answer_due_at=each.answer_due_at,
        answered_at=each.answered_at,
        priority=Priority(each.priority),
        waits_for_desk=each.waits_for_desk,
        said_at=each.said_at,
        due_on=each.due_on,
        scheduled_on=each.scheduled_on,
        plan=followups.plan(each.resolved_on) if waits and each.resolved_on else None,
        follow_ups_done=follow_ups_done,
        is_unhanded=each.is_emergency and each.contact_id is None,
    )


def _meets(wanted: Wanted, account_id: int) -> list[ColumnElement[bool]]:
    """The conditions of what is asked."""
    found = [_meets_one(each, wanted.codes.get(place)) for place, each in enumerate(wanted.conditions)]
    if wanted.whose is Whose.MINE:
        found.append(Case.owner_id == account_id)
    if wanted.whose is Whose.NOBODY:
        found.append(Case.owner_id.is_(None))
    return found


def _meets_one(condition: Condition, codes: frozenset[str] | None) -> ColumnElement[bool]:
    if condition.column in CODED:
        column = {Column.STATUS: Case.status, Column.PRIORITY: Case.priority, Column.MODULE: Case.module}
        return column.get(condition.column, Case.type).in_(sorted(codes or ()))
    return _compared(_shown(condition.column), condition)


def _shown(column: Column) -> ColumnElement[str]:
    """What a column shows, as text."""
    if column is Column.NUMBER:
        return sql_cast(Case.id + FIRST_NUMBER, String)
    if column is Column.SUBJECT:
        return cast(ColumnElement[str], Case.subject)
    if column is Column.ORGANIZATION:
        return _named(select(Organization.name).where(Organization.id == Case.organization_id))
    first, last = (
        func.coalesce(func.nullif(preferred, ""), given)
        for preferred, given in (
            (Person.preferred_first_name, Person.first_name),
            (Person.preferred_last_name, Person.last_name),
        )
    )
    name = first + " " + last
    people = select(name).select_from(Account).join(Person, Person.id == Account.person_id)
    if column is Column.ADVISOR:
        return _named(people.where(Account.id == Case.owner_id))
    contacts = people.join(SupportContact, SupportContact.account_id == Account.id)
    return _named(contacts.where(SupportContact.id == Case.contact_id))


def _named(asked: Select[Any]) -> ColumnElement[str]:
    return cast(ColumnElement[str], func.coalesce(asked.correlate(Case).scalar_subquery(), ""))


def _compared(shown: ColumnElement[str], condition: Condition) -> ColumnElement[bool]:
    text, sought = db.lowered(shown), condition.value.lower()
    return {
        Operator.EQUALS: text == sought,
        Operator.NOT_EQUALS: text != sought,
        Operator.STARTS: text.startswith(sought, autoescape=True),
        Operator.ENDS: text.endswith(sought, autoescape=True),
        Operator.CONTAINS: text.contains(sought, autoescape=True),
        Operator.LACKS: ~text.contains(sought, autoescape=True),
    }[condition.operator]


def _line(each: Case, organization: str, contact: Person | None, owner: Person | None, done: int) -> Line:
    return Line(
        number=each.number,
        subject=each.subject,
        status=each.status,
        priority=Priority(each.priority),
        module=each.module,
        type=each.type,
        organization=organization,
        contact=contact.full_name if contact else each.caller,
        advisor=owner.full_name if owner else "",
        owner_id=each.owner_id,
        version=each.version,
        submitted_at=each.submitted_at,
        said_at=each.said_at,
        due=next_of(facts_of(each, done)),
        is_emergency=each.is_emergency and each.contact_id is None,
    )
