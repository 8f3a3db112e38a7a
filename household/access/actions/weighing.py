"""Weighs the facts of people against what is stored of them, and writes what is different: standings, ledger, tally.

Records no event of its own: `refreshing` records one for all the people it was handed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from foundation import bulk, db
from foundation.audit import Actor
from household.access.models import AccessEvent, Evaluation, Standing, Tally
from household.access.queries.facts import Rows
from household.access.queries.policies import Rulebook
from household.access.queries.standings import Held, Stored
from household.access.rules import ledger
from household.access.rules.answers import EndsBy, Reason, ReasonCode, Segment, State
from household.access.rules.ledger import Change
from household.access.rules.telling import plain
from household.access.rules.terms import DAY
from household.access.rules.watching import watched_in

TallyKey = tuple[str, date, str, str, str]
TALLIED = ("area", "kind", "day", "state", "track", "ends_by", "change")


@dataclass(slots=True)
class Case:
    """One person whose facts or days give another answer than the stored one."""

    person_id: int
    rows: Rows
    held: Held | None


@dataclass(slots=True)
class Verdict:
    """What is to be written of one person."""

    person_id: int
    evaluation_id: int | None
    facts: str
    day: date
    """Through which the ledger is told with this."""
    next_on: date | None
    changes: list[tuple[Change, list[Reason]]]
    now: Sequence[Segment]
    gone: list[Stored]
    stays: list[Stored]
    come: list[Segment]


def is_due(case: Case, book: Rulebook, *, today: date) -> bool:
    """Whether a person must be weighed: facts or rules are not those of last time, or a foreseen day has come."""
    return _is_new(case, book) or (
        case.held is not None and case.held.next_on is not None and case.held.next_on <= today
    )


def _is_new(case: Case, book: Rulebook) -> bool:
    return case.held is None or (case.rows.text, book.mark) != (case.held.facts, case.held.mark)


def weigh(case: Case, stored: Sequence[Stored], book: Rulebook, *, today: date) -> Verdict:
    """Decide. The ledger never goes back: on a day before its last one, what is new is in force from that last one."""
    old = [each.segment for each in stored]
    told_through = case.held.told_through if case.held else today - DAY
    day = max(today, told_through)
    facts = case.rows.values()
    is_new = _is_new(case, book)
    now = list(book.history(facts)) if is_new else old
    changes = [
        (each, _remembered(each) if is_new else list(book.standing(facts, on=each.effective_on).reasons))
        for each in ledger.foreseen(old, after=told_through, through=day)
    ]
    if is_new and (surprising := ledger.surprising(old, now, on=day)):
        reasons = list(book.standing(facts, on=day).reasons)
        changes += [(each, reasons) for each in surprising]
    kept = set(old).intersection(now)
    return Verdict(
        person_id=case.person_id,
        evaluation_id=case.held.id if case.held else None,
        facts=case.rows.text,
        day=day,
        next_on=ledger.next_change(now, after=day),
        changes=changes,
        now=now,
        gone=[each for each in stored if each.segment not in kept],
        stays=[each for each in stored if each.segment in kept],
        come=[each for each in now if each not in kept],
    )


def write(verdicts: Sequence[Verdict], *, book: Rulebook, at: datetime, by: Actor) -> None:
    """Write the differences of many people in a handful of statements."""
    session, area = db.session(), book.area
    gone = [stored.id for each in verdicts for stored in each.gone]
    if gone:
        session.execute(delete(Standing).where(Standing.id.in_(gone)))
    _move_on(verdicts)
    bulk.load(Standing, _COLUMNS, [_standing(each, area, segment) for each in verdicts for segment in each.come])
    bulk.load(Tally, TALLIED, _tally(verdicts, area))
    lines = [_line(each, *told, area=area, at=at, by=by) for each in verdicts for told in each.changes]
    if lines:
        session.connection().execute(insert(AccessEvent.__table__), lines)  # type: ignore[arg-type]
    weighed = [
        {
            "evaluation": each.evaluation_id,
            "facts": each.facts,
            "mark": book.mark,
            "told_through": each.day,
            "next_on": each.next_on,
            "evaluated_at": at,
        }
        for each in verdicts
    ]
    if weighed:
        session.connection().execute(_WEIGHED, weighed)


_WEIGHED = update(Evaluation.__table__).where(Evaluation.__table__.c.id == bindparam("evaluation"))  # type: ignore[arg-type]


def _move_on(verdicts: Sequence[Verdict]) -> None:
    """Among the rows that stay, mark those that hold the day of their verdict, and no other."""
    for holds in (False, True):
        ids = [stored.id for each in verdicts for stored in each.stays if _holds(stored.segment, each.day) is holds]
        if ids:
            moved = update(Standing).where(Standing.id.in_(ids), Standing.holds.is_not(holds)).values(holds=holds)
            db.session().execute(moved, execution_options={"synchronize_session": False})


def _holds(segment: Segment, day: date) -> bool:
    return segment.starts <= day and (segment.ends is None or day < segment.ends)


_COLUMNS = ("person_id", "area", "holds", *Segment._fields)


def _standing(verdict: Verdict, area: str, segment: Segment) -> tuple[Any, ...]:
    starts, ends, state, track, since, access_ends, ends_by, *rest = segment
    said = (starts, ends, state.value, track, since, access_ends, ends_by.value if ends_by else "", *rest)
    return (verdict.person_id, area, _holds(segment, verdict.day), *said)


def _tally(verdicts: Sequence[Verdict], area: str) -> list[tuple[Any, ...]]:
    gone = ((stored.segment, -1) for verdict in verdicts for stored in verdict.gone)
    return tally_rows(chain(gone, ((segment, 1) for verdict in verdicts for segment in verdict.come)), area)


def tally_rows(segments: Iterable[tuple[Segment, int]], area: str) -> list[tuple[Any, ...]]:
    """What the tally is to be told, in the order of `TALLIED`, where each of these holds for so many more people."""
    changed: Counter[TallyKey] = Counter()
    for segment, by in segments:
        _count(changed, segment, by)
    return [(area, *key, n) for key, n in changed.items() if n]


def _count(changed: Counter[TallyKey], segment: Segment, by: int) -> None:
    state, track = segment.state.value, segment.track
    changed["standing", segment.starts, state, track, ""] += by
    watched = watched_in(segment)
    if watched is not None:
        changed["watched", watched.starts, watched.code, track, ""] += by
        if watched.ends is not None:
            changed["watched", watched.ends, watched.code, track, ""] -= by
    if segment.ends is None:
        return
    changed["standing", segment.ends, state, track, ""] -= by
    if segment.has_access and segment.ends == segment.access_ends:
        ends_by = segment.ends_by.value if segment.ends_by else ""
        changed["ending", segment.ends, "", track, ends_by] += by


def _line(
    verdict: Verdict, change: Change, reasons: list[Reason], *, area: str, at: datetime, by: Actor
) -> dict[str, Any]:
    now = change.now
    return {
        "person_id": verdict.person_id,
        "area": area,
        "kind": change.kind.value,
        "effective_on": change.effective_on,
        "track": now.track,
        "since": now.since,
        "access_ends": now.access_ends,
        "policy_version": now.policy_version,
        "facts": {
            "state": now.state.value,
            "was": change.was.value,
            "foreseen": change.is_foreseen,
            "reasons": [plain(each) for each in reasons],
        },
        "actor_kind": by.kind,
        "actor_label": by.label,
        "actor_person_id": by.person_id,
        "recorded_at": at,
    }


def _remembered(change: Change) -> list[Reason]:
    """Why what was foreseen came, where the facts it followed from have been replaced since."""
    now = change.now
    if now.state is State.LAPSED and now.term_ends is not None:
        return [Reason(ReasonCode.NOT_RENEWED, last_day=now.term_ends - DAY)]
    if now.state is State.ENDED and now.ends_by is EndsBy.JOB and now.access_ends is not None:
        return [Reason(ReasonCode.JOB_ENDED, last_day=now.access_ends - DAY)]
    return []
