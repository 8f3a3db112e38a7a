"""The unofficial transcript: courses, credits and averages on the family's pages, and on paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine

from demo.cast import Someone
from demo.transcripts import a_course_taken, some_transcripts
from demo.world import PASSPHRASE, World
from foundation import db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


@pytest.fixture
def taught(world: World) -> World:
    with db.transaction():
        some_transcripts(world)
        for each in (world.minh, world.amira, world.eli, world.lucia):
            a_course_taken(each, 2024, f"Course {each.marker}", grade="08", mark="B", credits=1.0)
    return world


def opened(app: Flask, world: World, reader: Someone, child: Someone) -> Browser:
    browser = Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)
    return browser.open("portal.transcript", public_id=child.public_id)


def paper(browser: Browser, child: Someone) -> list[str]:
    response = browser.open("portal.transcript_paper", public_id=child.public_id).response
    assert response is not None
    assert response.mimetype == "application/pdf", response.text
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(response.data)).pages]


def test_courses_stand_by_year_with_marks_and_credits(app: Flask, taught: World) -> None:
    browser = opened(app, taught, taught.hoa, taught.minh)

    assert "Credits earned: 11" in browser.text
    assert "Biology (SCI-10) 1 Grade 10, " in browser.text
    assert browser.text.index("2025–26") < browser.text.index("2024–25") < browser.text.index("2023–24")


def test_the_average_is_the_source_s_and_nothing_is_worked_out_unasked(app: Flask, taught: World) -> None:
    browser = opened(app, taught, taught.minh, taught.minh)

    assert "Cumulative, unweighted: 3.41 of 4.00, as Infinite Campus tells it on November 18, 2026" in browser.text
    assert "Worked out" not in browser.text


def test_an_average_is_worked_out_where_a_setting_says_how_and_it_says_how(app: Flask, taught: World) -> None:
    points = ("A=4.0", "A-=3.7", "B+=3.3", "B=3.0")
    app.config["HEARTH"] = replace(app.config["HEARTH"], gpa_points=points)
    browser = opened(app, taught, taught.minh, taught.minh)

    assert "Worked out here: 3.44 of 4.00." in browser.text
    assert "17 courses, 9 credits. 4 courses are not counted" in browser.text


def test_a_course_that_goes_on_says_so_and_an_empty_record_too(app: Flask, taught: World) -> None:
    amira = opened(app, taught, taught.amira, taught.amira)
    petra = opened(app, taught, taught.petra, taught.filip)
    browser = (
        Browser(app)
        .signs_in("marisol.ibarra", PASSPHRASE)
        .open(f"/portal/students/{taught.lucia.public_id}/transcript")
    )

    assert "3.87 of 5.00" in amira.text
    assert "No finished course is on record." in petra.text
    assert "En curso" in browser.text


def test_every_sheet_of_the_paper_says_unofficial(app: Flask, taught: World) -> None:
    with db.transaction():
        for number in range(60):
            a_course_taken(taught.minh, 2023, f"Elective {number}", mark="A", credits=0.25)
    pages = paper(opened(app, taught, taught.hoa, taught.minh), taught.minh)

    assert len(pages) > 1
    assert all(page.startswith("Juniper Valley Public Schools Unofficial") for page in pages)
    assert "asks the school’s office for an official transcript" in pages[0]


def test_another_family_s_child_is_not_there_on_page_or_paper(app: Flask, taught: World) -> None:
    """T01, T02, T48."""
    for reader in (taught.hoa, taught.minh, taught.victor, taught.samir):
        browser = opened(app, taught, reader, taught.eli)
        assert browser.status == 404
        for more in ("/paper", "/x.css", ";x.js"):
            assert browser.open(f"/portal/students/{taught.eli.public_id}/transcript{more}").status == 404
    assert opened(app, taught, taught.joanna, taught.eli).status == 200


def test_no_page_holds_another_family_s_marker(app: Flask, taught: World) -> None:
    for reader, child in ((taught.hoa, taught.minh), (taught.joanna, taught.eli), (taught.amira, taught.amira)):
        browser = opened(app, taught, reader, child)
        text = browser.html
        text += " ".join(paper(browser, child))
        assert f"Course {child.marker}" in text
        assert markers_on(text, taught.markers_foreign_to(reader)) == []


def test_the_page_takes_few_statements_however_many_courses_there_are(
    app: Flask, taught: World, database: Engine
) -> None:
    browser = opened(app, taught, taught.hoa, taught.minh)
    with statements(database) as said:
        browser.open("portal.transcript", public_id=taught.minh.public_id)

    assert len(said) <= 6, said
