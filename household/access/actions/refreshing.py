"""Brings what is stored of people's access up to their facts and to a day, in the transaction that is open.

Whoever stores a fact calls `refresh` beside it, so that no list is stale and no fact waits for the night. The nightly
review calls `settle` with what it read of everybody in one pass. Both write only what is different, a few statements
for hundreds of people, and hold the people they write about, in the order of their ids, until the transaction ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db
from foundation.audit import Actor
from household.access.actions import notices
from household.access.actions.weighing import Case, Seen, Verdict, is_due, weigh, write
from household.access.events import AccessWeighed
from household.access.models import Evaluation
from household.access.queries.facts import rows_of
from household.access.queries.policies import Rulebook
from household.access.queries.standings import Held, held, stored_of
from household.access.rules.ledger import EventKind
from household.access.rules.terms import DAY

PORTION = 500

Counts = Counter[str]
"""Lines written, by the name of their kind with an underscore; `people` are those with a line."""


def refresh(person_ids: Collection[int], *, book: Rulebook, at: datetime, today: date, by: Actor) -> Counts:
    """Weigh these people's facts anew, whatever changed of them."""
    counts: Counts = Counter()
    waiting = iter(sorted(set(person_ids)))
    while portion := list(islice(waiting, PORTION)):
        holds = _hold(portion, area=book.area, at=at, today=today)
        rows = rows_of(portion, book)
        cases = [Case(each, rows[each].digest(book.salt), rows[each], holds[each]) for each in portion]
        counts += _settle(cases, book, at=at, today=today, by=by)
    _tell(counts, today=today, by=by, at=at)
    return counts


def settle(seen: Sequence[Seen], *, book: Rulebook, at: datetime, today: date, by: Actor) -> Counts:
    """Write what follows for people as they were read a moment ago; whoever was weighed since is left as he is."""
    holds = _hold([each.person_id for each in seen], area=book.area, at=at, today=today)
    same = [each for each in seen if holds[each.person_id].digest == each.stood]
    counts = _settle(_cases(same, holds), book, at=at, today=today, by=by)
    _tell(counts, today=today, by=by, at=at)
    return counts


def foretell(seen: Sequence[Seen], *, book: Rulebook, today: date) -> list[Verdict]:
    """What would be written; nothing is."""
    return _weigh(_cases(seen, held([each.person_id for each in seen], area=book.area, lock=False)), book, today=today)


def counted(verdicts: Sequence[Verdict]) -> Counts:
    """The lines by kind, and the people they are about."""
    counts = Counter(change.kind.value.replace("-", "_") for each in verdicts for change, _ in each.changes)
    counts["people"] = sum(bool(each.changes) for each in verdicts)
    return counts


def _cases(seen: Sequence[Seen], holds: Mapping[int, Held]) -> list[Case]:
    return [Case(each.person_id, each.digest, each.rows, holds.get(each.person_id)) for each in seen]


def _weigh(cases: Sequence[Case], book: Rulebook, *, today: date) -> list[Verdict]:
    due = [each for each in cases if is_due(each.digest, each.held, today=today)]
    stored = stored_of([each.person_id for each in due], area=book.area)
    return [weigh(each, stored[each.person_id], book, today=today) for each in due]


def _settle(cases: Sequence[Case], book: Rulebook, *, at: datetime, today: date, by: Actor) -> Counts:
    verdicts = _weigh(cases, book, today=today)
    write(verdicts, area=book.area, at=at, by=by)
    notices.post(verdicts, today=today, at=at)
    return counted(verdicts)


def _hold(person_ids: Sequence[int], *, area: str, at: datetime, today: date) -> dict[int, Held]:
    """Everyone's evaluation, locked; an empty one first for who has none, so that two writers meet there."""
    holds = held(person_ids, area=area)
    missing = [each for each in person_ids if each not in holds]
    if missing:
        insert = sqlite.insert if db.is_sqlite() else postgresql.insert
        empty = {"area": area, "digest": "", "told_through": today - DAY, "next_on": None, "evaluated_at": at}
        written = insert(Evaluation).on_conflict_do_nothing(index_elements=["person_id", "area"])
        db.session().execute(written, [empty | {"person_id": each} for each in missing])
        holds |= held(missing, area=area)
    return holds


def _tell(counts: Counts, *, today: date, by: Actor, at: datetime) -> None:
    if not counts["people"]:
        return
    lines = {kind.value.replace("-", "_"): counts[kind.value.replace("-", "_")] for kind in EventKind}
    audit.record(AccessWeighed(on=today, people=counts["people"], **lines), by=by, at=at)
