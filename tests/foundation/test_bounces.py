"""Mails that come back later mark the mail they are about, and nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from foundation import bounce_reading, bounces, clock, db, outbox, postman
from foundation.outbox import Mail

REPORT = """\
From: MAILER-DAEMON@mx.example
To: portal@juniper-valley.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@vega.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user

--b
Content-Type: {kind}

{headers}
--b--
"""


@pytest.fixture
def sent(app: Flask, database: Engine) -> str:
    """The id of a mail that has left."""
    with db.transaction():
        outbox.post("usernames", to="ana@vega.example", language="en", at=clock.now(), usernames=["ana"])
    assert postman.deliver(app).sent == 1
    return str(_mail().message_id)


def _mail() -> Mail:
    found = db.session().scalars(select(Mail)).one()
    db.close()
    return found


def a_report(
    folder: Path, message_id: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "text/rfc822-headers"
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    headers = f"Message-ID: <{message_id}@localhost>\nSubject: x\n"
    if kind == "message/rfc822":
        headers += "\nbody\n"
    (folder / "1.eml").write_text(REPORT.format(action=action, status=status, kind=kind, headers=headers))


def read(folder: Path) -> bounces.Read:
    with db.transaction():
        return bounces.read_folder(folder, at=clock.now())


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize("place", ["", "new"])
def test_a_report_marks_its_mail_once(sent: str, tmp_path: Path, kind: str, place: str) -> None:
    a_report(tmp_path / "box" / place, sent, kind=kind)

    assert read(tmp_path / "box") == bounces.Read(marked=1)
    assert (_mail().returned_at, _mail().last_error) == (clock.now(), "5.1.1 550 No such user")
    assert read(tmp_path / "box") == bounces.Read(known=1)


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.4.7"), ("failed", "5.2.2"), ("failed", "5.7.1")],
)
def test_what_says_nothing_of_the_address_marks_nothing(sent: str, tmp_path: Path, action: str, status: str) -> None:
    a_report(tmp_path / "box", sent, action=action, status=status)

    assert read(tmp_path / "box") == bounces.Read(other=1)
    assert _mail().returned_at is None


def test_nobody_marks_a_mail_whose_number_they_do_not_know(sent: str, tmp_path: Path) -> None:
    a_report(tmp_path / "box", "0" * 32)

    assert read(tmp_path / "box") == bounces.Read(known=1)
    assert _mail().returned_at is None


def test_whatever_else_lies_in_the_folder_is_passed_over(sent: str, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "noise").write_bytes(bytes(range(256)) * 10)
    (box / "empty").write_bytes(b"")
    (box / "mail.eml").write_text(f"Subject: Hello\n\nIn-Reply-To: <{sent}@localhost>\n")
    (box / "huge").write_bytes(b"x" * (bounces.LARGEST + 1))
    (box / "link").symlink_to("/etc/hostname")

    assert read(box) == bounces.Read(other=4)
    assert _mail().returned_at is None


def test_the_command_tells_what_it_found(app: Flask, sent: str, tmp_path: Path) -> None:
    a_report(tmp_path / "box", sent)

    ran = app.test_cli_runner().invoke(args=["mail", "bounces", str(tmp_path / "box")])
    assert (ran.exit_code, ran.output) == (0, "1 came back, 0 known before, 0 other files\n")
    ran = app.test_cli_runner().invoke(args=["mail", "bounces", str(tmp_path / "nowhere")])
    assert ran.exit_code == 2


@pytest.fixture
def with_folder(app: Flask, tmp_path: Path) -> Path:
    """The folder that the district names for what came back."""
    folder = tmp_path / "bounces"
    folder.mkdir()
    app.config["HEARTH"] = replace(app.config["HEARTH"], mail_bounces=str(folder))
    return folder


def test_the_worker_reads_what_came_back_lately_and_the_night_the_rest(sent: str, with_folder: Path) -> None:
    a_report(with_folder, sent)
    now = clock.now().timestamp()
    os.utime(with_folder / "1.eml", (now - 100_000, now - 100_000))
    bounce_reading.read_new({})
    assert _mail().returned_at is None
    os.utime(with_folder / "1.eml", (now - 60, now - 60))
    bounce_reading.read_new({})
    assert _mail().returned_at == clock.now()
    assert bounce_reading.read_all() == "0 mails came back"


def test_the_night_reads_all_there_is(sent: str, with_folder: Path) -> None:
    a_report(with_folder, sent)
    os.utime(with_folder / "1.eml", (0, 0))

    assert bounce_reading.read_all() == "1 mails came back"
    assert _mail().returned_at == clock.now()


def test_without_a_folder_nothing_is_read_and_one_that_is_not_there_is_said(
    app: Flask, sent: str, with_folder: Path
) -> None:
    with_folder.rmdir()
    with pytest.raises(NotADirectoryError, match="HEARTH_MAIL_BOUNCES"):
        bounce_reading.read_new({})
    app.config["HEARTH"] = replace(app.config["HEARTH"], mail_bounces="")
    assert bounce_reading.read_all() == "no folder is named"
