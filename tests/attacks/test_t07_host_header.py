"""T07: a forged host in the request. The mailed link begins with the configured address, or nothing is answered."""

from __future__ import annotations

import pytest
from flask import Flask

from foundation import db, jobs
from foundation.worker import do_next_job
from tests.accounts.residents import Resident, link_in, mails
from tests.accounts.residents import ana as ana
from tests.attacks.devices import post, token_of
from tests.browser import Browser


def answered() -> None:
    db.close()
    while do_next_job(jobs.mail_writers):
        pass


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "localhost:80@evil.example",
        "evil.example#localhost",
        "evil.example/localhost",
        "[::1]",
        "",
    ],
)
def test_a_foreign_host_is_not_answered(app: Flask, ana: Resident, host: str) -> None:
    response = app.test_client().get("/forgot-password", headers={"Host": host})

    assert response.status_code == 400
    assert "no-store" in response.headers["Cache-Control"]
    assert "evil.example" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Host": "evil.example"},
        {"X-Forwarded-Server": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"},
        {"X-Original-URL": "http://evil.example/"},
        {"Referer": "http://evil.example/"},
    ],
)
def test_what_a_stranger_says_of_the_host_reaches_no_mail(
    browser: Browser, ana: Resident, headers: dict[str, str]
) -> None:
    csrf = token_of(browser.open("/forgot-password"))
    response = post(browser, "/forgot-password", headers=headers, csrf_token=csrf, username="ana.lopez")
    answered()

    assert response.status_code == 303
    assert response.headers["Location"] == "/forgot-password?asked="
    (mail,) = mails()
    assert link_in(mail).startswith("http://localhost/reset-password/")


def test_the_mailed_link_has_the_configured_host_and_not_the_trusted_one_that_asked(
    app: Flask, browser: Browser, ana: Resident
) -> None:
    client = app.test_client()
    page = client.get("/forgot-password", base_url="http://127.0.0.1:8000").get_data(as_text=True)
    csrf = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    client.post(
        "/forgot-password", data={"csrf_token": csrf, "username": "ana.lopez"}, base_url="http://127.0.0.1:8000"
    )
    answered()

    assert link_in(mails()[0]).startswith("http://localhost/")
