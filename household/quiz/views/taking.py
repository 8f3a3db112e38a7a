"""Taking the quiz: its front page, one question at a time, the look back before it is sent, and the result.

Every address of an attempt names it, so that a form left open in another tab never answers a later attempt. What is
right stands in no page before the attempt is closed. One moment, read as the request comes in, decides for all of it.
"""

from __future__ import annotations

from datetime import date, datetime
from random import SystemRandom

from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.language import chosen
from foundation.web.pages import go, page
from household.access import gate
from household.access.gate import QuizDoor
from household.quiz import actions, queries, words
from household.quiz.forms import AnswerForm, DeedForm
from household.quiz.models import Attempt
from household.quiz.queries import Asked, Sheet
from household.quiz.rules import scoring
from household.quiz.rules.attempts import OpenRefusal, Outcome, belongs_to_window, refusal_to_open
from household.quiz.views.door import bp, limits, me

OWN = "household.own-access"
CHANCE = SystemRandom()


@bp.get("/access/quiz")
@requires(OWN)
def quiz() -> Response:
    return _front(clock.today())


@bp.post("/access/quiz")
@requires(OWN)
def open_quiz() -> Response:
    at = clock.now()
    today, person_id = clock.day_of(at), me().person_id
    with db.transaction():
        door = gate.quiz_door(person_id, on=today)
        begun = None if door.refusal else _begin(door, today=today, at=at)
    if not isinstance(begun, Attempt):
        return _front(today, status=409)
    return go("quiz.question", attempt=begun.public_id, number=1)


@bp.get("/access/quiz/<attempt>")
@requires(OWN)
def attempt(attempt: str) -> Response:
    found = queries.attempt_called(attempt, person_id=me().person_id)
    if found is None:
        return _not_yours()
    sheet = queries.sheet_of(found)
    return _look_back(sheet) if found.is_open else _result(sheet)


@bp.post("/access/quiz/<attempt>")
@requires(OWN)
def submit(attempt: str) -> Response:
    at = clock.now()
    today, person_id = clock.day_of(at), me().person_id
    with db.transaction():
        found = queries.attempt_called(attempt, person_id=person_id, lock=True)
        if found is None:
            return _not_yours()
        sheet = queries.sheet_of(found)
        door = gate.quiz_door(person_id, on=today)
        refusal = _refusal(door, found)
        is_whole = bool(refusal) or sheet.open_place() is None
        if found.is_open and is_whole:
            actions.submit(sheet, refusal=refusal, course=door.course, today=today, by=me(), at=at)
    if not is_whole and found.is_open:
        return _look_back(sheet, status=422)
    return go("quiz.attempt", attempt=attempt)


@bp.get("/access/quiz/<attempt>/<int:number>")
@requires(OWN)
def question(attempt: str, number: int) -> Response:
    found = queries.attempt_called(attempt, person_id=me().person_id)
    sheet = queries.sheet_of(found) if found else None
    asked = sheet.at(number) if sheet else None
    if found is None or sheet is None or asked is None:
        return _not_yours()
    if not found.is_open:
        return go("quiz.attempt", attempt=attempt)
    if _refusal(gate.quiz_door(me().person_id, on=clock.today()), found):
        return go("quiz.attempt", attempt=attempt)
    return _question(sheet, asked, AnswerForm.of(asked, chosen(), given=asked.chosen))


@bp.post("/access/quiz/<attempt>/<int:number>")
@requires(OWN)
def answer(attempt: str, number: int) -> Response:
    """Keep the answer, and go on to the next question without one."""
    at = clock.now()
    person_id = me().person_id
    with db.transaction():
        found = queries.attempt_called(attempt, person_id=person_id, lock=True)
        sheet = queries.sheet_of(found) if found else None
        asked = sheet.at(number) if sheet else None
        if found is None or sheet is None or asked is None:
            return _not_yours()
        form = AnswerForm.of(asked, chosen())
        if not found.is_open or _refusal(gate.quiz_door(person_id, on=clock.day_of(at)), found):
            return go("quiz.attempt", attempt=attempt)
        kept = form.validate() and actions.keep_answer(found, asked, form.places(), at=at)
    if not kept:
        return _question(sheet, asked, form, status=422)
    following = next((each.place for each in sheet.questions if each.place > number and not each.is_answered), None)
    if following is not None:
        return go("quiz.question", attempt=attempt, number=following)
    return go("quiz.attempt", attempt=attempt)


