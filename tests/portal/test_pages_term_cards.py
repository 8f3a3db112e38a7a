"""Report cards made of final marks: page, paper, day, who opened them, and what the school reads of that."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, select, update

from demo import people
from demo.cast import Someone
from demo.grades import some_work_is_graded
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from district.models import AcademicSession, TermCardOpening, TermGrade
from foundation import clock, db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


@pytest.fixture
def marked(world: World) -> World:
    """The first quarter is over; each final mark bears the bird of its family."""
    with db.transaction() as session:
        some_work_is_graded(world, at=clock.now())
        for each in world.everyone:
            mine = update(TermGrade).where(TermGrade.person_id == each.id, TermGrade.is_final)
            session.execute(mine.values(comment=f"Well done, {each.marker}"))
    return world


def session_of(student: Someone) -> int:
    found = select(TermGrade.session_id).where(TermGrade.person_id == student.id, TermGrade.is_final)
    number = db.session().scalars(found).first()
    assert number is not None
    return number


def listed(app: Flask, world: World, reader: Someone, child: Someone) -> Browser:
    browser = Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)
    return browser.open("portal.report_cards", public_id=child.public_id)


def named(app: Flask, world: World, reader: Someone, child: Someone) -> Browser:
    return listed(app, world, reader, child).follow("2026–27, Quarter 1")


def paper(browser: Browser, child: Someone) -> list[str]:
    answer = browser.open("portal.term_card_paper", public_id=child.public_id, session=session_of(child)).response
    assert answer is not None
    assert answer.mimetype == "application/pdf", answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages]


def test_the_final_marks_of_a_term_stand_on_a_page_and_a_tagged_paper(app: Flask, marked: World) -> None:
    browser = named(app, marked, marked.hoa, marked.minh)
    assert browser.heading == "2026–27, Quarter 1: report card of Minh Nguyễn"
    assert "Unofficial: made for the family" in browser.text
    assert f"Well done, {marked.minh.marker}" in browser.text
    assert "Attendance: 0 days absent, tardy 0 times." in browser.text
    pages = paper(browser, marked.minh)

    assert all("Unofficial" in each for each in pages)
    assert f"Well done, {marked.minh.marker}" in pages[0]
    response = browser.response
    assert response is not None
    assert b"/MarkInfo" in response.data or "/StructTreeRoot" in PdfReader(BytesIO(response.data)).trailer["/Root"]


def test_a_mark_that_is_not_final_is_on_no_card(app: Flask, marked: World) -> None:
    assert "Keep it up" not in named(app, marked, marked.marisol, marked.lucia).text


def test_before_its_day_a_card_is_announced_with_how_the_day_is_found_and_not_there(app: Flask, marked: World) -> None:
    app.config["HEARTH"] = replace(app.config["HEARTH"], report_card_days=60)
    browser = listed(app, marked, marked.hoa, marked.minh)
    assert "60 days after the last day of the term" in browser.text

    for more in ("", "/paper"):
        address = f"/portal/students/{marked.minh.public_id}/report-cards/terms/{session_of(marked.minh)}{more}"
        assert browser.open(address).status == 404
    assert db.session().scalars(select(TermCardOpening)).all() == []


def test_a_term_under_way_has_no_card(app: Flask, marked: World) -> None:
    app.config["HEARTH"] = replace(app.config["HEARTH"], report_card_days=0)
    with db.transaction() as session:
        session.execute(
            update(AcademicSession)
            .where(AcademicSession.id == session_of(marked.minh))
            .values(ends=clock.today().replace(day=19))
        )
    browser = listed(app, marked, marked.hoa, marked.minh)
    address = f"/portal/students/{marked.minh.public_id}/report-cards/terms/{session_of(marked.minh)}"

    assert browser.open(address).status == 404


def test_who_has_opened_it_is_told_to_the_family_without_names(app: Flask, marked: World) -> None:
    named(app, marked, marked.minh, marked.minh)
    named(app, marked, marked.hoa, marked.minh)
    text = listed(app, marked, marked.hoa, marked.minh).text

    assert "The student: November 18, 2026" in text
    assert "You: November 18, 2026" in text


@pytest.mark.parametrize("reader", ["siobhan", "victor", "samir"])
def test_no_other_family_opens_it(app: Flask, marked: World, reader: str) -> None:
    """T01, T48."""
    browser = Browser(app).signs_in(marked.sign_in(getattr(marked, reader)).username, PASSPHRASE)
    card = f"/portal/students/{marked.minh.public_id}/report-cards/terms/{session_of(marked.minh)}"

    for more in ("", "/paper", "/paper.css", ";x.js", "%0a.png", "/x.css"):
        assert browser.open(f"{card}{more}").status == 404
    assert db.session().scalars(select(TermCardOpening)).all() == []


def test_no_page_or_paper_holds_another_family_s_bird(app: Flask, marked: World) -> None:
    for reader, child in ((marked.hoa, marked.minh), (marked.marisol, marked.lucia)):
        browser = named(app, marked, reader, child)
        said = browser.html + " ".join(paper(browser, child))
        assert child.marker in said
        assert markers_on(said, marked.markers_foreign_to(reader)) == []


def test_an_order_shuts_the_card_with_the_next_page(app: Flask, marked: World) -> None:
    browser = named(app, marked, marked.hoa, marked.minh)
    with db.transaction():
        people.a_restriction(marked.hoa, marked.minh)
    address = f"/portal/students/{marked.minh.public_id}/report-cards/terms/{session_of(marked.minh)}/paper"

    assert browser.open(address).status == 404


def test_the_school_reads_who_opened_and_neither_marks_nor_names(app: Flask, marked: World, staff: Staff) -> None:
    named(app, marked, marked.hoa, marked.minh)
    office = Browser(app).signs_in(staff.sign_in(staff.noelle).username, PASSPHRASE).open("desk.report_cards")
    assert "2026–27, Quarter 1" in office.text
    office.follow(f"2026–27, Quarter 1, {marked.town.high.name}")

    assert "Minh Nguyễn Grade 11 A guardian; 1 person, first on November 18, 2026" in office.text
    assert "Lucía Ibarra Vega" in office.text
    assert "Nobody of the family yet" in office.text
    assert "Hoa" not in office.text
    assert marked.minh.marker not in office.html


def test_a_principal_reads_the_own_school_alone_and_others_nothing(app: Flask, marked: World, staff: Staff) -> None:
    principal = Browser(app).signs_in(staff.sign_in(staff.ingrid).username, PASSPHRASE).open("desk.report_cards")
    assert marked.town.high.name not in principal.text
    strange = {"school": marked.town.high.public_id, "session": str(session_of(marked.minh))}
    assert principal.open("desk.report_cards", **strange).status == 404
    for other in (staff.maeve, staff.anita, staff.bruno):
        browser = Browser(app).signs_in(staff.sign_in(other).username, PASSPHRASE)
        assert browser.open("/portal/desk/report-cards").status == 403


def test_the_pages_take_few_statements(app: Flask, marked: World, staff: Staff, database: Engine) -> None:
    browser = named(app, marked, marked.hoa, marked.minh)
    office = Browser(app).signs_in(staff.sign_in(staff.noelle).username, PASSPHRASE).open("desk.report_cards")
    card = f"/portal/students/{marked.minh.public_id}/report-cards/terms/{session_of(marked.minh)}"
    for page, address in ((browser, card), (office, "/portal/desk/report-cards")):
        page.open(address)
        with statements(database) as said:
            page.open(address)
        assert len(said) <= 8, said
