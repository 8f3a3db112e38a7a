"""Reminders to a whole list, deed by deed: rehearse, count, run, write a portion, stop.

Each step is one conditional UPDATE, so that a form sent twice, two workers or one killed in the middle do it once:
whoever is written to is claimed in the transaction that posts the mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts import queries as accounts
from foundation import audit, clock, db, jobs, outbox
from foundation.audit import Actor
from household.access.events import BulkReminderEnded, BulkReminderRehearsed, BulkReminderStarted
from household.access.models import BulkReminded, BulkReminder
from household.access.queries import Wanted, bulk
from household.access.queries.addresses import reached
from household.access.rules.answers import State
from household.access.rules.bulk import KEPT_FOR, LATELY, Progress, Stop, about, fate
from household.access.rules.terms import DAY

COUNT, PART = "access-remind-count", "access-remind-part"
RIGHT = "household.review"
LABEL = "bulk reminder"
PORTION = 500


def rehearse(wanted: Wanted, *, key: str, account_id: int, by: Actor, at: datetime) -> bool:
    """Have a list counted. `key` names the form: False, and nothing done, where that form came before."""
    public_id = db.new_public_id()
    is_new = db.add_once(
        BulkReminder,
        by="key",
        public_id=public_id,
        key=key,
        account_id=account_id,
        area=wanted.area,
        wanted=bulk.kept(wanted),
        state=Progress.COUNTING.value,
        asked_at=at,
    )
    if not is_new:
        return False
    bulk_id = db.session().scalars(select(BulkReminder.id).where(BulkReminder.key == key)).one()
    jobs.queue(COUNT, {"bulk": bulk_id}, at=at, slot=f"{COUNT}:{bulk_id}")
    audit.record(BulkReminderRehearsed(public_id, **bulk.kept(wanted)), by=by, at=at)
    return True


def keep_people(run: BulkReminder, people: Sequence[tuple[int, State]], *, on: date, at: datetime) -> None:
    """Keep some people of the list with what becomes of each. Counted twice, they are kept once."""
    ids = [person_id for person_id, _ in people]
    addresses = reached(ids, on=on)
    reminded = bulk.last_reminded(ids, area=run.area)
    rows = [
        {
            "bulk_id": run.id,
            "person_id": person_id,
            "state": state.value,
            "fate": fate(
                has_address=addresses[person_id].address is not None, reminded_at=reminded.get(person_id), at=at
            ).value,
        }
        for person_id, state in people
    ]
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    db.session().execute(insert(BulkReminded).on_conflict_do_nothing(), rows)


def note_counts(run: BulkReminder, *, at: datetime) -> None:
    """The rehearsal is counted."""
    _move(run.id, Progress.COUNTING, Progress.COUNTED, counts=bulk.counts_of(run.id), counted_at=at)


def start(run: BulkReminder, *, by: Actor, at: datetime) -> bool:
    """Let the worker write to a counted list, once; False where that was done, or the rehearsal is a day old."""
    if run.counted_at is None or at >= run.counted_at + KEPT_FOR:
        return False
    if not _move(run.id, Progress.COUNTED, Progress.RUNNING, run_at=at):
        return False
    _queue_part(run.id, 0, at=at)
    audit.record(BulkReminderStarted(run.public_id), by=by, at=at)
    return True


def write_part(run: BulkReminder, *, on: date, by: Actor, at: datetime) -> None:
    """Write to the next few hundred people, and queue the part after; nothing where the run has stopped."""
    if not _holds(run.id):
        return
    ids = bulk.to_write(run.id, limit=PORTION)
    if not ids:
        _end(run, by=by, at=at)
        return
    now = bulk.standing_now(ids, area=run.area, on=on)
    reminded = bulk.last_reminded(ids, area=run.area, but=run.id)
    wanted = bulk.wanted_of(run)
    people = reached(ids, on=on)
    written: list[int] = []
    for person_id in ids:
        stands, person, last = now.get(person_id), people[person_id], reminded.get(person_id)
        subject = about(stands.state) if stands is not None and stands.is_wanted(wanted, on) else None
        is_lately = last is not None and last > at - LATELY
        if stands is None or subject is None or is_lately or person.address is None:
            continue
        outbox.post(
            "access-reminder",
            to=person.address,
            language=person.language,
            at=at,
            once=f"access-reminder:{run.public_id}:{person_id}",
            **said(person.called, subject.value, stands),
        )
        written.append(person_id)
    _mark(run.id, written, written_at=at)
    left = _mark(run.id, ids, passed_at=at)
    counted = {"given": BulkReminder.given + len(written), "passed_over": BulkReminder.passed_over + left}
    db.session().execute(update(BulkReminder).where(BulkReminder.id == run.id).values(counted))
    _queue_part(run.id, ids[-1], at=at)


def said(name: str, subject: str, stands: bulk.Now) -> dict[str, Any]:
    """What a reminder tells, as its template asks for it."""
    return {
        "name": name,
        "about": subject,
        "last_day": (stands.access_ends - DAY).isoformat() if stands.access_ends else "",
        "ends_by": stands.ends_by,
        "can_renew": stands.state is State.RECERTIFY,
        "awaits_approval": stands.state is State.AWAITING_APPROVAL,
    }


def stop(run: BulkReminder, why: Stop, *, by: Actor, at: datetime) -> bool:
    """End a run before its end; what was sent is sent. False where it had ended."""
    changed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(BulkReminder)
        .where(BulkReminder.id == run.id, BulkReminder.state.not_in((Progress.DONE.value, Progress.STOPPED.value)))
        .values(state=Progress.STOPPED.value, stopped_because=why.value, ended_at=at)
    )
    if not changed.rowcount:
        return False
    audit.record(_ended(run, why.value), by=by, at=at)
    return True


def tidy(*, by: Actor, at: datetime) -> int:
    """End rehearsals that nobody ran."""
    old = select(BulkReminder).where(
        BulkReminder.state.in_((Progress.COUNTING.value, Progress.COUNTED.value)),
        BulkReminder.asked_at <= at - 2 * KEPT_FOR,
    )
    return sum(stop(each, Stop.NOT_RUN, by=by, at=at) for each in list(db.session().scalars(old)))


def asker(run: BulkReminder, *, at: datetime) -> Actor | None:
    """Whoever asked, to act for by a job; None where the account may not any more."""
    person_id = accounts.person_with_right(run.account_id, RIGHT, on=clock.day_of(at))
    if person_id is None:
        return None
    return Actor("account", account_id=run.account_id, person_id=person_id, label=LABEL)


def _end(run: BulkReminder, *, by: Actor, at: datetime) -> None:
    if _move(run.id, Progress.RUNNING, Progress.DONE, ended_at=at):
        audit.record(_ended(run, ""), by=by, at=at)


def _ended(run: BulkReminder, because: str) -> BulkReminderEnded:
    given = db.session().scalars(select(BulkReminder.given).where(BulkReminder.id == run.id)).one()
    return BulkReminderEnded(run.public_id, given, because)


def _holds(bulk_id: int) -> bool:
    """Whether the run goes on; it is held until the transaction ends, so that two workers go one after the other."""
    mine = (BulkReminder.id == bulk_id, BulkReminder.state == Progress.RUNNING.value)
    return db.session().scalar(select(BulkReminder.id).where(*mine).with_for_update()) is not None


def _mark(bulk_id: int, person_ids: Sequence[int], **values: datetime) -> int:
    """Say what became of those who still wait; answers of how many."""
    changed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(BulkReminded)
        .where(
            BulkReminded.bulk_id == bulk_id,
            BulkReminded.person_id.in_(person_ids),
            BulkReminded.written_at.is_(None),
            BulkReminded.passed_at.is_(None),
        )
        .values(values)
    )
    return changed.rowcount


def _move(bulk_id: int, before: Progress, after: Progress, **values: Any) -> bool:
    changed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(BulkReminder)
        .where(BulkReminder.id == bulk_id, BulkReminder.state == before.value)
        .values(state=after.value, **values)
    )
    return bool(changed.rowcount)


def _queue_part(bulk_id: int, after: int, *, at: datetime) -> None:
    jobs.queue(PART, {"bulk": bulk_id}, at=at, slot=f"{PART}:{bulk_id}:{after}")
