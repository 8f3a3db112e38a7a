"""Work of household access that nobody waits for: everybody's review, and the reminders of the night.

It goes portion by portion, each a transaction that is whole by itself: killed anywhere, the next run does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from flask import current_app

from foundation import audit, clock, db, nightly
from foundation import jobs as queue
from foundation.audit import Actor
from foundation.settings import Settings
from household.access import actions, gate, queries
from household.access.actions import bulk
from household.access.actions.attending import attend
from household.access.actions.publishing import REVIEW
from household.access.actions.rehearsing import PORTION as REHEARSAL
from household.access.models import BulkReminder
from household.access.queries import Rulebook, approvals
from household.access.rehearsing import decide_portion
from household.access.rules.bulk import Progress, Stop
from household.access.rules.policy_reading import HOUSEHOLD

PORTION = 500
COUNTED = ("granted", "renewed", "lapsed", "ended", "reinstated", "changed_track")
BY = audit.job("household-access")

Counts = Counter[str]
Advance = Callable[[int], None]
Item = TypeVar("Item")


@nightly.step("household-access")
def night() -> str:
    """Tell in the ledger what the day changes, remind whose access ends, and sum up the tally; in every access area."""
    today = clock.today()
    told = [(book.area, _night_of(book, today)) for book in gate.rulebooks(on=today)]
    return "; ".join(said if area == HOUSEHOLD else f"{area}: {said}" for area, said in told)


def _night_of(book: Rulebook, today: date) -> str:
    counts = review(book, today=today, by=BY)
    with db.transaction():
        actions.sum_up(area=book.area, today=today)
    told = ", ".join(f"{counts[each]:,} {each.replace('_', ' ')}" for each in COUNTED if counts[each])
    return f"{counts['evaluated']:,} evaluated, {told or 'no change'}, {counts['reminders']:,} reminders"


@nightly.step("household-access-dots")
def tell_dots() -> str:
    """Tell DoTS which promises were broken and what human resources changed, each once."""
    settings: Settings = current_app.config["HEARTH"]
    book = gate.rulebook()
    db.close()
    with db.transaction():
        told = actions.tell_dots(to=settings.dots_email, area=book.area, by=BY, at=clock.now())
    return f"{told.broken:,} broken promises, {told.changes:,} changes of jobs"


@nightly.step("household-approvals")
def approvals_night() -> str:
    """Look after every place for which somebody waits: one transaction each, so that a kill repeats nothing."""
    book, ours, today = gate.rulebook(), gate.approval_rules(), clock.today()
    places = approvals.places_waiting()
    db.close()
    counts: Counts = Counter()
    for place in places:
        with db.transaction():
            counts += attend(place, book=book, ours=ours, today=today, by=BY, at=clock.now())
    told = ", ".join(f"{counts[each]:,} {each}" for each in ("closed", "written", "reminded", "told") if counts[each])
    return f"{len(places):,} places with open requests, {told or 'nothing due'}"


def review(book: Rulebook, *, today: date, by: Actor, advance: Advance = lambda count: None) -> Counts:
    """Evaluate everybody, record what changed, remind whom it concerns. What needs no writing opens no transaction.

    The counts tell what has changed since the last review, whoever told the ledger: an import tells it at once.
    """
    counts: Counts = Counter()
    for number, people in enumerate(_due(book, today, counts, advance), start=1):
        with db.transaction():
            actions.refresh(people, book=book, at=clock.now(), today=today, by=by)
            actions.note_growth(number)
    due = [each.ending.person_id for each in queries.reminders_due(book, on=today)]
    db.close()
    for people in _portions(iter(due)):
        with db.transaction():
            counts["reminders"] += actions.remind(people, book=book, today=today, by=by, at=clock.now())
    found = queries.uncounted(area=book.area)
    db.close()
    if found.last_event_id is not None:
        with db.transaction():
            actions.close_review(found.last_event_id, area=book.area, today=today, at=clock.now())
    return _summed(counts, found.kinds, found.people)


def rehearse(book: Rulebook, *, today: date, advance: Advance = lambda count: None) -> Counts:
    """What a review on that day would do, by all facts known now; nothing is written."""
    counts: Counts = Counter()
    found = queries.uncounted(area=book.area)
    changed, weighed = set(found.people), set[int]()
    for people in _due(book, today, counts, advance):
        verdicts = actions.foretell(people, book=book, today=today)
        found.kinds.update(change.kind for each in verdicts for change, _ in each.changes)
        changed.update(each.person_id for each in verdicts if each.changes)
        counts["reminders"] += actions.reminders_after(verdicts, book=book, today=today)
        weighed.update(each.person_id for each in verdicts)
        db.close()
    counts["reminders"] += sum(each.ending.person_id not in weighed for each in queries.reminders_due(book, on=today))
    return _summed(counts, found.kinds, changed)


def _summed(counts: Counts, kinds: Counter[str], changed: Collection[int]) -> Counts:
    counts.update({kind.replace("-", "_"): number for kind, number in kinds.items()})
    counts["unchanged"] = counts["evaluated"] - len(changed)
    return counts


def _due(book: Rulebook, today: date, counts: Counts, advance: Advance) -> Iterator[Sequence[int]]:
    """Everybody whose facts or day ask for a new decision, portion by portion; each counts when it has been used."""
    found = queries.due(book, on=today)
    db.close()
    counts["evaluated"] = found.evaluated
    advance(found.evaluated - len(found.people))
    for portion in _portions(iter(found.people)):
        yield portion
        advance(len(portion))


def _portions(items: Iterator[Item]) -> Iterator[Sequence[Item]]:
    while portion := list(islice(items, PORTION)):
        yield portion


@queue.handler(REVIEW)
def review_after_publishing(payload: dict[str, Any]) -> None:
    """Weigh everybody by the version that was just published, so that no list is left stale for long."""
    book = gate.rulebook(payload["area"])
    if any(each.area == book.area for each in gate.rulebooks(on=clock.today())):
        review(book, today=clock.today(), by=BY)


@queue.handler(REHEARSAL)
def rehearse_portion(payload: dict[str, Any]) -> None:
    """Decide the next portion of people by a draft."""
    decide_portion(payload["rehearsal"])


@queue.handler(bulk.COUNT)
def count_bulk(payload: dict[str, Any]) -> None:
    """Count whom a reminder to a list would reach, a portion at a time; killed in the middle it begins again."""
    run = queries.bulk_to_work(payload["bulk"])
    if run is None or run.state != Progress.COUNTING:
        return
    wanted, today, after = queries.wanted_of(run), clock.today(), None
    while people := queries.people_standing(wanted, on=today, after=after, limit=PORTION):
        db.close()
        with db.transaction():
            bulk.keep_people(run, [(each.person_id, each.state) for each in people], on=today, at=clock.now())
        after = people[-1].place
    db.close()
    with db.transaction():
        if _bulk_asker(run):
            bulk.note_counts(run, at=clock.now())


@queue.handler(bulk.PART)
def write_bulk(payload: dict[str, Any]) -> None:
    """Write to the next few hundred people of a list; the next portion follows."""
    with db.transaction():
        run = queries.bulk_to_work(payload["bulk"])
        if run is not None and run.state == Progress.RUNNING and (by := _bulk_asker(run)):
            bulk.write_part(run, on=clock.today(), by=by, at=clock.now())


@nightly.step("bulk-reminders")
def tidy_bulks() -> str:
    """End rehearsals nobody ran."""
    with db.transaction():
        ended = bulk.tidy(by=audit.job("bulk-reminders"), at=clock.now())
    return f"{ended:,} rehearsals nobody ran ended"


def _bulk_asker(run: BulkReminder) -> Actor | None:
    """Whoever asked, looked at anew inside the transaction; without the right the run stops here."""
    by = bulk.asker(run, at=clock.now())
    if by is None:
        bulk.stop(run, Stop.RIGHT_ENDED, by=audit.job("bulk-reminders"), at=clock.now())
    return by
