"""Brings what is stored of people's access up to their facts and to a day, in the transaction that is open.

Whoever stores a fact calls `refresh` beside it, so that no list is stale and no fact waits for the night; the review
calls it for those whose facts or days ask for it. It writes only what is different, a few statements for hundreds of
people, and holds the people it writes about, in the order of their ids, until the transaction ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import count, islice

from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, bulk, db
from foundation.audit import Actor
from household.access.actions import notices
from household.access.actions.noticing import job_news, note
from household.access.actions.promising import keep_promises
from household.access.actions.weighing import Case, Verdict, is_due, weigh, write
from household.access.events import AccessWeighed
from household.access.models import Evaluation, Standing
from household.access.queries.facts import rows_of
from household.access.queries.policies import Rulebook
from household.access.queries.standings import Held, held, stored_of
from household.access.rules.ledger import EventKind
from household.access.rules.terms import DAY

PORTION = 500
GROWN_AFTER = frozenset(4**each for each in range(1, 9))

Counts = Counter[str]
"""Lines written, by the name of their kind with an underscore; `people` are those with a line."""


def refresh(person_ids: Collection[int], *, book: Rulebook, at: datetime, today: date, by: Actor) -> Counts:
    """Weigh these people's facts anew, whatever changed of them."""
    counts: Counts = Counter()
    waiting = iter(sorted(set(person_ids)))
    for number in count(1):
        portion = list(islice(waiting, PORTION))
        if not portion:
            break
        holds = _hold(portion, area=book.area, at=at, today=today)
        counts += _settle(_cases(portion, holds, book), book, at=at, today=today, by=by)
        keep_promises(portion, area=book.area, at=at)
        note_growth(number)
    _tell(counts, area=book.area, today=today, by=by, at=at)
    return counts


def note_growth(portions: int) -> None:
    """After so many portions: the tables may be four times as large as the database knows. Records no event."""
    if portions in GROWN_AFTER:
        bulk.gather_statistics(Evaluation, Standing)


def foretell(person_ids: Sequence[int], *, book: Rulebook, today: date) -> list[Verdict]:
    """What would be written of these people; nothing is."""
    return _weigh(_cases(person_ids, held(person_ids, area=book.area, lock=False), book), book, today=today)


def counted(verdicts: Sequence[Verdict]) -> Counts:
    """The lines by kind, and the people they are about."""
    counts = Counter(change.kind.value.replace("-", "_") for each in verdicts for change, _ in each.changes)
    counts["people"] = sum(bool(each.changes) for each in verdicts)
    return counts


def _cases(person_ids: Sequence[int], holds: Mapping[int, Held], book: Rulebook) -> list[Case]:
    rows = rows_of(person_ids, book)
    return [Case(each, rows[each], holds.get(each)) for each in person_ids]


def _weigh(cases: Sequence[Case], book: Rulebook, *, today: date) -> list[Verdict]:
    due = [each for each in cases if is_due(each, book, today=today)]
    stored = stored_of([each.person_id for each in due], area=book.area)
    return [weigh(each, stored[each.person_id], book, today=today) for each in due]


def _settle(cases: Sequence[Case], book: Rulebook, *, at: datetime, today: date, by: Actor) -> Counts:
    verdicts = _weigh(cases, book, today=today)
    write(verdicts, book=book, at=at, by=by)
    if book.tells_people:
        news = job_news(cases, verdicts, book)
        mailed = notices.post(verdicts, news, {each.person_id: each for each in cases}, book, today=today, at=at)
        note(list(news.values()), mailed=mailed, area=book.area, today=today, at=at)
    return counted(verdicts)


def _hold(person_ids: Sequence[int], *, area: str, at: datetime, today: date) -> dict[int, Held]:
    """Everyone's evaluation, locked; an empty one first for who has none, so that two writers meet there."""
    holds = held(person_ids, area=area)
    missing = [each for each in person_ids if each not in holds]
    if missing:
        insert = sqlite.insert if db.is_sqlite() else postgresql.insert
        empty = {
            "area": area,
            "facts": "",
            "mark": "",
            "told_through": today - DAY,
            "next_on": None,
            "evaluated_at": at,
        }
        written = insert(Evaluation).on_conflict_do_nothing(index_elements=["person_id", "area"])
        db.session().execute(written, [empty | {"person_id": each} for each in missing])
        holds |= held(missing, area=area)
    return holds


def _tell(counts: Counts, *, area: str, today: date, by: Actor, at: datetime) -> None:
    if not counts["people"]:
        return
    lines = {kind.value.replace("-", "_"): counts[kind.value.replace("-", "_")] for kind in EventKind}
    audit.record(AccessWeighed(on=today, area=area, people=counts["people"], **lines), by=by, at=at)
