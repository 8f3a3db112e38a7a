"""Report cards on the family's pages: from their day on, to those who see the student, with who has opened them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.cast import Someone
from demo.report_cards import a_report_card, some_report_cards
from demo.world import PASSPHRASE, World
from district.models import ReportCard, ReportCardOpening
from district.report_card_store import path_in, store_in
from foundation import clock, db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements

PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"


@pytest.fixture
def sent(world: World, tmp_path: Path) -> World:
    with db.transaction():
        some_report_cards(world, store=store_in(tmp_path))
        for each in (world.mateo, world.minh, world.nora, world.eli):
            a_report_card(
                each, 2025, f"Term {each.marker}", store=store_in(tmp_path), content=PDF + each.marker.encode()
            )
    return world


def at_home(app: Flask, world: World, reader: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)


def listed(app: Flask, world: World, reader: Someone, child: Someone) -> Browser:
    return at_home(app, world, reader).open("portal.report_cards", public_id=child.public_id)


def card_of(child: Someone, term: str) -> str:
    found = select(ReportCard.public_id).where(ReportCard.person_id == child.id, ReportCard.term == term)
    return db.session().scalars(found).one()


def test_a_card_is_opened_as_a_file_whose_name_tells_nobody(app: Flask, sent: World) -> None:
    browser = listed(app, sent, sent.siobhan, sent.nora).follow("2026–27, Quarter 1")
    response = browser.response

    assert response is not None
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == 'attachment; filename="report-card-2026-2027.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_before_its_day_a_card_is_announced_and_not_there(app: Flask, sent: World) -> None:
    card = card_of(sent.nora, "Quarter 2")
    browser = listed(app, sent, sent.siobhan, sent.nora)
    assert "2026–27, Quarter 2 Available from December 28, 2026" in browser.text
    assert browser.open("portal.report_card", public_id=sent.nora.public_id, card=card).status == 404

    with clock.at("2026-12-27 23:59"):
        early = at_home(app, sent, sent.siobhan)
        assert early.open("portal.report_card", public_id=sent.nora.public_id, card=card).status == 404
    with clock.at("2026-12-28 00:01"):
        there = at_home(app, sent, sent.siobhan)
        assert there.open("portal.report_card", public_id=sent.nora.public_id, card=card).status == 200


def test_who_has_opened_it_is_kept_and_told_to_the_family_without_names(app: Flask, sent: World) -> None:
    card = card_of(sent.nora, "Quarter 1")
    assert "Nobody of the family has opened it yet." in listed(app, sent, sent.siobhan, sent.nora).text
    for moment in ("2026-11-18 09:10", "2026-11-18 09:40"):
        with clock.at(moment):
            at_home(app, sent, sent.patrick).open("portal.report_card", public_id=sent.nora.public_id, card=card)

    hers = listed(app, sent, sent.siobhan, sent.nora)
    assert "Another guardian: November 18, 2026, 9:10 AM MST, last on November 18, 2026, 9:40 AM MST" in hers.text
    assert "Patrick" not in hers.text
    assert "You: November 18, 2026, 9:10 AM MST" in listed(app, sent, sent.patrick, sent.nora).text
    (row,) = db.session().scalars(select(ReportCardOpening)).all()
    assert (row.reader_id, row.account_kind) == (sent.patrick.id, "parent")


def test_a_student_opens_her_own_and_the_guardian_reads_so(app: Flask, sent: World) -> None:
    listed(app, sent, sent.minh, sent.minh).follow("2025–26, Final")

    assert "The student: November 18, 2026" in listed(app, sent, sent.hoa, sent.minh).text


def test_a_refused_card_is_opened_by_nobody(app: Flask, sent: World) -> None:
    """T01, T02, T48: not the other family's, not under one's own child, not before its day, not with another ending."""
    of_eli, of_nora = card_of(sent.eli, "Term Osprey"), card_of(sent.nora, "Quarter 1")
    for reader in (sent.siobhan, sent.victor, sent.samir):
        browser = at_home(app, sent, reader)
        for child, card in ((sent.eli, of_eli), (sent.nora, of_eli), (sent.eli, of_nora)):
            for more in ("", ".pdf", "/x.css", ";x.js", "%0a.png"):
                address = f"/portal/students/{child.public_id}/report-cards/{card}{more}"
                assert browser.open(address).status == 404
    assert db.session().scalars(select(ReportCardOpening)).all() == []


def test_a_file_that_is_gone_is_not_there_and_not_said_to_be_opened(app: Flask, sent: World, tmp_path: Path) -> None:
    for path in store_in(tmp_path).iterdir():
        path.unlink()
    browser = at_home(app, sent, sent.siobhan)
    card = card_of(sent.nora, "Quarter 1")

    assert browser.open("portal.report_card", public_id=sent.nora.public_id, card=card).status == 404
    assert db.session().scalars(select(ReportCardOpening)).all() == []


def test_no_name_on_record_leads_out_of_the_store(tmp_path: Path) -> None:
    assert path_in(store_in(tmp_path), "0" * 32).parent == tmp_path / "report-cards"


def test_no_page_holds_another_family_s_marker(app: Flask, sent: World) -> None:
    for reader, child in ((sent.marisol, sent.mateo), (sent.siobhan, sent.nora), (sent.joanna, sent.eli)):
        text = listed(app, sent, reader, child).html
        assert f"Term {child.marker}" in text
        assert markers_on(text, sent.markers_foreign_to(reader)) == []


def test_it_is_spoken_in_spanish_and_who_has_none_reads_so(app: Flask, sent: World) -> None:
    browser = Browser(app)
    browser.language = "es"
    browser.signs_in("marisol.ibarra", PASSPHRASE).open("portal.report_cards", public_id=sent.lucia.public_id)

    assert "Disponible desde el 28 de diciembre de 2026" in browser.text
    assert "No report card is here yet." in listed(app, sent, sent.petra, sent.filip).text


def test_the_page_takes_few_statements_however_many_cards_there_are(
    app: Flask, sent: World, database: Engine, tmp_path: Path
) -> None:
    with db.transaction():
        for number in range(30):
            day = date(2026, 1, 1) + timedelta(days=number)
            a_report_card(sent.nora, 2026, f"Week {number}", store=store_in(tmp_path), available=day, content=PDF)
    browser = at_home(app, sent, sent.siobhan)
    with statements(database) as said:
        browser.open("portal.report_cards", public_id=sent.nora.public_id)

    assert len(said) <= 8, said
