"""The password, asked again before what weighs most (ASVS 7.5.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import SessionRecord
from foundation import clock, db
from foundation.web import gates
from tests.accounts.residents import PASSWORD, Resident, told
from tests.browser import Browser

MINUTE = timedelta(minutes=1)


@pytest.fixture
def guarded(app: Flask, browser: Browser, ana: Resident) -> Browser:
    """Ana, signed in, in a house whose settings page asks for the password again."""
    view = app.view_functions["accounts.devices"]
    app.view_functions["accounts.devices"] = gates.requires("settings.own", proved=True)(lambda: view())
    return browser.signs_in("ana.lopez", PASSWORD)


def wait(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    later = clock.now() + minutes * MINUTE
    monkeypatch.setattr(clock, "now", lambda: later)


def test_who_has_just_signed_in_is_let_in(guarded: Browser) -> None:
    guarded.open("accounts.devices")

    assert guarded.status == 200
    assert guarded.path.endswith("/devices")


def test_later_the_password_is_asked_for_and_leads_back(guarded: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    wait(monkeypatch, 11)
    guarded.open("accounts.devices")
    assert guarded.heading == "Your password, once more"
    assert "more than 10 minutes ago" in guarded.text

    guarded.fill(password=PASSWORD).press("Go on")

    assert guarded.path.endswith("/devices")
    assert db.session().scalar(select(SessionRecord.proved_at)) is not None
    assert len(told("password-given-again")) == 1


def test_a_wrong_password_opens_nothing(guarded: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    wait(monkeypatch, 11)
    guarded.open("accounts.devices").fill(password="wrong").press("Go on")

    assert guarded.status == 422
    assert "That is not your current password." in guarded.text
    assert guarded.open("accounts.devices").heading == "Your password, once more"
