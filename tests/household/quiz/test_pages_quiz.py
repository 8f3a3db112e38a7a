"""The quiz at its pages: open in its window and to oneself alone, kept answer by answer, scored when it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from district.models import Completion, Person
from foundation import clock, db
from household.quiz import queries
from household.quiz.models import Attempt, DrawnQuestion
from household.quiz.queries import Sheet
from household.quiz.rules.questions import Kind
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import Clerk, hire
from tests.household.quiz.sitting import IN_WINDOW, answers_at_desk, certified, load_starter
from tests.statements import statements

KEEP, SEND, BEGIN = "Keep this answer and go on", "Send my answers", "Begin the quiz"
MOST_STATEMENTS = 12


@pytest.fixture
def clerk(database: Engine) -> Clerk:
    load_starter()
    return certified()


@pytest.fixture
def desk(browser: Browser, clerk: Clerk) -> Any:
    """The clerk at her desk on a day of her window."""
    with clock.at(IN_WINDOW):
        yield at_desk(browser, clerk)


def the_sheet() -> Sheet:
    db.close()
    return queries.sheet_of(db.session().scalars(select(Attempt).order_by(Attempt.id.desc()).limit(1)).one())


@pytest.mark.parametrize(
    ("moment", "told", "next_step"),
    [
        pytest.param(
            "2027-03-31 23:59", "The quiz opens April 1, 2027.", "You can renew from April 1, 2027 on.", id="example 5"
        ),
        pytest.param("2027-04-01 00:00", "The quiz is open to you through June 30, 2027.", BEGIN, id="example 4"),
        pytest.param(
            "2027-06-30 23:58", "The quiz is open to you through June 30, 2027.", BEGIN, id="the last minutes"
        ),
        pytest.param(
            "2027-07-01 00:00",
            "Your access lapsed, and the quiz closed with it.",
            "Take Infinite Campus Enrollment again.",
            id="example 7",
        ),
    ],
)
def test_the_quiz_is_open_in_its_window_or_says_why_not_and_what_to_do(
    browser: Browser, clerk: Clerk, moment: str, told: str, next_step: str
) -> None:
    with clock.at(moment):
        page = at_desk(browser, clerk).open("quiz.quiz")

    assert page.status == 200
    assert told in page.text
    assert next_step in page.text


@pytest.mark.parametrize("moment", ["2027-03-31 23:59", "2027-07-01 00:00"])
def test_a_form_left_open_begins_nothing_outside_the_window(browser: Browser, clerk: Clerk, moment: str) -> None:
    with clock.at(moment):
        answered = posted(at_desk(browser, clerk), "/household/access/quiz")

    assert answered.status_code == 409
    assert db.session().scalar(select(func.count()).select_from(Attempt)) == 0


def test_who_has_no_access_is_told_that_there_is_nothing_to_renew(browser: Browser, database: Engine) -> None:
    nobody = hire()

    assert "The quiz renews access, and you have none." in at_desk(browser, nobody).open("quiz.quiz").text


def test_it_asks_one_question_after_another_and_renews_when_passed(desk: Browser, clerk: Clerk) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    assert desk.heading == "Question 1 of 15"

    answers_at_desk(desk, wrong=2)
    desk.press(SEND)

    assert desk.heading == "Passed, with 13 of 15. You have household access through June 30, 2029."
    assert "What you missed: 2 questions" in desk.text
    assert "Procedure:" in desk.text
    assert "It was renewed on April 20, 2027." in desk.open("access.own_access").text
    assert "You have renewed already. The quiz opens again April 1, 2029." in desk.open("quiz.quiz").text


def test_who_fails_sees_what_was_missed_and_why_and_tries_again(desk: Browser) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    answers_at_desk(desk, wrong=4)
    missed = the_sheet().questions[:4]
    desk.press(SEND)

    assert desk.heading == "Not passed: 11 of 15 answers were right."
    assert "You can try 2 more times today." in desk.text
    for each in missed:
        assert each.content.explanation_en in desk.text
    desk.follow("To the quiz").press(BEGIN)
    answers_at_desk(desk)
    assert "Passed, with 15 of 15." in desk.press(SEND).text
    assert "You missed nothing." in desk.text


def test_after_three_attempts_it_says_when_to_come_again(desk: Browser) -> None:
    for _ in range(3):
        desk.open("quiz.quiz").press(BEGIN)
        answers_at_desk(desk, wrong=15)
        desk.press(SEND)
    assert "You can try again from tomorrow, April 21, 2027, and through June 30, 2027." in desk.text

    desk.open("quiz.quiz")
    assert "You have had the 3 attempts of today." in desk.text
    assert BEGIN not in desk.buttons


def test_a_new_browser_resumes_exactly_where_the_other_was_lost(app: Flask, desk: Browser, clerk: Clerk) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    first = the_sheet().questions[0]
    chosen = str(first.shown.index(min(first.content.right)) + 1)
    fields = {"several": (chosen,)} if first.content.kind is Kind.MULTIPLE else {"one": chosen}
    desk.fill(**fields).press(KEEP)
    before = the_sheet()

    other = Browser(app).signs_in("tamika.m", PASSWORD).open("quiz.quiz")
    assert "Your attempt is waiting: 1 of 15 questions have an answer." in other.text
    other.follow("Go on with question 2")

    assert other.heading == "Question 2 of 15"
    assert the_sheet().questions == before.questions
    other.follow("The question before")
    ticked = [each.get("value") for each in other.page.iter("input") if "checked" in each.attrib]
    assert ticked == [chosen]


def test_what_was_chosen_when_the_session_had_ended_is_chosen_still(browser: Browser, clerk: Clerk) -> None:
    with clock.at("2027-04-20 10:00"):
        at_desk(browser, clerk).open("quiz.quiz").press(BEGIN)
    first = the_sheet().questions[0]
    fields = {"several": ("2",)} if first.content.kind is Kind.MULTIPLE else {"one": "2"}
    with clock.at("2027-04-20 10:40"):
        browser.fill(**fields).press(KEEP)
        browser.fill(username="tamika.m", password=PASSWORD).press()

    assert browser.heading == "Question 1 of 15"
    assert [each.get("value") for each in browser.page.iter("input") if "checked" in each.attrib] == ["2"]


def test_two_tabs_are_one_attempt(app: Flask, desk: Browser) -> None:
    other = Browser(app).signs_in("tamika.m", PASSWORD).open("quiz.quiz")
    desk.open("quiz.quiz").press(BEGIN)
    other.press(BEGIN)

    assert desk.path == other.path
    assert db.session().scalar(select(func.count()).select_from(Attempt)) == 1


def test_an_answer_must_be_chosen(desk: Browser) -> None:
    desk.open("quiz.quiz").press(BEGIN).press(KEEP)

    assert desk.status == 422
    assert desk.errors == ["Choose an answer, or leave the question for later."]


def test_it_is_sent_with_every_question_answered(desk: Browser) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    attempt = the_sheet().attempt.public_id
    desk.open("quiz.attempt", attempt=attempt)
    assert "15 questions have no answer yet." in desk.text
    assert SEND not in desk.buttons

    answered = posted(desk, f"/household/access/quiz/{attempt}")
    assert answered.status_code == 422
    assert the_sheet().attempt.is_open


def posted(desk: Browser, address: str, **data: Any) -> Any:
    token = desk.open("/settings/account").page.find(".//input[@name='csrf_token']")
    assert token is not None
    db.close()
    return desk.client.post(address, data={"csrf_token": token.get("value"), **data})


def test_nothing_on_a_page_tells_which_answer_is_right(desk: Browser) -> None:
    """The markup of an answer says where it stands and what it says; of right and wrong it says the same."""
    desk.open("quiz.quiz").press(BEGIN)
    attempt = the_sheet().attempt.public_id

    for asked in the_sheet().questions:
        desk.open("quiz.question", attempt=attempt, number=asked.place)
        assert asked.content.explanation_en not in desk.html
        boxes = [each for each in desk.page.iter("input") if each.get("type") in ("radio", "checkbox")]
        assert [each.get("value") for each in boxes] == [str(n + 1) for n in range(len(asked.shown))]
        assert len({tuple(sorted(set(each.keys()))) for each in boxes}) == 1
        assert "right = " not in desk.html
        assert "is_right" not in desk.html
    answers_at_desk(desk, wrong=15)
    for asked in the_sheet().questions:
        assert asked.content.explanation_en not in desk.html


def test_another_s_attempt_is_not_to_be_seen_answered_or_sent(app: Flask, desk: Browser, database: Engine) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    answers_at_desk(desk)
    mine = the_sheet().attempt.public_id
    wanda = certified("Wanda")
    an_account(wanda, username="wanda.k")
    other = Browser(app).signs_in("wanda.k", PASSWORD)

    for address in (mine, f"{mine}/1", "nobody", "nobody/1"):
        other.open(f"/household/access/quiz/{address}")
        assert other.status == 404
        assert "nobody opens it, answers it or sends it for another" in other.text
    assert posted(other, f"/household/access/quiz/{mine}").status_code == 404
    assert posted(other, f"/household/access/quiz/{mine}/1", one="1").status_code == 404
    assert the_sheet().attempt.is_open


@pytest.mark.parametrize("place", ["0", "16", "99999999999999999999", "-1", "first"])
def test_a_question_that_is_not_in_the_attempt_is_not_found(desk: Browser, place: str) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    attempt = the_sheet().attempt.public_id

    assert desk.open(f"/household/access/quiz/{attempt}/{place}").status == 404
    assert posted(desk, f"/household/access/quiz/{attempt}/{place}", one="1").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{"one": "0"}, {"one": "99"}, {"one": "1' OR 1=1"}, {"one": ["1", "2"]}, {"several": ["1", "1"]}, {"x": "1"}],
)
def test_what_stood_on_no_page_is_no_answer(desk: Browser, sent: dict[str, Any]) -> None:
    """Of a question with one right answer a second value is not looked at; of several none may be unknown or twice."""
    desk.open("quiz.quiz").press(BEGIN)
    attempt = the_sheet().attempt.public_id
    kind = Kind.MULTIPLE if "several" in sent else Kind.SINGLE
    place = next((each.place for each in the_sheet().questions if each.content.kind is kind), 1)

    answered = posted(desk, f"/household/access/quiz/{attempt}/{place}", **sent)

    kept = the_sheet().questions[place - 1].chosen
    assert kept is None or (answered.status_code == 303 and len(kept) == 1 and sent["one"] == ["1", "2"])


def test_extra_fields_change_nothing_of_the_score(desk: Browser, clerk: Clerk) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    answers_at_desk(desk, wrong=15)
    attempt = the_sheet().attempt.public_id

    posted(
        desk,
        f"/household/access/quiz/{attempt}",
        outcome="passed",
        right_answers="15",
        pass_percent="0",
        person_id="1",
        refusal="",
        on="2027-04-20",
    )

    assert (the_sheet().attempt.outcome, the_sheet().attempt.right_answers) == ("failed", 0)
    assert db.session().scalar(select(func.count()).where(Completion.source == "hearth-quiz")) == 0


def test_sent_again_and_answered_again_it_stays_as_it_was_scored(desk: Browser) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    answers_at_desk(desk, wrong=15)
    attempt = the_sheet().attempt.public_id
    desk.press(SEND)
    before = the_sheet()

    for place in range(1, 16):
        right = [
            str(n)
            for n, each in enumerate(before.questions[place - 1].shown, 1)
            if each in before.questions[place - 1].content.right
        ]
        assert posted(desk, f"/household/access/quiz/{attempt}/{place}", one=right[0], several=right).status_code == 303
    assert posted(desk, f"/household/access/quiz/{attempt}").status_code == 303

    assert the_sheet().questions == before.questions
    assert the_sheet().attempt.outcome == "failed"


def test_a_form_of_an_earlier_attempt_answers_nothing_of_the_next(desk: Browser) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    first = the_sheet().attempt.public_id
    answers_at_desk(desk, wrong=15).press(SEND)
    desk.open("quiz.quiz").press(BEGIN)

    assert posted(desk, f"/household/access/quiz/{first}/1", one="1").status_code == 303
    assert the_sheet().answered == 0


def test_sent_after_the_last_day_it_is_refused_as_lapsed_with_the_reason(browser: Browser, clerk: Clerk) -> None:
    with clock.at("2027-06-30 23:50"):
        at_desk(browser, clerk).open("quiz.quiz").press(BEGIN)
        answers_at_desk(browser)
    with clock.at("2027-07-01 00:01"):
        browser.press(SEND)

        assert browser.heading == "This attempt was refused: the quiz was closed when you sent it."
        assert "It was not sent by the last day of your access." in browser.text
        assert "An attempt counts by the moment it is sent." in browser.text
        assert "the quiz closed with it" in browser.open("quiz.quiz").text
    assert the_sheet().attempt.outcome == "refused"


def test_an_attempt_of_an_earlier_window_is_left_and_a_new_one_begins(browser: Browser, clerk: Clerk) -> None:
    with clock.at("2027-06-30 22:00"):
        at_desk(browser, clerk).open("quiz.quiz").press(BEGIN)
    old = the_sheet().attempt.public_id
    clerk.finishes_both("2027-08-03", "2027-08-10")
    with clock.at("2029-04-02 09:00"):
        browser.signs_in("tamika.m", PASSWORD).open("quiz.quiz").press(BEGIN)

        assert the_sheet().attempt.public_id != old
        assert "This attempt was never sent" in browser.open("quiz.attempt", attempt=old).heading


def test_a_person_s_attempts_stand_in_their_story(app: Flask, desk: Browser, clerk: Clerk) -> None:
    """On one's own page, and where DoTS reads the whole story."""
    for wrong in (15, 0):
        desk.open("quiz.quiz").press(BEGIN)
        answers_at_desk(desk, wrong=wrong).press(SEND)
    maeve = hire("Maeve")
    maeve.works(category="central", team="Technology Services", job_role="Specialist")
    an_account(maeve, "dots-admin", username="maeve.d")
    dots = Browser(app).signs_in("maeve.d", PASSWORD)
    public_id = db.session().scalar(select(Person.public_id).where(Person.id == clerk.person_id))

    for page in (desk.open("access.own_access"), dots.open("access.reviewed_person", public_id=public_id)):
        assert "An attempt at the quiz: not passed" in page.text
        assert "0 of 15 right answers; 80% were needed." in page.text
        assert "An attempt at the quiz: passed" in page.text
        assert "The quiz was passed here on" in page.text


