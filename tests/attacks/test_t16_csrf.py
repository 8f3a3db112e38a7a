"""T16: deeds from elsewhere. The token is the lock, the origin the fence; no GET does a deed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import SessionRecord
from foundation import db
from tests.accounts.residents import PASSWORD, Resident, account_of
from tests.accounts.residents import ana as ana
from tests.accounts.residents import rosa as rosa
from tests.attacks.devices import post, token_of
from tests.browser import HOST, Browser

DEEDS = {
    "/sign-in": {"username": "ana.lopez", "password": PASSWORD},
    "/sign-out": {},
    "/language": {"language": "es"},
    "/forgot-password": {"username": "ana.lopez"},
    "/forgot-username": {"email": "ana@lopez.example"},
    "/settings/account": {
        "recovery_email": "evil@example.org",
        "confirm_recovery_email": "evil@example.org",
        "password": PASSWORD,
    },
    "/settings/password": {
        "current_password": PASSWORD,
        "password": "evil river 77",
        "confirm_password": "evil river 77",
    },
    "/settings/language": {"language": "es"},
}
FENCES = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
]


@pytest.fixture
def inside(browser: Browser, ana: Resident) -> Browser:
    return browser.signs_in("ana.lopez", PASSWORD).open("/settings/account")


def untouched(ana: Resident) -> bool:
    account = account_of(ana)
    sessions = db.session().scalar(select(func.count(SessionRecord.id)).where(SessionRecord.ended_at.is_(None)))
    return (account.language, account.pending_email, sessions) == (None, None, 1)


@pytest.mark.parametrize("path", sorted(DEEDS))
def test_a_deed_without_its_token_is_refused(inside: Browser, ana: Resident, path: str) -> None:
    assert post(inside, path, **DEEDS[path]).status_code == 400
    assert untouched(ana)


@pytest.mark.parametrize("path", sorted(DEEDS))
def test_a_token_of_another_person_s_session_is_refused(
    inside: Browser, ana: Resident, rosa: Resident, path: str
) -> None:
    stranger = token_of(Browser(inside.app).open("/sign-in"))

    assert post(inside, path, csrf_token=stranger, **DEEDS[path]).status_code == 400
    assert untouched(ana)


def test_a_token_from_before_signing_in_is_refused_afterwards(browser: Browser, ana: Resident) -> None:
    before = token_of(browser.open("/sign-in"))
    browser.fill(username="ana.lopez", password=PASSWORD).press()

    assert post(browser, "/settings/language", csrf_token=before, language="es").status_code == 400
    assert account_of(ana).language is None


@pytest.mark.parametrize("headers", FENCES)
@pytest.mark.parametrize("path", sorted(DEEDS))
def test_a_deed_from_another_site_is_refused_even_with_its_token(
    inside: Browser, ana: Resident, path: str, headers: dict[str, str]
) -> None:
    answer = post(inside, path, headers=headers, csrf_token=token_of(inside), **DEEDS[path])

    assert answer.status_code == 400
    assert untouched(ana)


def test_nobody_is_signed_in_from_elsewhere(app: Flask, ana: Resident) -> None:
    victim = Browser(app)
    answer = post(
        victim, "/sign-in", headers={"Origin": "https://evil.example"}, username="ana.lopez", password=PASSWORD
    )

    assert answer.status_code == 400
    assert db.session().scalar(select(func.count(SessionRecord.id))) == 0


@pytest.mark.parametrize("path", sorted(DEEDS))
def test_a_get_with_the_fields_of_a_deed_does_nothing(inside: Browser, ana: Resident, path: str) -> None:
    fields = {**DEEDS[path], "csrf_token": token_of(inside), "_method": "POST"}
    answer = inside.client.get(path, query_string=fields, base_url=HOST, headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code in (200, 303, 405)
    assert untouched(ana)


def test_a_deed_as_plain_text_or_json_is_refused(inside: Browser, ana: Resident) -> None:
    for content_type in ("text/plain", "application/json"):
        answer = inside.client.post(
            "/settings/language",
            data=f'{{"csrf_token": "{token_of(inside)}", "language": "es"}}',
            content_type=content_type,
            base_url=HOST,
        )
        assert answer.status_code == 400
    assert untouched(ana)
