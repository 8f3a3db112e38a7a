"""What was changed of a person or a household: by whom, when, and what it was before; deeds of people and of feeds.

An address stands in an entry by its id alone and is told here, or kept back (F12); so is the name of somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from district.models import Address, FeedChange, FeedRun, HouseholdAddress, Person
from district.queries.reads import office_of
from foundation import db
from foundation.audit import AuditEntry, AuditSubject
from household.editor.queries.facts import Fact, fact_row, line_of, masked, name_of
from household.editor.queries.reach import SEES_CONFIDENTIAL, Reader

A_PAGE = 30
LATEST = 5
"""So many stand on the page of the record itself."""
FEED, KEPT_BACK = "feed", "confidential"


@dataclass(frozen=True)
class Change:
    """One change. What is not known is empty."""

    name: str
    """Of the event; `feed` for what a feed changed, which is named `record` and `kind` in `data`."""
    data: dict[str, Any]
    by: str
    """The kind of whoever did it: `account`, `command`, `job`; `feed`."""
    actor: str
    """A name; of a command, a job or a feed what it is called."""
    office: str
    """Job and place of the actor on that day."""
    whom: str
    """Somebody whom it is about, masked out of reach."""
    was_at: str
    is_at: str
    """Lines of the address before and after; KEPT_BACK where the reader may not see them."""
    at: datetime


@dataclass(frozen=True)
class Changes:
    """One page of them, the newest first."""

    lines: tuple[Change, ...]
    number: int
    last: int


def changes_of_person(person_id: int, events: Sequence[str], reader: Reader, *, page: int) -> Changes:
    """What was changed of a person, told by these events or by feeds. One statement."""
    given = {"subject_id": person_id, "fed": [person_id], "events": list(events)}
    return _page(_OF_PERSON, page, **given, **reader.given)


def changes_of_household(
    household_id: int, people: Collection[int], events: Sequence[str], reader: Reader, *, page: int
) -> Changes:
    """The same of a household, and what feeds changed of these of its people. One statement."""
    given = {"subject_id": household_id, "fed": sorted(people), "events": list(events)}
    return _page(_OF_HOUSEHOLD, page, **given, **reader.given)


def latest(facts: Sequence[Fact]) -> list[Change]:
    """The newest of facts made by `entry_facts` and `feed_facts`."""
    newest = sorted((each for each in facts if each.at is not None), key=lambda each: (each.at, each.id), reverse=True)
    return [_change(each.texts, each.at) for each in newest[:LATEST] if each.at is not None]


def entry_facts(kind: str) -> Select[Any]:
    """What people did to the `kind` of record whose id is `subject_id`, as facts."""
    texts, joined = _entries(kind)
    newest = _joined(fact_row("change", *texts, model=AuditEntry, at=AuditEntry.at), joined)
    return newest.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(LATEST)


def feed_facts() -> Select[Any]:
    """What feeds changed of the people `fed`, as facts."""
    newest = _fed(fact_row("change", *_feed_texts(), model=FeedChange, at=FeedRun.applied_at))
    return newest.order_by(FeedChange.id.desc()).limit(LATEST)


_SUBJECT = bindparam("subject_id", type_=BigInteger)
_FED: BindParameter[int] = bindparam("fed", expanding=True)
_EVENTS: BindParameter[str] = bindparam("events", expanding=True)
_actor, _whom, _fed_person = aliased(Person), aliased(Person), aliased(Person)


def _entries(kind: str) -> tuple[tuple[Any, ...], ColumnElement[bool]]:
    """The texts of a change, and which entries stand in the history of the subject."""
    told = select(AuditSubject.entry_id).where(AuditSubject.kind == kind, AuditSubject.subject_id == _SUBJECT)
    if kind == "person":
        told = union(told, select(AuditEntry.id).where(AuditEntry.person_id == _SUBJECT))  # type: ignore[assignment]
    texts = (
        AuditEntry.event,
        cast(AuditEntry.data, Text),
        AuditEntry.actor_kind,
        case((_actor.id.is_not(None), name_of(_actor)), else_=AuditEntry.actor_label),
        case((_actor.id.is_not(None), office_of(_actor.id, on=func.date(AuditEntry.at, type_=Date))), else_=""),
        masked(_whom),
        _place("before"),
        _place("after"),
    )
    return texts, and_(AuditEntry.id.in_(told), AuditEntry.event.in_(_EVENTS))


def _joined(statement: Select[Any], which: ColumnElement[bool]) -> Select[Any]:
    said = AuditEntry.data
    about = said[("person_id",)].as_integer()
    whom = func.coalesce(
        said[("people", 0)].as_integer(), case((about != _SUBJECT, about)), said[("others", 0)].as_integer()
    )
    return (
        statement.select_from(AuditEntry)
        .outerjoin(_actor, _actor.id == AuditEntry.actor_person_id)
        .outerjoin(_whom, _whom.id == whom)
        .where(which)
    )


def _place(side: str) -> ColumnElement[str]:
    """The line of the address an entry names on that side. Kept back while the household has it as confidential; and
    where the household has it no more and keeps another one confidential, for it may be that one, written wrongly."""
    of_entry, address = (
        AuditEntry.data[("household_id",)].as_integer(),
        AuditEntry.data[(side, "address_id")].as_integer(),
    )
    of_household, has_it = HouseholdAddress.household_id == of_entry, HouseholdAddress.address_id == Address.id
    is_hidden = HouseholdAddress.is_confidential.is_(True)
    is_kept = and_(
        not_(SEES_CONFIDENTIAL),
        or_(
            exists().where(of_household, has_it, is_hidden),
            and_(exists().where(of_household, is_hidden), not_(exists().where(of_household, has_it))),
        ),
    )
    line = case((is_kept, KEPT_BACK), else_=line_of(Address))
    return select(line).where(Address.id == address).correlate(AuditEntry).scalar_subquery()


def _feed_texts() -> tuple[Any, ...]:
    return (
        literal(FEED, String),
        '{"kind": "' + FeedChange.kind + '", "record": "' + FeedChange.record + '", "said": '
        + cast(FeedChange.data, Text) + "}",
        literal(FEED, String),
        FeedRun.source,
        literal("", String),
        masked(_fed_person),
        literal("", String),
        literal("", String),
    )  # fmt: skip


def _fed(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(FeedChange)
        .join(FeedRun, FeedRun.id == FeedChange.run_id)
        .join(_fed_person, _fed_person.id == FeedChange.person_id)
        .where(FeedChange.person_id.in_(_FED))
    )


def _paged(kind: str) -> Select[Any]:
    texts, joined = _entries(kind)
    named = [each.label(f"text_{n}") for n, each in enumerate(texts)]
    fed = [each.label(f"text_{n}") for n, each in enumerate(_feed_texts())]
    both: CompoundSelect[Any] = union_all(
        _joined(select(AuditEntry.at.label("at"), AuditEntry.id.label("n"), *named), joined),
        _fed(select(FeedRun.applied_at.label("at"), FeedChange.id.label("n"), *fed)),
    )
    found = both.subquery()
    return (
        select(found, func.count().over().label("total"))
        .order_by(found.c.at.desc(), found.c.n.desc())
        .limit(A_PAGE)
        .offset(bindparam("skipped", type_=BigInteger))
    )


_OF_PERSON, _OF_HOUSEHOLD = _paged("person"), _paged("household")


def _page(statement: Select[Any], number: int, **given: Any) -> Changes:
    rows = db.session().execute(statement, {**given, "skipped": (number - 1) * A_PAGE}).all()
    last = -(-rows[0].total // A_PAGE) if rows else number
    return Changes(tuple(_change(tuple(row)[2:10], row.at) for row in rows), number, last)


def _change(texts: Sequence[str | None], at: datetime) -> Change:
    name, data, *others = [each or "" for each in texts]
    by, actor, office, whom, was_at, is_at = others
    return Change(name, json.loads(data), by, actor, office, whom, was_at, is_at, at)