def test_every_page_speaks_spanish(app: Flask, clerk: Clerk) -> None:
    desk = Browser(app)
    desk.language = "es"
    with clock.at(IN_WINDOW):
        at_desk(desk, clerk, language="es").open("quiz.quiz")
        assert "Begin" not in desk.text
        desk.press()
        first = the_sheet().questions[0].content
        assert first.text_es in desk.text
        assert first.text_en not in desk.text
        attempt = the_sheet().attempt.public_id
        with db.transaction() as session:
            for each in session.scalars(select(DrawnQuestion)):
                each.chosen = [0]
        desk.open("quiz.attempt", attempt=attempt).press()
        missed = next(each for each in the_sheet().questions if each.is_right is False)
        assert missed.content.explanation_es in desk.text


@pytest.mark.parametrize("page", ["quiz.quiz", "quiz.question", "quiz.attempt"])
def test_a_page_takes_few_statements(desk: Browser, database: Engine, page: str) -> None:
    desk.open("quiz.quiz").press(BEGIN)
    values: dict[str, Any] = {} if page == "quiz.quiz" else {"attempt": the_sheet().attempt.public_id}
    if page == "quiz.question":
        values["number"] = 2
    with statements(database) as said:
        desk.open(page, **values)

    assert len(said) <= MOST_STATEMENTS
