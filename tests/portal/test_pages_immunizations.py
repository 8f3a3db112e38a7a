"""Immunizations on the family's pages: what is needed, what stands on record, and what lacks there."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, update

from demo.cast import Someone
from demo.health import an_exemption, an_immunization, some_immunizations
from demo.world import PASSPHRASE, World
from district.immunization_rules import FILE, STARTER
from district.models import Immunization, Person
from foundation import db, logs
from foundation.settings import Settings
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


@pytest.fixture
def given(world: World) -> World:
    with db.transaction():
        some_immunizations(world)
        for each in (world.mateo, world.minh, world.nora, world.eli):
            an_immunization(each, f"Shot {each.marker}", date(2024, 5, 6))
    return world


def opened(app: Flask, world: World, reader: Someone, child: Someone) -> Browser:
    browser = Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)
    return browser.open("portal.immunizations", public_id=child.public_id)


def paper(browser: Browser, child: Someone) -> str:
    response = browser.open("portal.immunizations_paper", public_id=child.public_id).response
    assert response is not None
    assert response.mimetype == "application/pdf", response.text
    assert response.headers["Cache-Control"] == "no-store"
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(response.data)).pages)


def test_who_lacks_nothing_reads_so(app: Flask, given: World) -> None:
    browser = opened(app, given, given.joanna, given.eli)

    assert "Nothing that is required now is missing on record." in browser.text
    assert "not on record" not in browser.text


def test_what_lacks_is_said_as_not_on_record_and_by_whose_rules(app: Flask, given: World) -> None:
    browser = opened(app, given, given.siobhan, given.nora)

    assert "Needed later: Grade 6" in browser.text
    assert "1 required immunization is not complete on record." in browser.text
    assert "1 dose is not on record" in browser.text
    assert "The district has not reviewed them yet" in browser.text


def test_a_dose_without_a_day_is_neither_given_nor_missing(app: Flask, given: World) -> None:
    browser = opened(app, given, given.minh, given.minh)

    assert "2 doses; 1 without a day" in browser.text
    assert "Not known: ask the nurse" in browser.text
    assert "Day not known" in browser.text
    assert "Hepatitis B Day not known" in browser.text


def test_an_exemption_says_its_kind_and_since_when(app: Flask, given: World) -> None:
    browser = opened(app, given, given.ruth, given.isaiah)

    assert "Exempt for a medical reason, since October 14, 2025" in browser.text


def test_an_exemption_from_all_is_said_of_all(app: Flask, given: World) -> None:
    with db.transaction():
        an_exemption(given.nora, kind="non-medical")
    browser = opened(app, given, given.siobhan, given.nora)

    assert "All immunizations Exempt, not for a medical reason" in browser.text
    assert "Nothing that is required now is missing on record." in browser.text


def test_a_dose_that_does_not_count_says_why(app: Flask, given: World) -> None:
    with db.transaction():
        an_immunization(given.nora, "MMR", given.nora.born)
    browser = opened(app, given, given.siobhan, given.nora)

    assert "Not counted: given before the youngest age" in browser.text


def test_what_the_source_no_longer_says_is_not_shown(app: Flask, given: World) -> None:
    with db.transaction() as session:
        session.execute(update(Immunization).values(is_current=False))
    browser = opened(app, given, given.siobhan, given.nora)

    assert "No dose is on record." in browser.text


def test_without_a_grade_or_a_birth_date_nothing_is_guessed(app: Flask, given: World) -> None:
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == given.nora.id).values(birth_date=None))
    assert "No birth date is on record" in opened(app, given, given.siobhan, given.nora).text

    with db.transaction() as session:
        session.connection().exec_driver_sql("UPDATE enrollment SET grade = ''")
    assert "What is required cannot be said" in opened(app, given, given.siobhan, given.nora).text


def test_the_district_s_own_rules_are_in_force_and_broken_ones_judge_nobody(
    app: Flask, given: World, tmp_path: Path
) -> None:
    own = STARTER.read_text("utf-8").replace(
        'reviewed_by = ""', 'reviewed_by = "Ana Ruiz, RN"\nreviewed_on = 2026-08-03'
    )
    (tmp_path / FILE).write_text(own, "utf-8")
    assert "reviewed by Ana Ruiz, RN on August 3, 2026" in opened(app, given, given.siobhan, given.nora).text

    (tmp_path / FILE).write_text("requirement = 7", "utf-8")
    broken = opened(app, given, given.siobhan, given.nora)
    assert "the district is changing its rules" in broken.text
    assert "not on record" not in broken.text


def test_the_command_shows_the_rules_and_reads_a_file_over(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    shown = runner.invoke(args=["health", "rules", "show"])
    good = runner.invoke(args=["health", "rules", "check", str(STARTER)])
    (tmp_path / "bad.toml").write_text("requirement = 7", "utf-8")
    bad = runner.invoke(args=["health", "rules", "check", str(tmp_path / "bad.toml")])

    assert shown.exit_code == good.exit_code == 0
    assert "Nobody of the district has reviewed these rules" in shown.output
    assert "It can be used." in good.output
    assert bad.exit_code == 1
    assert "It has no [vaccine.CODE]." in bad.output


def test_the_paper_says_what_the_page_says(app: Flask, given: World) -> None:
    text = paper(opened(app, given, given.siobhan, given.nora), given.nora)

    assert "Immunizations and health of Nora O’Brien" in text
    assert "1 dose is not on record" in text
    assert f"Shot {given.nora.marker} May 6, 2024" in text
    assert "Made on November 18, 2026 Page 1 of" in text


def test_another_family_s_child_is_not_there_on_page_or_paper(app: Flask, given: World) -> None:
    """T01, T02, T48."""
    for reader in (given.siobhan, given.victor, given.samir):
        browser = opened(app, given, reader, given.eli)
        assert browser.status == 404
        for more in ("", "/paper", "/paper.css", "/x.css", ";x.js", "%0a.png"):
            address = f"/portal/students/{given.eli.public_id}/immunizations{more}"
            assert browser.open(address).status == 404
    browser = opened(app, given, given.joanna, given.eli)
    assert browser.status == 200
    assert browser.open(f"/portal/students/{given.eli.public_id}/immunizations/x.css").status == 404


def test_no_page_holds_another_family_s_marker(app: Flask, given: World) -> None:
    for reader, child in ((given.marisol, given.mateo), (given.siobhan, given.nora), (given.joanna, given.eli)):
        browser = opened(app, given, reader, child)
        text = browser.html
        text += paper(browser, child)
        assert f"Shot {child.marker}" in text
        assert markers_on(text, given.markers_foreign_to(reader)) == []


def test_it_is_spoken_in_spanish(app: Flask, given: World) -> None:
    browser = Browser(app)
    browser.language = "es"
    browser.signs_in("marisol.ibarra", PASSPHRASE).open("portal.immunizations", public_id=given.lucia.public_id)

    assert "Falta 1 dosis en el registro" in browser.text
    assert "Página 1 de" in paper(browser, given.lucia)


def test_the_page_takes_few_statements_however_many_doses_there_are(app: Flask, given: World, database: Engine) -> None:
    with db.transaction():
        for day in range(1, 28):
            an_immunization(given.nora, "Flu", date(2024, 1, day))
    browser = Browser(app).signs_in("siobhan.obrien", PASSPHRASE)
    with statements(database) as said:
        browser.open("portal.immunizations", public_id=given.nora.public_id)

    assert len(said) <= 7, said


def test_the_home_tells_what_lacks_and_of_whom_nothing_is_on_record_it_is_silent(app: Flask, given: World) -> None:
    need = "1 required immunization is not complete on record"
    lacking = opened(app, given, given.siobhan, given.nora).open("portal.home")
    assert need in lacking.text
    assert lacking.follow("See the immunizations").heading == "Immunizations and health of Nora O’Brien"

    assert "required immunization" not in opened(app, given, given.joanna, given.eli).open("portal.home").text
    with db.transaction() as session:
        session.execute(update(Immunization).values(is_current=False))
    assert "required immunization" not in lacking.open("portal.home").text


def test_rules_that_cannot_be_read_are_logged_once_and_name_nobody(
    app: Flask, given: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    family = Browser(app).signs_in("siobhan.obrien", PASSPHRASE)
    (settings.instance / FILE).write_text("[vaccine.", encoding="utf-8")
    logs.configure("ERROR")
    try:
        for _ in range(3):
            assert "required immunization" not in family.open("portal.home").text
    finally:
        logs.configure("CRITICAL")

    [line] = [json.loads(each) for each in capsys.readouterr().err.splitlines()]
    assert (line["event"], line["level"], line["file"]) == ("immunization-rules-unusable", "error", FILE)
    assert line["problem"].startswith("It cannot be read:")
    assert line.keys() == {"event", "level", "timestamp", "file", "problem"}
