"""T33, F12: what leaves on paper, as a file or as an error tells one home nothing of the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.wrappers import Response

from demo import people
from demo.cast import Someone
from demo.world import World
from district.models import HouseholdMember
from foundation import clock, db
from foundation.web.gates import public
from portal.jobs import counting
from tests.attacks.canaries import LINE_1, Nest, said_in, sung_in
from tests.attacks.nesting import asked, csrf_of, enters, sent
from tests.attacks.nesting import nest as nest
from tests.browser import Browser
from tests.portal.commands import issue_codes, rows_of


@pytest.fixture
def newcomers(nest: Nest) -> tuple[Someone, Someone]:
    """A guardian without an account in each of the two homes: Nadia in the confidential one, Odo in the other."""
    with db.transaction() as session:
        nadia = people.a_guardian("Nadia", "Reyes", of=(nest.eli,), email="nadia@auk.example")
        odo = people.a_guardian("Odo", "Calder", of=(nest.eli,), email="odo@auk.example")
        for person, home in ((nadia, nest.home), (odo, nest.other)):
            session.add(HouseholdMember(household_id=home.id, person_id=person.id, starts=clock.today()))
    return nadia, odo


@pytest.mark.parametrize("kind", ["pdf", "csv"])
def test_no_letter_sings_and_none_goes_to_a_confidential_address(
    app: Flask, newcomers: tuple[Someone, Someone], tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"letters.{kind}"
    assert issue_codes(app, "guardians", out).exit_code == 0
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages) if kind == "pdf" else out.read_text()

    assert "Odo" in text
    assert "5 Elm Way" in text
    assert sung_in(text) == set()
    if kind == "csv":
        assert {row["address_1"] for row in rows_of(out) if row["first_name"] == "Nadia"} <= {""}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_the_desk_sings_nothing_but_names(app: Flask, world: World, nest: Nest, kind: str) -> None:
    with app.app_context():
        counting.count()
    browser = enters(app, world, "anita.desmarais")
    path = f"/portal/desk/lists/entitled.{kind}"
    answer = sent(browser, path, csrf_of(browser, "anita.desmarais"), because="A list for the office")

    assert (answer.status_code, kind in answer.headers["Content-Disposition"]) == (200, True)
    assert "Reyes" in said_in(answer)
    assert sung_in(said_in(answer)) == set()


def test_a_calendar_s_broken_lines_are_read_whole(app: Flask) -> None:
    long = "DESCRIPTION:" + "x" * 55 + "Quet\r\n zalway"
    app.add_url_rule("/days.ics", "days", public(lambda: Response(long, mimetype="text/calendar")))
    answer = asked(Browser(app), "/days.ics")

    assert sung_in(said_in(answer)) == {LINE_1.text}


@pytest.fixture
def breaking(app: Flask) -> str:
    """The address of a page that breaks over a record; it is hung up before the first request."""

    @public
    def breaks() -> str:
        notes = db.session().scalars(select(HouseholdMember.notes).where(HouseholdMember.notes != "")).all()
        raise ValueError(f"{LINE_1.text} {notes}")

    app.add_url_rule("/breaks", "breaks", breaks)
    return "/breaks"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_page_that_broke_over_a_record_tells_nothing_of_it(
    breaking: str, app: Flask, world: World, nest: Nest, accept: str
) -> None:
    answer = asked(enters(app, world, "piet.calder"), breaking, headers={"Accept": accept})

    assert answer.status_code == 500
    assert sung_in(said_in(answer)) == set()
