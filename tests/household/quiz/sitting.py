"""Who sits the quiz in tests: a clerk with access, a bank to draw from, and short ways through an attempt."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from foundation import audit, clock, db
from household.access import gate
from household.quiz import actions, queries
from household.quiz.models import Attempt
from household.quiz.queries import Sheet, bank
from household.quiz.rules.attempts import Limits, OpenRefusal
from household.quiz.rules.questions import Kind
from tests.browser import Browser
from tests.household.access.staff import Clerk, hire

BY = audit.command("test")
LIMITS = Limits(questions=15, pass_percent=80, attempts_a_day=3)
WINDOW_OPENS, LAST_DAY = "2027-04-01", "2027-06-30"
IN_WINDOW = "2027-04-20 10:00"


def load_starter() -> None:
    """The bank that ships with Hearth."""
    with db.transaction():
        actions.load(bank.starter(), source="starter", only_missing=True, by=BY, at=clock.now())


def certified(name: str = "Tamika", *, employee_id: str = "") -> Clerk:
    """A clerk whose term runs through June 30, 2027 (example 1)."""
    clerk = hire(name, employee_id=employee_id)
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return clerk


def opens(clerk: Clerk, *, limits: Limits = LIMITS, seed: int = 1) -> Attempt:
    """An attempt, as the door opens it."""
    begun = tries(clerk, limits=limits, seed=seed)
    assert isinstance(begun, Attempt)
    return begun


def tries(clerk: Clerk, *, limits: Limits = LIMITS, seed: int = 1) -> Attempt | OpenRefusal:
    with db.transaction():
        return actions.open_attempt(
            clerk.person_id, limits=limits, chance=Random(seed), today=clock.today(), by=BY, at=clock.now()
        )


def answers(attempt: Attempt, *, wrong: int = 0) -> None:
    """Every question rightly but the first `wrong` of them."""
    with db.transaction():
        for asked in queries.sheet_of(attempt).questions:
            right = sorted(asked.content.right)
            others = [place for place in range(len(asked.content.options)) if place not in right]
            chosen = others[:1] if asked.place <= wrong else right
            assert actions.keep_answer(attempt, asked, chosen, at=clock.now())


def sends(attempt: Attempt) -> bool:
    """Send it, as the door does: by the state of the quiz at this moment."""
    today = clock.today()
    with db.transaction():
        found = queries.attempt_called(attempt.public_id, person_id=attempt.person_id, lock=True)
        assert found is not None
        door = gate.quiz_door(attempt.person_id, on=today)
        return actions.submit(
            queries.sheet_of(found), refusal=door.refusal, course=door.course, today=today, by=BY, at=clock.now()
        )


def again(attempt: Attempt) -> Attempt:
    """The attempt as it stands now."""
    db.close()
    found = db.session().get(Attempt, attempt.id)
    assert found is not None
    return found


def sheet(attempt: Attempt) -> Sheet:
    db.close()
    return queries.sheet_of(again(attempt))


def answers_at_desk(desk: Browser, *, wrong: int = 0) -> Browser:
    """From the first question to the look back, as a person does at the pages."""
    db.close()
    attempt = db.session().scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
    for asked in queries.sheet_of(attempt).questions:
        numbers = range(1, len(asked.shown) + 1)
        right = tuple(str(n) for n in numbers if asked.shown[n - 1] in asked.content.right)
        others = tuple(str(n) for n in numbers if str(n) not in right)
        chosen = others[:1] if asked.place <= wrong else right
        desk.open("quiz.question", attempt=attempt.public_id, number=asked.place)
        if asked.content.kind is Kind.MULTIPLE:
            desk.fill(several=chosen)
        else:
            desk.fill(one=chosen[0])
        desk.press("Keep this answer and go on")
    return desk.open("quiz.attempt", attempt=attempt.public_id)
