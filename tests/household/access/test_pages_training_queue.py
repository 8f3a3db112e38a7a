"""The queue of the training systems: who may settle it, what it shows, and that access follows at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from district.models import Completion, Person, QueuedRow, TrainingMatch
from foundation import audit, db
from household.access import gate
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.access.staff import Clerk, day, hire

HEADER = "employee_id,email,lms_id,course,completed_on,status\n"
BOTH = ",,u7,IC-ENROLLMENT,2025-10-01,completed\n,,u7,IC-HOUSEHOLD,2025-10-14,passed\n"


@pytest.fixture
def clerk(app: Flask) -> Iterator[Clerk]:
    """An office professional whom the training system calls u7."""
    made = hire("Olga", employee_id="e77")
    made.works()
    with app.app_context():
        yield made


@pytest.fixture
def dots(browser: Browser, clerk: Clerk) -> Browser:
    """The browser with a DoTS administrator signed in."""
    return at_desk(browser, working(hire("Maeve")), "dots-admin")


def working(clerk: Clerk) -> Clerk:
    clerk.works(job_role="Analyst", category="central", team="DoTS")
    return clerk


def bring(app: Flask, folder: Path, rows: str, *more: str) -> None:
    path = folder / "lms.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    run(app, "training", "import", str(path), *more)


def run(app: Flask, *args: str) -> str:
    db.close()
    result = app.test_cli_runner().invoke(args=list(args))
    assert result.exit_code == 0, result.output
    db.close()
    return result.output


def question_about(key: str) -> int:
    db.close()
    return db.session().scalars(select(QueuedRow.id).where(QueuedRow.source_key == key)).one()


def send(dots: Browser, endpoint: str, **sent: object) -> Browser:
    """A form sent once more, or by hand: with the token of the page that is open."""
    token = next(each.get("value") for each in dots.page.iter("input") if each.get("name") == "csrf_token")
    address = dots._address(endpoint, {"question_id": sent.pop("question_id")})
    return dots._go("POST", address, {**sent, "csrf_token": token})


def number_of_completions() -> int:
    db.close()
    return len(db.session().scalars(select(Completion.id)).all())


def test_somebody_unknown_is_found_chosen_and_has_access_at_once(
    app: Flask, dots: Browser, clerk: Clerk, tmp_path: Path
) -> None:
    bring(app, tmp_path, BOTH)
    dots.open("access.training_questions")
    assert dots.heading == "1 question from the training systems waits for you."
    dots.follow("u7")
    assert dots.heading == "Who is u7?"
    assert "October 14, 2025" in dots.text
    dots.fill(q="mcph olga").press("Look for them among staff")
    assert "Olga Mcpherson. e77. Office Professional, A" in dots.text
    dots.fill(person=public_id(clerk)).press("Put the courses on record")

    assert dots.heading == "Nothing from the training systems waits for you."
    db.close()
    answer = gate.answer_for(clerk.person_id, on=day("2026-11-18"))
    assert (answer.state.value, answer.through) == ("active", day("2027-06-30"))
    assert clerk.stored() == clerk.decided()
    told = db.session().scalars(select(audit.AuditEntry).where(audit.AuditEntry.event == "training-question-settled"))
    assert [(each.actor_kind, each.person_id) for each in told] == [("account", clerk.person_id)]
    run_again = run(app, "training", "import", str(tmp_path / "lms.csv"), "--json")
    assert json.loads(run_again)["run_id"] is None


def public_id(clerk: Clerk) -> str:
    db.close()
    return db.session().scalars(select(Person.public_id).where(Person.id == clerk.person_id)).one()


def test_a_course_is_chosen_from_those_that_count(app: Flask, dots: Browser, clerk: Clerk, tmp_path: Path) -> None:
    bring(app, tmp_path, "e77,,,Household 2026,2025-10-14,passed\n")
    dots.open("access.training_questions").follow("Household 2026")
    dots.press("Put the courses on record")
    assert (dots.status, dots.errors) == (422, ["Choose a course."])
    dots.fill(course="IC-HOUSEHOLD", remember="once").press("Put the courses on record")

    assert number_of_completions() == 1
    assert db.session().scalars(select(TrainingMatch.is_remembered)).one() is False


def test_it_may_be_set_aside_with_a_reason(app: Flask, dots: Browser, tmp_path: Path) -> None:
    bring(app, tmp_path, "e77,,,FERPA,2025-10-14,passed\n")
    dots.open("access.training_questions").follow("FERPA")
    dots.press("Set it aside")
    assert (dots.status, dots.errors) == (422, ["Say why."])
    dots.fill(reason="Not one of ours").press("Set it aside")

    assert dots.heading == "Nothing from the training systems waits for you."
    db.close()
    row = db.session().scalars(select(QueuedRow)).one()
    assert (row.settled_as, row.settled_why) == ("set-aside", "Not one of ours")


def test_a_bad_row_shows_its_line_and_why(app: Flask, dots: Browser, tmp_path: Path) -> None:
    bring(app, tmp_path, "e77,,,IC-HOUSEHOLD,soon,passed\n")
    dots.open("access.training_questions")

    assert "Line 2: e77" in dots.text
    assert "The day cannot be read." in dots.text


@pytest.mark.parametrize("endpoint", ["access.place_person", "access.place_course", "access.set_question_aside"])
def test_what_is_settled_already_is_left_alone(
    app: Flask, dots: Browser, clerk: Clerk, tmp_path: Path, endpoint: str
) -> None:
    bring(app, tmp_path, BOTH)
    question_id, whom = question_about("u7"), public_id(clerk)
    dots.open("access.training_question", question_id=question_id)
    dots.fill(reason="A test").press("Set it aside")
    send(dots, endpoint, question_id=question_id, q="olga", person=whom, course="IC-HOUSEHOLD", reason="Again")

    assert "This was settled already. Nothing was changed." in dots.text
    assert number_of_completions() == 0
    dots.open("access.training_question", question_id=question_id)
    assert dots.status == 404


def test_nobody_says_that_courses_are_their_own(app: Flask, browser: Browser, clerk: Clerk, tmp_path: Path) -> None:
    me = hire("Maeve", employee_id="e1")
    dots = at_desk(browser, working(me), "dots-admin")
    bring(app, tmp_path, BOTH)
    dots.open("access.training_question", question_id=question_about("u7"))
    dots.fill(q="e1").press("Look for them among staff")
    dots.fill(person=public_id(me)).press("Put the courses on record")

    assert (dots.status, dots.errors) == (422, ["Somebody else must say that these courses are yours."])
    assert number_of_completions() == 0


def test_somebody_who_is_no_staff_cannot_be_chosen(app: Flask, dots: Browser, tmp_path: Path) -> None:
    bring(app, tmp_path, BOTH)
    stranger = hire("Gina")
    dots.open("access.training_question", question_id=question_about("u7"))
    dots.fill(q="olga").press("Look for them among staff")
    send(dots, "access.place_person", question_id=question_about("u7"), q="mcpherson", person=public_id(stranger))

    assert (dots.status, number_of_completions()) == (422, 0)


def test_what_a_training_system_wrote_is_text_and_nothing_else(app: Flask, dots: Browser, tmp_path: Path) -> None:
    bring(app, tmp_path, "e77,,,<b>x</b><img src=a>,2025-10-14,passed\n")
    dots.open("access.training_question", question_id=question_about("<b>x</b><img src=a>"))

    assert dots.heading == "Which course is <b>x</b><img src=a>?"


@pytest.mark.parametrize("role", ["help-desk", "district-admin", ""])
def test_the_queue_is_for_dots(app: Flask, browser: Browser, clerk: Clerk, tmp_path: Path, role: str) -> None:
    bring(app, tmp_path, BOTH)
    somebody = at_desk(browser, working(hire("Hazel")), *([role] if role else []))
    somebody.open("access.training_questions")
    assert somebody.status == 403
    somebody.open("access.training_question", question_id=question_about("u7"))
    assert somebody.status == 403


def test_the_queue_speaks_spanish(app: Flask, browser: Browser, clerk: Clerk, tmp_path: Path) -> None:
    dots = at_desk(browser, working(hire("Maeve")), "dots-admin", language="es")
    bring(app, tmp_path, BOTH)
    dots.open("access.training_questions")
    assert dots.page.get("lang") == "es" or "pregunta" in dots.heading
    dots.follow("u7")

    assert dots.heading == "¿Quién es u7?"


def test_fifty_at_a_time(app: Flask, dots: Browser, tmp_path: Path) -> None:
    rows = "".join(f",,u{nth:03},IC-HOUSEHOLD,2025-10-14,passed\n" for nth in range(51))
    bring(app, tmp_path, rows)
    dots.open("access.training_questions", kind="people", after="x")
    assert dots.heading == "51 questions from the training systems wait for you."
    dots.follow("The next 50")
    dots.follow("Back to the first")
    assert dots.status == 200


def test_the_command_lists_the_same(app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    bring(app, tmp_path, BOTH)

    assert json.loads(run(app, "training", "queue", "--json"))["people"] == [
        {"source": "training-csv", "code": "unknown-employee", "key": "u7", "rows": 2, "line": 2}
    ]
    assert "people: 1" in run(app, "training", "queue", "--again")
