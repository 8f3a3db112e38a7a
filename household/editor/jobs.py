"""Work of the editor that nobody waits for: the check of the whole district, and forgetting what nobody went on with.

The check goes portion by portion, each a transaction that is whole by itself: killed anywhere, the next does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from foundation import audit, clock, db, nightly
from foundation.audit import Actor
from foundation.settings import Settings
from household.editor.actions import findings, places
from household.editor.actions.drafts import forget_drafts
from household.editor.actions.findings import Refreshed
from household.editor.queries import tallies
from household.editor.queries.staged import ASTRAY, FRESH, GONE, Advance, Check, checking
from household.editor.rules.findings import Code

PORTION = 5000


@dataclass(frozen=True)
class Checked:
    """What a check found, and what of it is new or settled."""

    on: date
    check: Check
    counts: Counter[Code]
    done: Refreshed


@nightly.step("household-cleanup")
def night() -> str:
    """Ask every rule of the whole district, and bring the queue in step."""
    with checked(by=audit.job("household-cleanup")) as found:
        total = sum(found.counts.values())
        return f"{total:,} findings, {found.done.opened:,} new, {found.done.settled:,} settled"


@nightly.step("household-drafts")
def forget_old_drafts() -> str:
    """Forget the households nobody went on entering. Twice forgets nothing more."""
    with db.transaction():
        gone = forget_drafts(at=clock.now())
    return f"{gone:,} households that nobody went on entering are forgotten"


@contextmanager
def checked(*, by: Actor, advance: Advance = lambda step: None) -> Iterator[Checked]:
    """A check of today that is written already; its findings can be read while it is held."""
    settings: Settings = current_app.config["HEARTH"]
    on, entering = clock.today(), settings.portal_before_entry_days
    db.close()
    with checking(on, entering_days=entering, at=clock.now()) as check:
        check.find(advance)
        done = _write(check, on=on)
        _place(check, on=on, entering_days=entering)
        counts = check.counts()
        check.stage.rest()
        numbers = tallies.open_now()
        db.close()
        with db.transaction():
            findings.close_check(numbers, found=sum(counts.values()), done=done, on=on, by=by, at=clock.now())
        yield Checked(on, check, counts, done)


def _write(check: Check, *, on: date) -> Refreshed:
    opened, settled = check.number(FRESH), check.number(GONE)
    check.stage.rest()
    for first, last in _portions(opened):
        with db.transaction(on=check.stage.connection):
            findings.open_some(check, first, last, on=on, at=clock.now())
    for first, last in _portions(settled):
        with db.transaction(on=check.stage.connection):
            findings.settle_some(check, first, last, at=clock.now())
    return Refreshed(opened, settled)


def _place(check: Check, *, on: date, entering_days: int) -> None:
    """Each portion is asked anew where its findings are: a family may have moved since the check saw it."""
    check.find_astray()
    astray = check.number(ASTRAY)
    check.stage.rest()
    for first, last in _portions(astray):
        with db.transaction(on=check.stage.connection):
            places.place_some(first, last, on=on, entering_days=entering_days)


def follow_enrolled(person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None:
    """A feed changed these enrollments: what is found about their families is at their schools at once."""
    settings: Settings = current_app.config["HEARTH"]
    places.follow_students(person_ids, entering_days=settings.portal_before_entry_days, today=today)


def _portions(rows: int) -> Iterator[tuple[int, int]]:
    """First and last number of each portion, from 1."""
    return ((first, first + PORTION - 1) for first in range(1, rows + 1, PORTION))
