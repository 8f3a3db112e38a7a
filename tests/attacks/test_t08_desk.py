"""T08 at the help desk: what a colleague ends there is over for a copied cookie at once, reading and writing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Account
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from tests.attacks.devices import cookie_of, post, thief_with, token_of
from tests.browser import Browser


@pytest.fixture
def desk(app: Flask, world: World, staff: Staff) -> Browser:
    """Anita, who gives roles, at the help desk."""
    return Browser(app).signs_in("anita.desmarais", PASSPHRASE)


@pytest.mark.parametrize("deed", ["disable", "end-sessions", "give-up"])
def test_a_family_s_copied_cookie_is_dead(app: Flask, world: World, desk: Browser, deed: str) -> None:
    inside = Browser(app).signs_in("hoa.nguyen", PASSPHRASE).open("/settings/account")
    cookie, csrf = cookie_of(inside), token_of(inside)
    assert thief_with(cookie, inside).open("/portal/").path == "/portal/"

    if deed == "give-up":  # is for owners without a confirmed address
        with db.transaction() as session:
            session.execute(update(Account).values(recovery_email=None, recovery_email_validated_at=None))
    desk.open(f"/portal/desk/people/{world.hoa.public_id}/parent/{deed}")
    desk.fill(because="She lost her phone").press()

    assert thief_with(cookie, inside).open("/portal/").path.startswith("/sign-in")
    answer = post(thief_with(cookie, inside), "/settings/language", csrf_token=csrf, language="es")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_a_role_that_is_ended_shuts_its_pages_for_an_open_session(
    app: Flask, world: World, staff: Staff, desk: Browser
) -> None:
    hazel = Browser(app).signs_in("hazel.tran", PASSPHRASE)
    form = hazel.open(f"/portal/desk/people/{world.hoa.public_id}/parent/end-sessions")
    csrf = token_of(form)

    desk.open(f"/portal/desk/people/{staff.hazel.public_id}/roles/help-desk/end").fill(because="She moved on").press()

    for path in ("/portal/desk", "/portal/desk/contacts", f"/portal/desk/people/{world.hoa.public_id}"):
        assert hazel.client.get(path, base_url="http://localhost").status_code == 403
    deed = f"/portal/desk/people/{world.hoa.public_id}/parent/disable"
    assert post(hazel, deed, csrf_token=csrf, because="She asked").status_code == 403
    assert Browser(app).signs_in("hoa.nguyen", PASSPHRASE).path == "/portal/"
