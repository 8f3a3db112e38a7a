"""Whose access ends within the days that reminders are for, and which reminders were written for that ending."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, func, or_, select

from foundation import db
from household.access.models import Reminder, Standing
from household.access.queries.policies import Rulebook
from household.access.rules.answers import WITH_ACCESS, State
from household.access.rules.reminders import reminder_due


class Ending(NamedTuple):
    """One person whose access ends soon."""

    person_id: int
    access_ends: date
    ends_by: str
    state: str
    written: int | None
    """The reminder nearest to the end that was written."""

    @property
    def sent(self) -> tuple[int, ...]:
        """As the rule asks for it."""
        return () if self.written is None else (self.written,)

    @property
    def can_renew(self) -> bool:
        """The window is open."""
        return self.state == State.RECERTIFY


class Due(NamedTuple):
    """A reminder to be written."""

    ending: Ending
    days_before: int


def reminders_due(book: Rulebook, *, on: date, among: Collection[int] | None = None) -> Iterator[Due]:
    """The reminders due on a day, by person id; `among` a few hundred people at most, or everybody."""
    days = book.reminder_days(on)
    if not days:
        return
    asked = _endings(book.area, on, last=on + timedelta(days=max(days) + 1))
    if among is not None:
        asked = asked.where(Standing.person_id.in_(among))
    for row in db.session().execute(asked):
        ending = Ending(*row)
        due = reminder_due(ending.access_ends, on, days=days, sent=ending.sent)
        if due is not None:
            yield Due(ending, due)


def written_to(person_ids: Collection[int], *, area: str) -> dict[tuple[int, date], list[int]]:
    """For these people and each ending: the reminders that were written."""
    found: dict[tuple[int, date], list[int]] = {}
    asked = select(Reminder.person_id, Reminder.access_ends, Reminder.days_before).where(
        Reminder.person_id.in_(person_ids), Reminder.area == area
    )
    for person_id, ends, days in db.session().execute(asked):
        found.setdefault((person_id, ends), []).append(days)
    return found


def _endings(area: str, on: date, *, last: date) -> Select[int, date, str, str, int | None]:
    written = (
        select(func.min(Reminder.days_before))
        .where(
            Reminder.person_id == Standing.person_id,
            Reminder.area == Standing.area,
            Reminder.access_ends == Standing.access_ends,
        )
        .correlate(Standing)
        .scalar_subquery()
    )
    holds = and_(Standing.starts <= on, or_(Standing.ends.is_(None), Standing.ends > on))
    told_or_not = Standing.holds.in_((True, False))  # names the column, so that the index is read by `access_ends`
    soon = and_(Standing.access_ends > on, Standing.access_ends <= last)
    states = sorted(each.value for each in WITH_ACCESS)
    return (
        select(Standing.person_id, Standing.access_ends, Standing.ends_by, Standing.state, written)
        .where(Standing.area == area, Standing.state.in_(states), told_or_not, soon, holds)
        .order_by(Standing.person_id)
    )
