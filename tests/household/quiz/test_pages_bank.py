"""The bank as DoTS keeps it: found, written in both languages, confirmed, retired; and its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update

from foundation import clock, db
from foundation.audit import AuditEntry
from household.quiz import actions
from household.quiz.models import Question, QuestionVersion
from household.quiz.queries import bank
from household.quiz.rules.questions import State
from tests.browser import Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import hire
from tests.household.quiz.sitting import BY, IN_WINDOW, answers, certified, load_starter, opens, sends, sheet
from tests.statements import statements

KEEP, DRAFT = "Keep as a new version", "Keep as a draft"
MOST_STATEMENTS = 10
WRITTEN = {
    "topic": "moves",
    "text_en": "Who is told of a move?",
    "text_es": "¿A quién se avisa de una mudanza?",
    "explanation_en": "The schools of all children.",
    "explanation_es": "A las escuelas de todos los hijos.",
    "procedure_en": "Moving a family",
    "procedure_es": "Mudanza de una familia",
    "option_en_1": "Nobody",
    "option_es_1": "A nadie",
    "option_en_2": "The schools",
    "option_es_2": "A las escuelas",
    "right_2": True,
}


@pytest.fixture
def desk(browser: Browser, database: Engine) -> Browser:
    """A DoTS administrator at the bank of questions that ship."""
    load_starter()
    maeve = hire("Maeve")
    maeve.works(category="central", team="Technology Services", job_role="Specialist")
    return at_desk(browser, maeve, "dots-admin")


def question(code: str = "two-homes") -> Question:
    db.close()
    return db.session().scalars(select(Question).where(Question.code == code)).one()


def version_of(code: str = "two-homes") -> QuestionVersion:
    found = question(code)
    return bank.versions_of(found)[0]


def listed(desk: Browser) -> int:
    return sum(each.tag == "tr" for each in desk.page.iter()) - 1


def test_the_list_says_what_is_active_and_what_waits_for_review(desk: Browser) -> None:
    desk.open("quiz.questions")

    assert desk.heading == "46 questions are active; 46 of them wait for the district’s review."
    assert listed(desk) == 46


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"state": "retired"}, 1),
        ({"topic": "names"}, 4),
        ({"topic": "names", "state": "retired"}, 0),
        ({"words": "sixteen hands"}, 0),
        ({"words": "two-homes"}, 1),
        ({"words": "MAPEL"}, 1),
        ({"words": "ñ"}, None),
        ({"words": "100%_"}, 0),
        ({"words": "1"}, None),
        ({"review": "waiting"}, 45),
    ],
)
def test_a_question_is_found_by_what_narrows_the_list(desk: Browser, asked: dict[str, str], number: int | None) -> None:
    retired, confirmed = question("two-homes"), question("who-moves")
    with db.transaction():
        actions.move(retired, State.RETIRED, by=BY, at=clock.now())
        actions.confirm(confirmed, 1, by=BY, at=clock.now())

    desk.open("quiz.questions", **asked)

    assert desk.status == 200
    if number == 0:
        assert "No question fits this list." in desk.text
    elif number is None:
        assert 1 <= listed(desk) <= 46
    else:
        assert listed(desk) == number


def test_a_filter_that_cannot_be_understood_says_so_and_shows_all(desk: Browser) -> None:
    desk.open("quiz.questions", state="asleep")

    assert desk.status == 422
    assert desk.errors


def test_a_question_is_written_as_a_draft_looked_over_and_made_active(desk: Browser) -> None:
    desk.open("quiz.questions").follow("one right answer").fill(**WRITTEN).press(DRAFT)

    assert "The draft is kept." in desk.text
    for each in ("Who is told of a move?", "¿A quién se avisa de una mudanza?", "A las escuelas"):
        assert each in desk.text
    desk.press("Make it active")
    assert "attempts that begin from now on may draw it" in desk.text
    assert db.session().scalar(select(func.count()).where(Question.state == "active")) == 47


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("one right answer", {"text_en": ""}, "Write the question in English."),
        ("one right answer", {"right_2": False}, "Mark exactly one answer as right."),
        ("one right answer", {"right_1": True}, "Mark exactly one answer as right."),
        ("one right answer", {"option_en_2": "NOBODY"}, "Two answers say the same."),
        (
            "one right answer",
            {"link": "http://x.example"},
            "The link must begin with https://, or with / for a page here.",
        ),
        ("several right answers", {}, "Mark two or more answers as right, and leave at least one wrong."),
    ],
)
def test_a_question_that_cannot_be_asked_comes_back_with_what_to_change(
    desk: Browser, kind: str, typed: dict[str, Any], error: str
) -> None:
    desk.open("quiz.questions").follow(kind).fill(**(WRITTEN | typed)).press(DRAFT)

    assert desk.status == 422
    assert desk.errors == [error]
    assert "A las escuelas" in desk.html
    assert db.session().scalar(select(func.count()).select_from(Question)) == 46


def test_a_draft_waits_for_its_spanish_and_is_not_active_without(desk: Browser) -> None:
    typed = WRITTEN | {"text_es": "", "option_es_1": ""}
    desk.open("quiz.questions").follow("one right answer").fill(**typed).press(DRAFT)
    desk.press("Make it active")

    assert desk.status == 422
    assert "without it the question stays a draft" in desk.text
    assert db.session().scalar(select(func.count()).where(Question.state == "draft")) == 1


def test_a_statement_is_true_or_false(desk: Browser) -> None:
    typed = {name: value for name, value in WRITTEN.items() if not name.startswith(("option", "right"))}
    desk.open("quiz.questions").follow("true or false").fill(**typed, truth="false").press(DRAFT)

    made = db.session().scalars(select(Question).where(Question.state == "draft")).one()
    assert [(each.en, each.is_right) for each in bank.versions_of(made)[0].content.options] == [
        ("True", False),
        ("False", True),
    ]


def test_an_edit_is_a_new_version_for_review_again(desk: Browser) -> None:
    found = question()
    desk.open("quiz.bank_question", public_id=found.public_id).press("Confirm this version for the district")
    assert "Confirmed for the district on" in desk.text
    desk.follow("Write a new version").fill(text_en="Where do the two homes stand?").press(KEEP)

    assert desk.heading == f"Question {found.id}, version 2"
    assert "for the district’s review" in desk.text
    assert version_of().text_en == "Where do the two homes stand?"
    assert len(bank.versions_of(question())) == 2
    assert bank.versions_of(question())[1].confirmed_at is not None


def test_an_edit_that_says_the_same_is_no_version(desk: Browser) -> None:
    desk.open("quiz.edit_question", public_id=question().public_id).press(KEEP)

    assert "Nothing was changed" in desk.text
    assert question().version == 1


def test_an_active_question_is_never_saved_without_its_spanish(desk: Browser) -> None:
    desk.open("quiz.edit_question", public_id=question().public_id).fill(text_es="").press(KEEP)

    assert desk.status == 422
    assert question().version == 1


def test_a_stale_save_shows_both_versions_and_keeps_what_was_typed(app: Flask, desk: Browser) -> None:
    other = hire("Rosa")
    other.works(category="central", team="Technology Services", job_role="Specialist")
    an_account(other, "dots-admin", username="rosa.d")
    colleague = Browser(app).signs_in("rosa.d", PASSWORD)
    public_id = question().public_id
    desk.open("quiz.edit_question", public_id=public_id)
    colleague.open("quiz.edit_question", public_id=public_id).fill(text_en="Rosa’s words?").press(KEEP)

    desk.fill(text_en="Maeve’s words?").press(KEEP)

    assert desk.status == 409
    assert "Rosa’s words?" in desk.text
    assert "Maeve’s words?" in desk.html
    assert question().version == 2
    desk.press(KEEP)
    assert [each.text_en for each in bank.versions_of(question())][:2] == ["Maeve’s words?", "Rosa’s words?"]


def test_sent_twice_an_edit_is_one_version(desk: Browser) -> None:
    desk.open("quiz.edit_question", public_id=question().public_id).fill(text_en="Other words?")
    again = dict(desk._sent_by(desk._button(KEEP)[0]))
    desk.press(KEEP)
    second = desk.client.post(f"/household/quiz/questions/{question().public_id}/edit", data=again)

    assert second.status_code == 303
    assert question().version == 2


def test_retired_and_brought_back(desk: Browser) -> None:
    desk.open("quiz.bank_question", public_id=question().public_id).press("Retire it")
    assert question().state == "retired"
    desk.press("Make it active")

    assert question().state == "active"
    told = select(AuditEntry.event).where(AuditEntry.event == "question-moved")
    assert len(list(db.session().scalars(told))) == 2


def test_only_the_version_that_was_read_is_confirmed(desk: Browser) -> None:
    desk.open("quiz.bank_question", public_id=question().public_id)
    newer = replace(version_of().content, text_en="Newer?")
    with db.transaction():
        found = db.session().scalars(select(Question).where(Question.code == "two-homes")).one()
        actions.rewrite(found, newer, based_on=1, by=BY, at=clock.now())
    desk.press("Confirm this version for the district")

    assert desk.status == 409
    assert version_of().confirmed_at is None


def test_what_does_not_exist_is_not_found(desk: Browser) -> None:
    assert desk.open("quiz.bank_question", public_id="nobody").status == 404
    assert desk.open("quiz.edit_question", public_id="nobody").status == 404


def test_an_empty_bank_is_filled_from_the_page(browser: Browser, database: Engine) -> None:
    maeve = hire("Maeve")
    maeve.works(category="central", team="Technology Services", job_role="Specialist")
    desk = at_desk(browser, maeve, "dots-admin").open("quiz.questions")
    assert desk.heading == "There is no active question yet, and the quiz is shut."
    assert "Until so many are active, nobody can begin the quiz." in desk.text

    desk.press("Add them, for review")

    assert "46 questions were added." in desk.text
    assert "Add them, for review" not in desk.buttons


@pytest.mark.parametrize("endpoint", ["quiz.questions", "quiz.new_question", "quiz.numbers"])
def test_it_is_shut_to_staff_without_the_role(browser: Browser, database: Engine, endpoint: str) -> None:
    assert at_desk(browser, certified()).open(endpoint).status == 403


def test_the_numbers_show_who_passes_and_what_is_missed(desk: Browser) -> None:
    with clock.at(IN_WINDOW):
        clerk = certified()
        for seed, wrong in enumerate((15, 3)):
            attempt = opens(clerk, seed=seed)
            answers(attempt, wrong=wrong)
            sends(attempt)
        missed = sheet(attempt).questions[:3]
    with clock.at("2027-07-15 09:00"):
        desk.signs_in("tamika.m", PASSWORD).open("quiz.numbers")

    assert desk.heading == "Of 2 attempts sent in 2026-27, 50% passed."
    assert "1 of 1 have passed" in desk.text
    for each in missed:
        assert each.content.text_en in desk.text
    assert "100%" in desk.text


def test_the_numbers_of_no_attempt(desk: Browser) -> None:
    desk.open("quiz.numbers")

    assert desk.heading == "No attempt at the quiz was sent in 2026-27."
    assert "No attempt was sent in this school year." in desk.text


@pytest.mark.parametrize("endpoint", ["quiz.questions", "quiz.numbers"])
def test_a_page_takes_few_statements(desk: Browser, database: Engine, endpoint: str) -> None:
    with statements(database) as said:
        desk.open(endpoint)

    assert len(said) <= MOST_STATEMENTS


def test_every_page_speaks_spanish(desk: Browser) -> None:
    with db.transaction() as session:
        session.execute(update(Question).where(Question.code == "who-moves").values(state="draft"))
    desk.language = "es"
    for place, values in (
        ("/household/quiz/questions?lang=es", {}),
        ("quiz.new_question", {"kind": "true-false"}),
        ("quiz.bank_question", {"public_id": question("who-moves").public_id}),
        ("quiz.edit_question", {"public_id": question().public_id}),
        ("quiz.numbers", {}),
    ):
        desk.open(place, **values)
        assert desk.status == 200
        assert "Write" not in desk.text.replace(version_of("who-moves").text_en, "")
