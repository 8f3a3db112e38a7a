"""T33, F12: what leaves on paper, by mail, as a file or as an error tells one home nothing of the other."""

from __future__ import annotations

import email
from datetime import date
from email import policy
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from werkzeug.wrappers import Response

from demo import people
from demo.cast import Someone
from demo.world import World
from district.models import HouseholdMember, Person
from foundation import clock, db, nightly, postman
from foundation.outbox import Mail
from foundation.web.gates import public
from portal.jobs import counting
from tests.attacks.canaries import CANARIES, LINE_1, WHERE_THEY_LIVE, Nest, said_in, sung_in
from tests.attacks.nesting import addresses, asked, csrf_of, enters, sent
from tests.attacks.nesting import nest as nest
from tests.attacks.test_t33_told import deeds_of_the_office
from tests.browser import Browser
from tests.portal.commands import issue_codes, rows_of

TURNS_18 = date(2008, 12, 1)
"""In the days in which the student and the guardians are told before."""
THEIRS = frozenset(each.of for each in CANARIES) - WHERE_THEY_LIVE
"""What Joanna may be told of herself by mail."""


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


def test_no_mail_or_text_of_a_whole_night_sings_to_another(
    app: Flask, world: World, nest: Nest, newcomers: tuple[Someone, Someone], tmp_path: Path
) -> None:
    """Deeds of the office, news of a birthday, codes, and all else that the night writes; as sent, and as kept."""
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == nest.eli.id).values(birth_date=TURNS_18))
    deeds_of_the_office(app, world, nest)
    assert {problem for _, _, problem in nightly.run()} == {None}
    codes = app.test_cli_runner().invoke(args=["codes", "issue", "--audience", "guardians", "--deliver", "email"])
    assert codes.exit_code == 0, codes.output
    db.close()
    with app.app_context():
        postman.deliver(app)

    theirs = {"joanna@dotterel.example", "joanna@cassowary.example"}
    told, heard = set(), {}
    for file in tmp_path.rglob("*.eml"):
        mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        bodies = "\n".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        told.add(str(mail["To"]))
        if found := sung_in(f"{mail.items()}\n{bodies}", THEIRS if str(mail["To"]) in theirs else frozenset()):
            heard[f"{mail['To']} {mail['Subject']}"] = found
    kept = {each.template: each for each in db.session().scalars(select(Mail))}
    for each in db.session().scalars(select(Mail)):
        may = THEIRS if each.to_address in theirs else frozenset()
        if found := sung_in(f"{each.context} {each.last_error}", may):
            heard[f"{each.to_address} {each.template}"] = found

    assert heard == {}
    assert {"coming-of-age", "activation-code"} <= set(kept)
    assert {"piet@calder.example", "odo@auk.example"} <= told


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_the_desk_sings_nothing_but_names(app: Flask, world: World, nest: Nest, kind: str) -> None:
    with app.app_context():
        counting.count()
    browser = enters(app, world, "anita.desmarais")
    token = csrf_of(browser, "anita.desmarais")
    answer = sent(browser, "/portal/desk/lists/entitled/export", token, reason="A list for the office", format=kind)

    assert (answer.status_code, kind in answer.headers["Content-Disposition"]) == (200, True)
    assert "Reyes" in said_in(answer)
    assert sung_in(said_in(answer)) == set()


def test_a_calendar_s_broken_lines_are_read_whole(app: Flask) -> None:
    long = "DESCRIPTION:" + "x" * 55 + "Quet\r\n zalway"
    app.add_url_rule("/days.ics", "days", public(lambda: Response(long, mimetype="text/calendar")))
    answer = asked(Browser(app), "/days.ics")

    assert sung_in(said_in(answer)) == {LINE_1.text}


@pytest.mark.parametrize("who", ["piet.calder", "noelle.archer"])
def test_no_page_of_a_wrong_method_sings(app: Flask, world: World, nest: Nest, who: str) -> None:
    browser, heard = enters(app, world, who), {}
    for path in addresses(app, "GET", nest):
        answer = asked(browser, path, "PUT", headers={"Accept": "text/html"})
        if found := sung_in(said_in(answer)):
            heard[f"{path} {answer.status_code}"] = found
        assert answer.status_code < 500

    assert heard == {}


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
