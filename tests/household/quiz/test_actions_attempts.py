"""An attempt from its opening to what follows from it: days and moments, once and for one person only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from district.models import Completion
from foundation import clock, db
from foundation.audit import AuditEntry
from household.quiz import actions, queries
from household.quiz.actions.attempts import SOURCE
from household.quiz.models import Attempt, DrawnQuestion
from household.quiz.queries import bank
from household.quiz.rules.attempts import OpenRefusal
from household.quiz.rules.questions import State
from tests.household.access.staff import Clerk
from tests.household.quiz.sitting import (
    BY,
    IN_WINDOW,
    LIMITS,
    again,
    answers,
    certified,
    load_starter,
    opens,
    sends,
    sheet,
    tries,
)


@pytest.fixture
def clerk(database: Engine) -> Clerk:
    load_starter()
    return certified()


def completions_of(clerk: Clerk) -> list[tuple[str, date, str, float | None]]:
    found = select(Completion).where(Completion.person_id == clerk.person_id, Completion.source == SOURCE)
    return [(each.course, each.completed_on, each.source_key, each.score) for each in db.session().scalars(found)]


def events_of(clerk: Clerk) -> list[str]:
    told = select(AuditEntry.event).where(AuditEntry.person_id == clerk.person_id, AuditEntry.event.like("quiz-%"))
    return list(db.session().scalars(told.order_by(AuditEntry.id)))


def test_an_attempt_draws_as_many_questions_as_the_setting_says_each_once(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        drawn = sheet(opens(clerk)).questions

    assert len(drawn) == len({each.content.text_en for each in drawn}) == LIMITS.questions
    assert [each.place for each in drawn] == list(range(1, 16))
    assert len({each.content.topic for each in drawn}) == 12
    assert all(each.chosen is None and each.is_right is None for each in drawn)


def test_passing_completes_the_course_and_renews_access_in_the_same_transaction(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt, wrong=3)
        assert sends(attempt)

        assert (again(attempt).outcome, again(attempt).right_answers) == ("passed", 12)
        assert completions_of(clerk) == [("IC-HOUSEHOLD-RECERT", date(2027, 4, 20), attempt.public_id, 80.0)]
        assert clerk.ledger()[-1] == ("renewed", date(2027, 4, 20))
        assert clerk.stored() == clerk.decided()
        assert max(each.access_ends for each in clerk.stored() if each.access_ends) == date(2029, 7, 1)
        assert events_of(clerk) == ["quiz-opened", "quiz-scored"]


def test_failing_changes_nothing_but_the_attempt(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt, wrong=4)
        before = clerk.ledger()
        assert sends(attempt)

        assert (again(attempt).outcome, again(attempt).right_answers) == ("failed", 11)
        assert completions_of(clerk) == []
        assert clerk.ledger() == before
        assert [each.is_right for each in sheet(attempt).questions] == [False] * 4 + [True] * 11


@pytest.mark.parametrize(
    ("moment", "outcome", "counted_on"),
    [
        pytest.param("2027-06-30 23:59:59", "passed", date(2027, 6, 30), id="example 6: the last second"),
        pytest.param("2027-07-01 00:00:00", "refused", date(2027, 7, 1), id="a second later"),
        pytest.param("2027-07-02 09:00:00", "refused", date(2027, 7, 2), id="two days later"),
    ],
)
def test_an_attempt_counts_by_the_moment_it_is_sent(clerk: Clerk, moment: str, outcome: str, counted_on: date) -> None:
    with clock.at("2027-06-30 22:00"):
        attempt = opens(clerk)
        answers(attempt)
    with clock.at(moment):
        assert sends(attempt)

    found = again(attempt)
    assert (found.outcome, found.closed_on) == (outcome, counted_on)
    assert found.refusal == ("lapsed" if outcome == "refused" else "")
    assert len(completions_of(clerk)) == (outcome == "passed")


def test_an_attempt_sent_after_access_was_revoked_is_refused(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt)
        clerk.is_revoked()
        assert sends(attempt)

    assert (again(attempt).outcome, again(attempt).refusal) == ("refused", "no-access")
    assert completions_of(clerk) == []


def test_an_attempt_sent_after_the_lms_told_of_a_pass_is_refused_and_adds_nothing(clerk: Clerk) -> None:
    """The same course from the training system counts alike, and there is only one renewal of a window."""
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt)
        clerk.passes_the_quiz("2027-04-19")
        assert sends(attempt)

    assert again(attempt).refusal == "already-renewed"
    assert [kind for kind, _ in clerk.ledger()].count("renewed") == 1


def test_sent_twice_it_is_scored_once(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt)

        assert sends(attempt) is True
        assert sends(attempt) is False

    assert len(completions_of(clerk)) == 1
    assert events_of(clerk) == ["quiz-opened", "quiz-scored"]


def test_after_it_was_sent_no_answer_is_taken(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt, wrong=15)
        sends(attempt)
        closed = sheet(attempt)
        with db.transaction():
            found = queries.attempt_called(attempt.public_id, person_id=clerk.person_id, lock=True)
            assert found is not None
            first = closed.questions[0]
            assert actions.keep_answer(found, first, sorted(first.content.right), at=clock.now()) is False

    assert sheet(attempt).questions[0].is_right is False


@pytest.mark.parametrize("chosen", [[], [9], [-1], [0, 0]])
def test_what_cannot_be_an_answer_is_not_kept(clerk: Clerk, chosen: list[int]) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        with db.transaction():
            found = queries.attempt_called(attempt.public_id, person_id=clerk.person_id, lock=True)
            assert found is not None
            assert actions.keep_answer(found, sheet_now(found), chosen, at=clock.now()) is False

    assert sheet(attempt).answered == 0


def sheet_now(attempt: Attempt) -> queries.Asked:
    return queries.sheet_of(attempt).questions[0]


def test_opening_again_gives_the_attempt_that_waits(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        first = opens(clerk)
    with clock.at("2027-05-02 08:00"):
        assert opens(clerk).id == first.id


def test_three_attempts_a_day_and_three_more_after_midnight(clerk: Clerk) -> None:
    with clock.at("2027-04-20 23:50"):
        for seed in range(3):
            attempt = opens(clerk, seed=seed)
            answers(attempt, wrong=15)
            sends(attempt)
        assert tries(clerk) is OpenRefusal.NO_MORE_TODAY
    with clock.at("2027-04-21 00:00"):
        assert opens(clerk).slot == 1


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param(["2027-04-20 00:00", "2027-04-20 23:59:59"], [1, 2], id="one district day"),
        pytest.param(["2027-04-20 17:59", "2027-04-20 18:01"], [1, 2], id="midnight of UTC is nothing"),
        pytest.param(["2027-04-20 23:59:59", "2027-04-21 00:00"], [1, 1], id="midnight"),
    ],
)
def test_attempts_are_counted_by_the_district_s_day(clerk: Clerk, moments: list[str], expected: list[int]) -> None:
    slots = []
    for seed, moment in enumerate(moments):
        with clock.at(moment):
            attempt = opens(clerk, seed=seed)
            slots.append(attempt.slot)
            answers(attempt, wrong=15)
            sends(attempt)

    assert slots == expected


@pytest.mark.parametrize("day", ["2027-03-14", "2026-11-01"])
def test_the_days_on_which_the_clocks_are_set_have_three_attempts_as_well(clerk: Clerk, day: str) -> None:
    """Each day has 23 or 25 hours, and is one day."""
    slots = []
    for seed, hour in enumerate(("00:30", "01:30", "03:30", "23:59")):
        with clock.at(f"{day} {hour}"):
            begun = tries(clerk, seed=seed)
            if not isinstance(begun, Attempt):
                assert begun is OpenRefusal.NO_MORE_TODAY
                continue
            slots.append(begun.slot)
            with db.transaction():
                actions.close_left_over(begun, at=clock.now())

    assert slots == [1, 2, 3]


def test_an_attempt_left_open_is_one_of_its_day(clerk: Clerk) -> None:
    """Whoever opens one after another to read the questions has three of them, sent or not."""
    with clock.at(IN_WINDOW):
        for seed in range(3):
            attempt = opens(clerk, seed=seed)
            with db.transaction():
                actions.close_left_over(attempt, at=clock.now())

        assert tries(clerk) is OpenRefusal.NO_MORE_TODAY


def test_a_later_attempt_of_the_day_asks_what_was_not_asked(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        first = opens(clerk, seed=1)
        answers(first, wrong=15)
        sends(first)
        second = opens(clerk, seed=2)

    asked = [{each.content.text_en for each in sheet(attempt).questions} for attempt in (first, second)]
    assert asked[0].isdisjoint(asked[1])


def test_an_edited_question_stays_in_an_attempt_as_it_was_drawn(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        asked = sheet(attempt).questions[0]
        with db.transaction():
            question = next(one for one, version in bank.listed() if version.content == asked.content)
            other = replace(asked.content, text_en="Another question?", options=asked.content.options[::-1])
            assert actions.rewrite(question, other, based_on=1, by=BY, at=clock.now()) is None
            assert actions.move(question, State.RETIRED, by=BY, at=clock.now())

        assert sheet(attempt).questions[0].content == asked.content
        answers(attempt)
        sends(attempt)

    assert again(attempt).right_answers == 15


def test_retired_questions_and_drafts_are_never_drawn(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        with db.transaction():
            for question, _ in bank.listed()[:31]:
                actions.move(question, State.RETIRED, by=BY, at=clock.now())

        drawn = {each.content.text_en for each in sheet(opens(clerk)).questions}
        active = {version.text_en for _, version in bank.listed(state="active")}

    assert drawn == active


def test_a_bank_that_is_too_small_opens_no_quiz(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        assert tries(clerk, limits=replace(LIMITS, questions=47)) is OpenRefusal.BANK_TOO_SMALL

    assert db.session().scalar(select(func.count()).select_from(Attempt)) == 0


def test_an_attempt_keeps_the_pass_mark_it_was_opened_under(clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk, limits=replace(LIMITS, pass_percent=100))
        answers(attempt, wrong=1)
        sends(attempt)

    assert again(attempt).outcome == "failed"


@pytest.mark.parametrize("used", [0, 2])
def test_two_that_begin_at_one_moment_are_one_attempt(app: Flask, clerk: Clerk, used: int) -> None:
    with clock.at(IN_WINDOW):
        for seed in range(used):
            with db.transaction():
                begun = actions.open_attempt(
                    clerk.person_id, limits=LIMITS, chance=Random(seed), today=clock.today(), by=BY, at=clock.now()
                )
                assert isinstance(begun, Attempt)
                actions.close_left_over(begun, at=clock.now())

        got = raced(app, 4, lambda: opens(clerk).id)

    assert len(set(got)) == 1
    assert db.session().scalar(select(func.count()).select_from(Attempt)) == used + 1
    assert db.session().scalar(select(func.count()).where(DrawnQuestion.attempt_id == got[0])) == 15


def test_two_that_send_at_one_moment_are_scored_once(app: Flask, clerk: Clerk) -> None:
    with clock.at(IN_WINDOW):
        attempt = opens(clerk)
        answers(attempt)

        got = raced(app, 3, lambda: sends(attempt))

    assert sorted(got) == [False, False, True]
    assert len(completions_of(clerk)) == 1
    assert [kind for kind, _ in clerk.ledger()].count("renewed") == 1


def raced(app: Flask, racers: int, deed: Callable[[], Any]) -> list[Any]:
    """What each of so many threads got that did the same at one moment."""
    begin = threading.Barrier(racers)
    got: list[Any] = []
    failed: list[Exception] = []

    def run() -> None:
        with app.app_context():
            try:
                begin.wait(10)
                got.append(deed())
            except Exception as problem:
                failed.append(problem)

    threads = [threading.Thread(target=run) for _ in range(racers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert failed == []
    return got
