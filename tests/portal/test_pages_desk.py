"""The help desk’s first page, and who finds the way to it."""

from __future__ import annotations

import pytest

from demo.careers import a_role
from demo.staff import Staff
from demo.world import PASSPHRASE
from foundation import clock, db
from tests.browser import Browser


@pytest.fixture
def at_desk(browser: Browser, staff: Staff) -> Browser:
    """Bruno, who got the role, signed in."""
    with db.transaction():
        a_role(staff.sign_in(staff.bruno).account_id, "help-desk", at=clock.now())
    return browser.signs_in("bruno.keller", PASSPHRASE)


def test_the_help_desk_finds_its_pages_in_the_beam(at_desk: Browser) -> None:
    at_desk.follow("Getting in")

    assert at_desk.path == "/portal/desk"
    assert at_desk.status == 200


def test_colleagues_without_the_role_find_no_way_there(browser: Browser, staff: Staff) -> None:
    browser.signs_in("tamara.bell", PASSPHRASE)

    assert "/portal/desk" not in browser.html
    assert browser.open("desk.funnel").status == 403