def _begin(door: QuizDoor, *, today: date, at: datetime) -> Attempt | OpenRefusal:
    """Inside the transaction. An attempt of an earlier window makes room first."""
    waiting = queries.unfinished(me().person_id)
    if waiting is not None and not belongs_to_window(waiting.opened_on, door.window.opens):
        actions.close_left_over(waiting, at=at)
    return actions.open_attempt(me().person_id, limits=limits(), chance=CHANCE, today=today, by=me(), at=at)


def _refusal(door: QuizDoor, found: Attempt) -> str:
    """Why the attempt cannot be gone on with, by a code of the gate's; empty where it can."""
    if door.refusal:
        return door.refusal
    return "" if belongs_to_window(found.opened_on, door.window.opens) else words.LAPSED


def _front(today: date, *, status: int = 200) -> Response:
    """Begin, go on, or read why not and what to do next."""
    person_id = me().person_id
    door = gate.quiz_door(person_id, on=today)
    waiting = queries.unfinished(person_id)
    if waiting is not None and _refusal(door, waiting):
        waiting = None
    opened = queries.opened_on(person_id, today)
    ready = 0 if door.refusal or waiting else len(queries.ready())
    refusal = None if waiting else refusal_to_open(opened_today=opened, ready=ready, limits=limits())
    sheet = queries.sheet_of(waiting) if waiting else None
    why, steps = gate.why_shut(door) if door.refusal else ("", [])
    if not door.refusal and refusal is not None:
        why, steps = words.not_opened(refusal, today=today, last_day=door.window.last_day, limits=limits())
    return page(
        "quiz/quiz.html",
        status=status,
        form=DeedForm(),
        headline=why or words.front(sheet, last_day=door.window.last_day),
        aside="" if why else words.what_counts(sheet),
        shut=why,
        next_steps=steps,
        door=door,
        sheet=sheet,
        limits=limits(),
        needed=scoring.needed(limits().questions, limits().pass_percent),
        left=max(0, limits().attempts_a_day - opened),
        earlier=[each for each in queries.attempts_of(person_id) if not each.is_open],
        words=words,
    )


def _question(sheet: Sheet, asked: Asked, form: AnswerForm, *, status: int = 200) -> Response:
    return page("quiz/question.html", status=status, sheet=sheet, asked=asked, form=form, spoken=chosen())


def _look_back(sheet: Sheet, *, status: int = 200) -> Response:
    """Every question with its answer, before the attempt is sent."""
    today = clock.today()
    door = gate.quiz_door(me().person_id, on=today)
    return page(
        "quiz/look_back.html",
        status=status,
        form=DeedForm(),
        sheet=sheet,
        waiting=len(sheet.questions) - sheet.answered,
        shut=words.refused(_refusal(door, sheet.attempt)),
        door=door,
        spoken=chosen(),
    )


def _result(sheet: Sheet) -> Response:
    today = clock.today()
    found = sheet.attempt
    door = gate.quiz_door(me().person_id, on=today)
    left = max(0, limits().attempts_a_day - queries.opened_on(me().person_id, today))
    return page(
        "quiz/result.html",
        headline=words.result(found, through=door.answer.through),
        sign="good" if found.outcome == Outcome.PASSED else "bad",
        what_next=words.what_next(found, door_refusal=door.refusal, left=left, last_day=door.window.last_day, on=today),
        may_try_again=found.outcome != Outcome.PASSED and not door.refusal and left > 0,
        found=found,
        missed=[each for each in sheet.questions if each.is_right is False],
        spoken=chosen(),
    )


def _not_yours() -> Response:
    """Whether there is no such attempt, or it is somebody else's, is not said."""
    return page("quiz/not_yours.html", status=404)
