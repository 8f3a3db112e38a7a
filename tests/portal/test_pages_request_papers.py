"""A proof attached to a request for a new home: the family’s way, the office’s, and nobody else’s (T01, T19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demo.cast import Someone
from demo.world import PASSPHRASE, World
from district.jobs import let_go_of_old_papers
from district.models import ChangeRequest, HouseholdAddress, RecordRead, Relationship
from foundation import clock, db
from foundation.files import StoredContent, StoredFile
from foundation.settings import Settings
from tests.browser import Browser
from tests.household.editor.office import at_the_office
from tests.papers import GPS, PDF, fetch, jpeg

NEW = "18 Grebe Hill\r\nJuniper Valley, CO 80999"


@pytest.fixture
def by_request(app: Flask, settings: Settings) -> Flask:
    """A district where a home address may be asked for from home."""
    app.config["HEARTH"] = app.jinja_env.globals["district"] = replace(settings, address_change="request")
    return app


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def asks(app: Flask, world: World, *files: tuple[str, bytes]) -> Browser:
    """Patrick asks for a new home, with these files; the browser stands at his request."""
    browser = at_home(app, world, world.patrick).open("portal.address_request")
    return browser.fill(address=NEW).attach("papers", *files).press("Send to the office")


def hrefs(browser: Browser) -> list[str]:
    return [each.get("href", "") for each in browser.page.iter("a") if "/papers/" in each.get("href", "")]


def test_a_proof_goes_with_the_request_and_comes_back_as_it_was(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world, ("Lease – page 1.pdf", PDF), ("photo.jpg", jpeg(turn=6, told=GPS)))

    assert browser.heading == "Home address: Patrick O’Brien"
    assert "Lease – page 1.pdf 1 KB, November 18, 2026, 9:00 AM MST" in browser.text
    first, second = hrefs(browser)
    answer = fetch(browser, first)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert GPS not in fetch(browser, second).data


def test_a_file_that_is_not_taken_is_said_at_its_place_and_nothing_is_asked(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world, ("lease.html", b"<html>"))

    assert browser.status == 422
    assert browser.errors[0].startswith("“lease.html” is none of the files taken here.")
    assert "18 Grebe Hill" in browser.html
    assert db.session().scalar(select(func.count()).select_from(ChangeRequest)) == 0


def test_a_proof_may_come_later_and_only_while_the_request_waits(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world)
    assert "No proof is attached." in browser.text
    browser.press("Send the proof")
    assert browser.errors == ["Choose a file."]
    browser.attach("papers", ("bill.pdf", PDF)).press("Send the proof")
    assert "The office has your proof." in browser.text
    assert "bill.pdf" in browser.text

    browser.attach("papers", *[(f"{each}.pdf", PDF) for each in range(5)]).press("Send the proof")
    browser.attach("papers", *[(f"{each}.pdf", PDF) for each in range(5)]).press("Send the proof")
    assert browser.errors == ["No more than 10 files are kept with one request. Bring the others to the office."]
    browser.press("Take it back")
    assert "Send the proof" not in browser.buttons


def test_the_same_request_again_keeps_the_proof_with_the_first(by_request: Flask, world: World) -> None:
    asks(by_request, world)
    browser = asks(by_request, world, ("bill.pdf", PDF))

    assert "Just this waits already: here it is." in browser.text
    assert len(hrefs(browser)) == 1


def test_the_office_reads_what_is_attached_and_the_family_sees_that_it_did(by_request: Flask, world: World) -> None:
    public_id = asks(by_request, world, ("bill.pdf", PDF)).path.split("/")[-1]
    office = at_the_office(Browser(by_request), world.town.cedar)
    office.open("household.family_request", public_id=public_id)

    assert "What the family attached bill.pdf 1 KB" in office.text
    [href] = hrefs(office)
    assert fetch(office, href).data == PDF
    seen = select(RecordRead.person_id).where(RecordRead.page == "request")
    assert world.patrick.id in db.session().scalars(seen).all()


def test_nobody_else_gets_the_file(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world, ("bill.pdf", PDF))
    [href] = hrefs(browser)
    staff_href = href.replace("/portal/", "/household/")
    others = [
        at_home(by_request, world, world.siobhan),
        at_home(by_request, world, world.ruth),
        at_the_office(Browser(by_request), world.town.middle),
        Browser(by_request),
    ]

    for each in others:
        for path in (href, staff_href):
            assert b"%PDF" not in fetch(each, path).data
    assert others[1].open(href).status == 404
    assert others[2].open(staff_href).status == 404
    for bent in (f"{href}x", f"{href}/x.css", href.replace("/papers/", "/papers/..%2f"), f"{href}%0a.png"):
        assert browser.open(bent).status == 404


def test_a_request_of_another_kind_takes_no_file_and_lends_its_name_to_none(by_request: Flask, world: World) -> None:
    [href] = hrefs(asks(by_request, world, ("bill.pdf", PDF)))
    browser = at_home(by_request, world, world.ruth).open("portal.name_request")
    browser.fill(last_name="Brooke").press("Send to the office")
    mine = browser.path.split("/")[-1]

    assert browser.open(f"/portal/requests/{mine}/papers/{href.split('/')[-1]}").status == 404


def test_what_one_sent_about_oneself_stays_one_s_own(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world, ("bill.pdf", PDF))
    [href] = hrefs(browser)
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == world.patrick.id).values(portal=False))

    assert fetch(browser, href).data == PDF


def test_a_proof_of_a_confidential_address_is_out_of_sight(by_request: Flask, world: World) -> None:
    public_id = asks(by_request, world, ("bill.pdf", PDF)).path.split("/")[-1]
    with db.transaction() as session:
        session.execute(update(HouseholdAddress).values(is_confidential=True))
    office = at_the_office(Browser(by_request), world.town.cedar)
    office.open("household.family_request", public_id=public_id)

    assert "bill.pdf" not in office.text
    paper = db.session().scalars(select(StoredFile.public_id)).one()
    assert office.open(f"/household/requests/{public_id}/papers/{paper}").status == 404


def test_the_night_lets_go_of_what_was_settled_long_ago(by_request: Flask, world: World) -> None:
    browser = asks(by_request, world, ("bill.pdf", PDF))
    there, [href] = browser.path, hrefs(browser)
    assert let_go_of_old_papers() == "0 attached files let go"
    browser.press("Take it back")
    with db.transaction() as session:
        session.execute(update(ChangeRequest).values(settled_at=clock.now() - timedelta(days=61)))

    assert let_go_of_old_papers() == "1 attached files let go"
    assert let_go_of_old_papers() == "0 attached files let go"
    assert db.session().scalar(select(func.count()).select_from(StoredContent)) == 0
    db.close()
    assert browser.open(href).status == 404
    assert "bill.pdf no longer kept since November 18, 2026" in browser.open(there).text
