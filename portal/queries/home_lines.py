"""One line of the family’s home: the columns that every topic gives, so that all of them are read in one statement.

A topic’s select may bind `students` (person ids, expanding), `schools` (public ids, expanding), `reader` (the person
signed in), `on` (the district day), `since` (the moment from which something is told as new) and `since_day` (the first
day of which an absence is).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    literal,
    null,
)

from foundation.db import UTCDateTime
from portal.rules.sections import Section

Text = SQLColumnExpression[str] | SQLColumnExpression[str | None] | str

STUDENTS: BindParameter[Any] = bindparam("students", expanding=True)
SCHOOLS: BindParameter[Any] = bindparam("schools", expanding=True)
READER: BindParameter[int] = bindparam("reader", type_=BigInteger)
ON: BindParameter[date] = bindparam("on", type_=Date)
SINCE: BindParameter[datetime] = bindparam("since", type_=UTCDateTime)
SINCE_DAY: BindParameter[date] = bindparam("since_day", type_=Date)
NEW_FOR = timedelta(days=14)
"""What has happened is told as new so long."""


@dataclass(frozen=True)
class HomeLine:
    """What one topic says on the home page, of one student or (None) of the whole family."""

    kind: str
    student_id: int | None
    what: str
    """A title as data: of an assignment, a fee, a message."""
    detail: str
    """A second thing worth saying: the class, who hid it."""
    day: date | None
    """A district day; whether it is a last day or an exclusive end, the topic's sentence knows."""
    amount: int | None
    """Cents, or how many things, as the topic says."""
    ref: str
    """The public id for the link, or empty."""


def line(
    student_id: SQLColumnExpression[int] | SQLColumnExpression[int | None] | None,
    what: Text,
    *,
    detail: Text = "",
    day: SQLColumnExpression[date] | SQLColumnExpression[date | None] | None = None,
    amount: SQLColumnExpression[int] | SQLColumnExpression[int | None] | None = None,
    ref: Text = "",
) -> tuple[ColumnElement[Any], ...]:
    """The columns of a topic’s select, in their order: `select(*line(Fee.student_id, Fee.title, day=Fee.due_on))`."""
    return (
        _of(student_id, BigInteger).label("student_id"),
        _text(what).label("what"),
        _text(detail).label("detail"),
        _of(day, Date).label("day"),
        _of(amount, BigInteger).label("amount"),
        _text(ref).label("ref"),
    )


@dataclass(frozen=True)
class Topic:
    """What one topic has to say on the home page, and the section it belongs to: hidden with it, silent with it."""

    lines: Select[Any]
    """Of `line(…)`, in no order: the home puts what is due first."""
    section: Section | None = None


def _text(given: Text) -> Any:
    return literal(given, String) if isinstance(given, str) else given


def _of(given: Any, kind: type[Date | BigInteger]) -> Any:
    return cast(null(), kind) if given is None else given
