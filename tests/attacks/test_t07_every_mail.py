"""T07 for whatever is mailed, texted or called: its links begin as configured, wherever it was asked for."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db, jobs, sealing
from foundation.outbox import Mail
from foundation.settings import Settings
from foundation.worker import do_next_job
from tests.attacks.racing import serving

ELSEWHERE = "http://127.0.0.1:8000"
"""A host that is answered and is not the configured one."""
FORGED = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"}
HTTP_LINK = re.compile(r"https?://[^/\s\"]+")


class Elsewhere:
    """Somebody at a browser that reached the house by another name."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def sends(self, path: str, **fields: str) -> TestResponse:
        db.close()
        page = Context().run(self.client.get, "/forgot-password", base_url=ELSEWHERE).get_data(as_text=True)
        csrf = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
        sent = {"csrf_token": csrf, **fields}
        answer = Context().run(self.client.post, path, data=sent, base_url=ELSEWHERE, headers=FORGED)
        assert answer.status_code in (200, 303), (path, answer.status_code, answer.text)
        assert HTTP_LINK.findall(answer.headers.get("Location", "")) == []
        return answer


def links_told() -> Iterator[tuple[str, str]]:
    """The template and the beginning of each link in what waits to be sent."""
    db.close()
    for mail in db.session().scalars(select(Mail)):
        secret = json.loads(sealing.unseal(mail.secret)) if mail.secret else {}
        for begins in HTTP_LINK.findall(json.dumps([secret, mail.context])):
            yield mail.template, begins


def test_no_link_has_the_host_that_asked(app: Flask, world: World, staff: Staff) -> None:
    stranger, guardian, desk, admin = (Elsewhere(app) for _ in range(4))
    stranger.sends("/forgot-password", username="hoa.nguyen")
    stranger.sends(
        "/portal/new-code",
        first_name=world.denise.first_name,
        last_name=world.denise.last_name,
        student_first_name=world.jalen.first_name,
        student_last_name=world.jalen.last_name,
        student_birth_date=str(world.jalen.born),
        student_number=world.jalen.number,
    )
    guardian.sends("/sign-in", username="hoa.nguyen", password=PASSPHRASE)
    given = {"recovery_email": "new@nguyen.example", "confirm_recovery_email": "new@nguyen.example"}
    guardian.sends("/settings/account", **given, password=PASSPHRASE)
    desk.sends("/sign-in", username="hazel.tran", password=PASSPHRASE)
    desk.sends(f"/portal/desk/people/{world.hoa.public_id}/parent/reset", because="She phoned")
    desk.sends(f"/portal/desk/people/{world.carmen.public_id}/parent/new-code", because="She phoned")
    admin.sends("/sign-in", username="anita.desmarais", password=PASSPHRASE)
    contact = {"first_name": "Pat", "last_name": "Quill", "organization": "Transit", "email": "pat@transit.example"}
    admin.sends("/portal/desk/contacts", **contact)
    while do_next_job(jobs.mail_writers):
        pass

    told = list(links_told())
    wanted = {"reset-password", "activation-code", "confirm-recovery-email", "recovery-email-proposed"}
    assert wanted | {"contact-invitation"} <= {template for template, _ in told}
    assert {begins for _, begins in told} == {app.config["HEARTH"].public_url.rstrip("/")}


@pytest.mark.parametrize(
    ("path", "hosts", "statuses"),
    [
        ("http://evil.example/forgot-password", ["127.0.0.1"], {200, 400}),
        ("/forgot-password", ["127.0.0.1", "evil.example"], {400}),
        ("/forgot-password", ["evil.example", "127.0.0.1"], {400}),
        ("/forgot-password", ["127.0.0.1, evil.example"], {400}),
    ],
)
def test_the_server_answers_no_second_host(
    settings: Settings, world: World, path: str, hosts: list[str], statuses: set[int]
) -> None:
    db.close()
    with serving(settings, processes=1) as port:
        answer = _said(port, [f"GET {path} HTTP/1.1", *(f"Host: {each}" for each in hosts), "Connection: close"])

    assert int(answer.split(" ")[1]) in statuses
    assert "evil.example" not in answer


def _said(port: int, lines: list[str]) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as opened:
        opened.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return b"".join(iter(lambda: opened.recv(65536), b"")).decode()
