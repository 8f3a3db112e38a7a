"""Queued work of this room: the answers to who asks to get back in, the daily tidying, students' accounts prepared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from flask import current_app

from accounts import actions, queries
from accounts.actions import asking, getting_back, tidying
from foundation import audit, clock, db, jobs, nightly
from foundation.audit import STRANGER, Actor
from foundation.settings import Settings


@jobs.handler(asking.RESET, writes_mail=True)
def answer_reset_request(payload: dict[str, Any]) -> None:
    """Mail the owner of the user name a link, if there is such an owner."""
    typed, public_url, origin = asking.read_question(payload)
    before = audit.origin.set(origin)
    try:
        with db.transaction():
            getting_back.ask_for_reset(typed, public_url=public_url, by=STRANGER, at=clock.now())
    finally:
        audit.origin.reset(before)


@jobs.handler(asking.USERNAMES, writes_mail=True)
def answer_usernames_request(payload: dict[str, Any]) -> None:
    """Mail the address its user names, if it has any."""
    typed, _, origin = asking.read_question(payload)
    before = audit.origin.set(origin)
    try:
        with db.transaction():
            getting_back.ask_for_usernames(typed, by=STRANGER, at=clock.now())
    finally:
        audit.origin.reset(before)


@jobs.handler("tidy-accounts", once=jobs.each_day)
def tidy(payload: dict[str, Any]) -> None:
    """End what time has ended."""
    with db.transaction():
        tidying.tidy(at=clock.now())


BY = audit.job("student-accounts")


def prepare_enrolled(person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None:
    """What the roster feed calls where it stored enrollments: accounts are prepared in the same transaction."""
    settings: Settings = current_app.config["HEARTH"]
    grades = settings.student_account_grades
    for portion in queries.students_unprepared(grades=grades, on=today, of=person_ids):
        actions.prepare_students(portion, settings=settings, on=today, by=by, at=at)


@nightly.step("student-accounts")
def night() -> str:
    """Prepare whoever a new school year, a first day or a change of settings has brought to an account."""
    return f"{prepare_everyone(by=BY):,} prepared"


def prepare_everyone(*, by: Actor, advance: Callable[[int], None] = lambda count: None) -> int:
    """Prepare every student who may have an account and has none prepared. Each portion is a transaction of its own."""
    settings: Settings = current_app.config["HEARTH"]
    today, prepared = clock.today(), 0
    for portion in queries.students_unprepared(grades=settings.student_account_grades, on=today):
        with db.transaction():
            prepared += actions.prepare_students(portion, settings=settings, on=today, by=by, at=clock.now())
        advance(len(portion))
    return prepared
