"""Fees on the family's pages: what is owed, until when, what is paid; and what the home says of it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, update

from demo.cast import Someone
from demo.fees import a_fee, some_fees
from demo.world import PASSPHRASE, World
from district.models import Fee
from foundation import db
from tests.browser import Browser
from tests.markers import markers_on
from tests.statements import statements


@pytest.fixture
def owing(world: World) -> World:
    with db.transaction():
        some_fees(world)
        for each in (world.mateo, world.minh, world.nora, world.eli):
            a_fee(each, f"Choir {each.marker}", 300, due=world.today + timedelta(days=20), note=f"Note {each.marker}")
    return world


def at_home(app: Flask, world: World, reader: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(reader).username, PASSPHRASE)


def paper(browser: Browser, child: Someone) -> str:
    response = browser.open("portal.fees_paper", public_id=child.public_id).response
    assert response is not None
    assert response.mimetype == "application/pdf", response.text
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(response.data)).pages)


def test_what_is_owed_stands_first_with_its_day_and_the_sums_below(app: Flask, owing: World) -> None:
    browser = at_home(app, owing, owing.siobhan).open("portal.fees", public_id=owing.nora.public_id)

    assert "$33.99 is owed." in browser.text
    assert "Lost library book. Cedar Hill Elementary Late $15.99 November 9, 2026 $15.99 Nothing yet" in browser.text
    assert "Yearbook" in browser.text
    assert "$15.00 January 17, 2027 $25.00 $10.00 on November 15, 2026" in browser.text
    assert "All fees $43.99 Paid $10.00 Still owed $33.99" in browser.text
    assert browser.text.index("Lost library") < browser.text.index("Choir") < browser.text.index("Yearbook")


def test_what_is_paid_or_waived_is_kept_apart(app: Flask, owing: World) -> None:
    minh = at_home(app, owing, owing.minh).open("portal.fees", public_id=owing.minh.public_id)
    ruth = at_home(app, owing, owing.ruth).open("portal.fees", public_id=owing.isaiah.public_id)

    assert "$60.00 $60.00 on August 30, 2026 Paid" in minh.text
    assert "Nothing is owed today." in ruth.text
    assert "Waived: nothing to pay" in ruth.text
    assert "Still owed $0.00" in ruth.text


def test_who_has_no_fee_reads_so(app: Flask, owing: World) -> None:
    with db.transaction() as session:
        session.execute(update(Fee).values(is_current=False))
    browser = at_home(app, owing, owing.siobhan).open("portal.fees", public_id=owing.nora.public_id)

    assert "No fee is on record." in browser.text


def test_the_home_says_what_is_owed_and_leads_there(app: Flask, owing: World) -> None:
    browser = at_home(app, owing, owing.siobhan).open("portal.home")

    assert "$15.99 is owed: Lost library book" in browser.text
    assert "Due November 9, 2026." in browser.text
    assert "$15.00 is owed: Yearbook" in browser.text
    assert "Museum" not in browser.text


def test_the_home_says_nothing_of_what_is_paid_waived_or_asked_later(app: Flask, owing: World) -> None:
    with db.transaction():
        a_fee(owing.isaiah, "Later", 100, assessed=owing.today + timedelta(days=1))
    browser = at_home(app, owing, owing.ruth).open("portal.home")

    assert "is owed" not in browser.text


def test_the_paper_says_what_the_page_says(app: Flask, owing: World) -> None:
    text = paper(at_home(app, owing, owing.siobhan), owing.nora)

    assert "Fees of Nora O’Brien" in text
    assert "$33.99 is owed." in text
    assert "Yearbook" in text


def test_another_family_s_child_is_not_there_on_page_or_paper(app: Flask, owing: World) -> None:
    """T01, T02, T48."""
    for reader in (owing.siobhan, owing.victor, owing.samir):
        browser = at_home(app, owing, reader)
        for more in ("", "/paper", "/x.css", ";x.js", "/paper/..%2fx.png"):
            assert browser.open(f"/portal/students/{owing.eli.public_id}/fees{more}").status == 404
    assert at_home(app, owing, owing.joanna).open("portal.fees", public_id=owing.eli.public_id).status == 200


def test_no_page_holds_another_family_s_marker(app: Flask, owing: World) -> None:
    for reader, child in ((owing.marisol, owing.mateo), (owing.siobhan, owing.nora), (owing.joanna, owing.eli)):
        browser = at_home(app, owing, reader).open("portal.home")
        text = browser.html + browser.open("portal.fees", public_id=child.public_id).html
        assert f"Choir {child.marker}" in text
        text += paper(browser, child)
        assert markers_on(text, owing.markers_foreign_to(reader)) == []


def test_it_is_spoken_in_spanish(app: Flask, owing: World) -> None:
    browser = Browser(app)
    browser.language = "es"
    browser.signs_in("marisol.ibarra", PASSPHRASE).open("portal.fees", public_id=owing.lucia.public_id)

    assert "Se deben $45.00." in browser.text
    assert "Página 1 de" in paper(browser, owing.lucia)


def test_what_people_wrote_is_text_on_the_page(app: Flask, owing: World) -> None:
    with db.transaction():
        a_fee(owing.nora, "<script>alert(1)</script>", 100, note="<b>&amp;")
    browser = at_home(app, owing, owing.siobhan).open("portal.fees", public_id=owing.nora.public_id)

    assert "<script>alert(1)" not in browser.html
    assert "<script>alert(1)</script>. <b>&amp;" in browser.text


def test_the_page_takes_few_statements_however_many_fees_there_are(app: Flask, owing: World, database: Engine) -> None:
    with db.transaction():
        for number in range(100):
            a_fee(owing.nora, f"Lunch {number}", 250)
    browser = at_home(app, owing, owing.siobhan)
    with statements(database) as said:
        browser.open("portal.fees", public_id=owing.nora.public_id)

    assert len(said) <= 5, said
