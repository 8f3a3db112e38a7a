"""Reminds people that their access ends: once for an ending and a number of days, however often it is run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db, outbox
from foundation.audit import Actor
from household.access.actions.weighing import Verdict
from household.access.events import RemindersPosted
from household.access.models import Reminder
from household.access.queries.addresses import Reached, reached
from household.access.queries.policies import Rulebook
from household.access.queries.reminders import Due, reminders_due, written_to
from household.access.rules.history import holding
from household.access.rules.reminders import reminder_due
from household.access.rules.terms import DAY


def remind(person_ids: Collection[int], *, book: Rulebook, today: date, by: Actor, at: datetime) -> int:
    """Write what is due to these people, a few hundred at most; answers to how many. Who has no address is noted."""
    due = {each.ending.person_id: each for each in reminders_due(book, on=today, among=person_ids)}
    if not due:
        return 0
    people = reached(due, on=today)

    written = _write([_row(each, people[person_id], book.area, at) for person_id, each in due.items()])
    for person_id in written:
        _post(due[person_id], people[person_id], area=book.area, at=at)

    if written:
        unreached = sum(people[each].address is None for each in written)
        audit.record(RemindersPosted(on=today, people=len(written), unreached=unreached), by=by, at=at)
    return len(written)


def reminders_after(verdicts: Sequence[Verdict], *, book: Rulebook, today: date) -> int:
    """How many reminders would be due once these verdicts were written."""
    days = book.reminder_days(today)
    written = written_to([each.person_id for each in verdicts], area=book.area)
    count = 0
    for each in verdicts:
        now = holding(each.now, today)
        if now.has_access and now.access_ends is not None:
            sent = written.get((each.person_id, now.access_ends), ())
            count += reminder_due(now.access_ends, today, days=days, sent=sent) is not None
    return count


def _row(due: Due, person: Reached, area: str, at: datetime) -> dict[str, Any]:
    return {
        "person_id": due.ending.person_id,
        "area": area,
        "access_ends": due.ending.access_ends,
        "days_before": due.days_before,
        "has_address": person.address is not None,
        "written_at": at,
    }


def _write(rows: list[dict[str, Any]]) -> list[int]:
    """Insert those that nobody wrote meanwhile; answers whose."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    once = insert(Reminder).values(rows).on_conflict_do_nothing().returning(Reminder.person_id)
    return sorted(db.session().scalars(once))


def _post(due: Due, person: Reached, *, area: str, at: datetime) -> None:
    if person.address is None:
        return
    ending = due.ending
    outbox.post(
        "access-ends",
        to=person.address,
        language=person.language,
        at=at,
        once=f"access-ends:{area}:{ending.person_id}:{ending.access_ends}:{due.days_before}",
        name=person.called,
        last_day=(ending.access_ends - DAY).isoformat(),
        ends_by=ending.ends_by,
        can_renew=ending.can_renew,
    )
