"""A student’s grades: what a family reads, the term it chooses, what if, and who sees nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, func, select, update

from accounts.models import Draft
from demo.cast import SOURCE, Someone, keep, write
from demo.grades import some_work_is_graded
from demo.places import takes
from demo.world import PASSPHRASE, World
from district.models import AcademicSession, GradeCategory, HiddenSection, LineItem, Result, Section, TermGrade
from foundation import clock, db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements

TODAY = date(2026, 11, 18)


@pytest.fixture
def graded(world: World) -> World:
    with db.transaction():
        some_work_is_graded(world, at=clock.now())
    return world


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def opens_grades(app: Flask, world: World, person: Someone, child: Someone, query: str = "") -> Browser:
    return at_home(app, world, person).open(f"/portal/students/{child.public_id}/grades{query}")


def biology(world: World) -> int:
    return world.town.classes[world.town.high.id][2]


def change(model: Any, title: str, section: int, /, **values: Any) -> None:
    """Change what is recorded of everyone in one assignment of a class, or the assignment itself."""
    item = select(LineItem.id).where(LineItem.title == title, LineItem.section_id == section)
    where = LineItem.id.in_(item) if model is LineItem else Result.line_item_id.in_(item)
    with db.transaction():
        db.session().execute(update(model).where(where).values(**values))


def only_biology(world: World) -> None:
    """Make Biology one where everything but the unit test is exempt or open: the test is the mark."""
    for title in ("Unit 4 notes", "Unit 4 check", "Practice set 9"):
        change(Result, title, biology(world), status="exempt", score=None, is_missing=None, is_late=None)
    change(Result, "Unit 4 test", biology(world), status="graded", score=80.0, is_missing=None, is_late=None)


def test_a_guardian_reads_each_class_with_its_mark_and_that_it_is_not_final(app: Flask, graded: World) -> None:
    only_biology(graded)
    page = opens_grades(app, graded, graded.hoa, graded.minh)

    assert page.heading == f"Grades of {graded.minh.full_name}"
    assert "Biology Dana Whitfield, period 3 80.0% In progress, not final" in page.text
    assert "Unit 4 test Tests, due November 15, 2026" in page.text
    assert "80 / 100" in page.text
    assert "Exempt, does not count" in page.text
    assert "The school has given no mark yet. This is added up from the scores on this page." in page.text
    assert "Last updated November 18, 2026" in page.text


def test_the_weights_are_added_up_line_by_line(app: Flask, graded: World) -> None:
    only_biology(graded)
    change(Result, "Unit 4 check", biology(graded), status="graded", score=10.0)
    page = opens_grades(app, graded, graded.hoa, graded.minh)

    assert "Tests, 62.5% of the mark 80 / 100 = 80.0%, brings 50" in page.text
    assert "Quizzes, 37.5% of the mark 10 / 20 = 50.0%, brings 18.8" in page.text
    assert "Added up, not final 68.8%" in page.text


def test_missing_late_and_exempt_are_said(app: Flask, graded: World) -> None:
    only_biology(graded)
    change(Result, "Unit 4 check", biology(graded), status="not-submitted", score=None)
    change(Result, "Unit 4 test", biology(graded), is_late=True)
    page = opens_grades(app, graded, graded.hoa, graded.minh)

    assert "0 / 20 Missing" in page.text
    assert "80 / 100 Late" in page.text


def test_the_mark_of_the_school_is_the_mark_and_a_difference_is_explained(app: Flask, graded: World) -> None:
    only_biology(graded)
    quarter = db.session().scalar(select(AcademicSession.id).where(AcademicSession.title == "Quarter 2"))
    said = {"mark": "B+", "percent": 88.0, "is_final": False, "comment": "", "title": "Quarter grade"}
    of = {"person_id": graded.minh.id, "section_id": biology(graded), "session_id": quarter}
    with db.transaction():
        keep(TermGrade(**of, **said, source=SOURCE, source_key="one", updated_at=clock.now(), is_current=True))
    page = opens_grades(app, graded, graded.hoa, graded.minh)

    assert "B+, 88.0% In progress, not final" in page.text
    assert "The school’s own mark is the mark. The scores on this page add up to 80.0%" in page.text


def test_another_term_is_shown_with_its_final_marks(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    assert "Unit 2 test" not in page.text
    first = db.session().scalar(select(AcademicSession.id).where(AcademicSession.title == "Quarter 1"))
    page.fill(term=str(first)).press("Show this term")

    assert "Unit 2 test" in page.text
    assert "Unit 4 test" not in page.text
    assert "% Final" in page.text


@pytest.mark.parametrize("asked", ["", "0", "-1", "99999999999999999999", "x", "%00", "1;2"])
def test_a_term_that_is_none_of_hers_is_the_one_of_today(app: Flask, graded: World, asked: str) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh, f"?term={asked}")

    assert "Unit 4 test" in page.text


def field_of(world: World, title: str, section: int | None = None) -> str:
    item = select(LineItem.id).where(LineItem.title == title, LineItem.section_id == (section or biology(world)))
    return f"score_{db.session().scalar(item)}"


def test_what_if_answers_on_the_same_page_and_stores_nothing(app: Flask, graded: World, database: Engine) -> None:
    only_biology(graded)
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    before = db.session().execute(select(func.count(), func.sum(Result.score)).select_from(Result)).one()
    db.close()
    with statements(database) as said:
        page.fill(**{field_of(graded, "Unit 5 check"): "20"}).press("Work it out (Biology)")

    assert page.status == 200
    assert "Then Biology would be 87.5%." in page.text
    assert "Biology Dana Whitfield, period 3 80.0% In progress, not final" in page.text
    assert "?" not in page.path
    assert [each for each in said if not each.startswith(("SELECT", "UPDATE session_record", "SAVEPOINT"))] == []
    db.close()
    assert db.session().execute(select(func.count(), func.sum(Result.score)).select_from(Result)).one() == before


def test_numbers_are_written_in_spanish_as_in_the_united_states(app: Flask, graded: World) -> None:
    only_biology(graded)
    change(Result, "Unit 4 test", biology(graded), score=80.5)
    page = opens_grades(app, graded, graded.marisol, graded.lucia)

    assert "80.5 / 100" in page.text
    assert "B, 83.0% En curso" in page.text


def test_what_if_keeps_the_term_that_was_shown(app: Flask, graded: World) -> None:
    first = db.session().scalar(select(AcademicSession.id).where(AcademicSession.title == "Quarter 1"))
    page = opens_grades(app, graded, graded.hoa, graded.minh, f"?term={first}")
    page.fill(**{field_of(graded, "Unit 2 test"): "100"}).press("Work it out (Biology)")

    assert "Then Biology would be" in page.text
    assert "Unit 2 test" in page.text


@pytest.mark.parametrize("typed", ["all of them", "-1", "1000000", "1e3"])
def test_what_is_no_score_is_said_beside_its_field(app: Flask, graded: World, typed: str) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    page.fill(**{field_of(graded, "Unit 5 check"): typed}).press("Work it out (Biology)")

    assert page.status == 422
    assert page.errors == ["Write the points as a number from 0 to 100,000, such as 17 or 17.5."]


def test_nothing_supposed_answers_nothing(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh).press("Work it out (Biology)")

    assert page.status == 200
    assert "Then Biology would be" not in page.text


def test_what_was_supposed_in_a_session_that_ended_is_not_kept_as_a_draft(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    page.fill(**{field_of(graded, "Unit 5 check"): "20"})
    with clock.at("2026-11-20 08:00"):
        page.press("Work it out (Biology)")

    assert page.heading == "Sign in"
    assert db.session().scalar(select(func.count()).select_from(Draft)) == 0


def test_a_student_reads_the_own_grades(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.minh, graded.minh)

    assert page.heading == "Your grades"
    assert "Unit 4 test" in page.text


def test_an_elementary_child_has_a_progress_report_and_no_percentages(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.siobhan, graded.nora)

    assert "In kindergarten to grade 5 teachers write a progress report instead of percent grades." in page.text
    assert "Retells a story in order" in page.text
    assert "%" not in page.text
    assert "What if" not in page.text


def test_what_if_is_not_there_for_an_elementary_child(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.marisol, graded.lucia)
    page.fill(**{field_of(graded, "Unit 5 check"): "20"})
    form = next(each for each in page.page.iter("form") if each.get("action", "").endswith(f"class-{biology(graded)}"))
    form.set("action", f"/portal/students/{graded.mateo.public_id}/grades")

    assert page.press("Calcular (Biology)").status == 404


def paper_of(app: Flask, world: World, guardian: Someone, child: Someone) -> str:
    answer = at_home(app, world, guardian).client.get(f"/portal/students/{child.public_id}/grades.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(answer.data)).pages).split())


def test_a_term_is_kept_as_a_paper(app: Flask, graded: World) -> None:
    only_biology(graded)
    paper = paper_of(app, graded, graded.hoa, graded.minh)

    assert graded.minh.full_name in paper
    assert "80.0%. In progress, not final" in paper
    assert "Unit 4 test. Tests, due November 15, 2026" in paper
    assert "What if" not in paper


def test_the_paper_of_an_elementary_child_has_no_percentages(app: Flask, graded: World) -> None:
    paper = paper_of(app, graded, graded.siobhan, graded.nora)

    assert "Retells a story in order" in paper
    assert "%" not in paper


def test_the_paper_of_another_family_s_child_is_not_there(app: Flask, graded: World) -> None:
    page = at_home(app, graded, graded.hoa)

    assert page.client.get(f"/portal/students/{graded.lucia.public_id}/grades.pdf").status_code == 404


def test_another_family_s_child_is_not_there(app: Flask, graded: World) -> None:
    assert opens_grades(app, graded, graded.hoa, graded.lucia).status == 404
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    page.fill(**{field_of(graded, "Unit 5 check"): "20"})
    form = next(each for each in page.page.iter("form") if each.get("action", "").endswith(f"class-{biology(graded)}"))
    form.set("action", f"/portal/students/{graded.lucia.public_id}/grades")

    assert page.press("Work it out (Biology)").status == 404


def test_no_page_holds_what_a_teacher_wrote_of_another_child(app: Flask, graded: World) -> None:
    leaks = {}
    for guardian, child in ((graded.hoa, graded.minh), (graded.marisol, graded.lucia), (graded.siobhan, graded.nora)):
        html = opens_grades(app, graded, guardian, child).html
        leaks[guardian.first_name] = markers_on(html, graded.markers_foreign_to(guardian))

    assert leaks == {"Hoa": [], "Marisol": [], "Siobhan": []}


def test_grades_that_the_school_hides_are_shown_nowhere_and_supposed_by_nobody(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    page.fill(**{field_of(graded, "Unit 5 check"): "20"})
    with db.transaction():
        keep(
            HiddenSection(
                school_id=graded.town.high.id,
                section="grades",
                starts=TODAY,
                ends=TODAY + timedelta(days=5),
                reason="Teachers are still entering scores.",
                hidden_by_title="Principal",
                hidden_at=clock.now(),
            )
        )
    page.press("Work it out (Biology)")

    assert "Unit 4 test" not in page.text
    assert "Unit 4 test" not in opens_grades(app, graded, graded.hoa, graded.minh).text
    home = at_home(app, graded, graded.hoa)
    assert "missing in" not in home.text
    assert "Due today" not in home.text


def test_a_class_without_a_schedule_is_shown_by_its_results_alone(app: Flask, world: World) -> None:
    """Ed-Fi samples have a gradebook and no students’ classes."""
    with db.transaction():
        session = AcademicSession(
            title="Six weeks",
            kind="gradingPeriod",
            starts=TODAY - timedelta(days=20),
            ends=TODAY + timedelta(days=20),
            school_year=2027,
            source=SOURCE,
            source_key="six",
        )
        section = Section(title="Chess", source=SOURCE, source_key="chess")
        of = {"section_id": write(section).id, "session_id": write(session).id}
        told = {"description": "", "updated_at": clock.now(), "is_current": True, "source": SOURCE}
        item = write(LineItem(**of, title="First game", source_key="game", **told))
        nothing = {"status": "graded", "text_score": "74", "comment": "", "updated_at": clock.now(), "is_current": True}
        result = {"person_id": world.minh.id, "line_item_id": item.id, "source": SOURCE, "source_key": "r"}
        keep(Result(**result, **nothing))
    page = opens_grades(app, world, world.hoa, world.minh)

    assert "First game 74" in page.text
    assert "No score counts yet." in page.text


def test_a_child_without_a_gradebook_is_told_so(app: Flask, world: World) -> None:
    with db.transaction():
        db.session().execute(update(Section).values(kind="homeroom"))
    page = opens_grades(app, world, world.hoa, world.minh)

    assert "Nothing is recorded here yet." in page.text


def test_markup_of_a_title_or_a_comment_is_shown_as_text(app: Flask, graded: World) -> None:
    evil = '"><svg/onload=alert(1)>'
    change(LineItem, "Unit 4 test", biology(graded), title=evil)
    with db.transaction():
        db.session().execute(update(Result).values(comment=evil, text_score=evil))
        db.session().execute(update(GradeCategory).values(title=evil))
    page = opens_grades(app, graded, graded.hoa, graded.minh)

    assert evil in page.text
    assert "<svg/onload" not in page.html


@pytest.mark.parametrize("classes", [1, 12])
def test_the_page_takes_as_many_statements_however_much_there_is(
    app: Flask, graded: World, database: Engine, classes: int
) -> None:
    with db.transaction():
        for each in graded.town.classes[graded.town.middle.id][: classes // 2]:
            takes(graded.minh, each)
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    with statements(database) as said:
        page.open(f"/portal/students/{graded.minh.public_id}/grades")

    assert len(said) <= 8, said


def test_pages_are_not_kept_by_caches_and_no_address_behind_the_page_answers(app: Flask, graded: World) -> None:
    page = opens_grades(app, graded, graded.hoa, graded.minh)
    assert page.response is not None
    assert "no-store" in page.response.headers["Cache-Control"]
    for tail in ("/x.css", ";x.js", "%0a.png"):
        assert page.client.get(f"/portal/students/{graded.minh.public_id}/grades{tail}").status_code == 404


def test_home_tells_of_missing_work_and_what_is_due_today(app: Flask, graded: World) -> None:
    change(Result, "Unit 4 check", biology(graded), status="not-submitted", score=None, is_missing=None)
    change(Result, "Unit 4 notes", biology(graded), status="graded", score=None, is_missing=True)
    for title in ("Practice set 9", "Unit 4 test"):
        change(Result, title, biology(graded), status="graded", score=5.0, is_missing=None)
    page = at_home(app, graded, graded.hoa)

    assert "2 assignments are missing in Biology" in page.text
    assert "Since November 6, 2026" in page.text
    assert "Due today Practice set 10, Biology" in page.text


def test_home_is_silent_of_what_was_missing_in_a_term_that_is_over(app: Flask, graded: World) -> None:
    with db.transaction():
        db.session().execute(update(Result).values(status="not-submitted", is_missing=True, score=None))
        db.session().execute(update(AcademicSession).values(ends=TODAY))

    assert "missing in" not in at_home(app, graded, graded.hoa).text
