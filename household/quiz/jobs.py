"""The quiz's part of the night: attempts that are over are closed, and a bank that is too small is told of."""

from __future__ import annotations

from flask import current_app

from foundation import audit, clock, db, nightly
from foundation.settings import Settings
from household.access import gate
from household.quiz import actions, queries
from household.quiz.queries import bank
from household.quiz.rules.attempts import OVER, belongs_to_window

BY = audit.job("quiz")


@nightly.step("quiz")
def night() -> str:
    """Each attempt is a transaction by itself; twice closes nothing more."""
    at = clock.now()
    today, closed = clock.day_of(at), 0
    waiting = [(each.person_id, each.public_id) for each in queries.all_unfinished(before=today)]
    db.close()
    for person_id, public_id in waiting:
        with db.transaction():
            found = queries.attempt_called(public_id, person_id=person_id, lock=True)
            door = gate.quiz_door(person_id, on=today)
            is_over = door.refusal in OVER or (
                not door.refusal and found is not None and not belongs_to_window(found.opened_on, door.window.opens)
            )
            if found is not None and found.is_open and is_over:
                actions.close_left_over(found, at=at)
                closed += 1
    return f"{closed:,} attempts were left over; {_told_of_bank()}"


def _told_of_bank() -> str:
    settings: Settings = current_app.config["HEARTH"]
    active = bank.counts()[0].get("active", 0)
    if active >= settings.quiz_questions:
        return f"{active:,} questions are active"
    return f"only {active:,} questions are active and nobody can begin: flask quiz import --starter"
