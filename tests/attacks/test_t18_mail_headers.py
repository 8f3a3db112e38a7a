"""T18: user text in a mail's headers. What counts is read from the raw bytes that reach the mail server."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as modern

import pytest
from flask import Flask

from app import create_app
from foundation import clock, db, postman
from foundation.envelopes import AS_WRITTEN, one_line
from foundation.outbox import post
from foundation.settings import Settings
from tests.mail_sink import Sink, plain_mail
from tests.mail_sink import sink as sink

EXPECTED = sorted(
    ["Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"], key=str.lower
)
VECTORS = [
    "x\r\nBcc: evil@example.org",
    "x\nBcc: evil@example.org",
    "x\rReply-To: evil@example.org",
    "x%0d%0aBcc:evil@example.org",
    "x\n .\n",
    "x\r\n\r\nA body of my own",
    "x\u2028Bcc: evil@example.org",
    "x\u2029Bcc: evil@example.org",
    "x\x85Bcc: evil@example.org",
    "x\x0b\x0c\x1c\x1d\x1eBcc: evil@example.org",
    "x\x00y",
    "=?utf-8?q?Hi=0AReply-To=3A_evil=40example.org=0A=0AClick?=",
    "=?utf-8?b?SGkKUmVwbHktVG86IGV2aWxAZXhhbXBsZS5vcmcKCkNsaWNr?=",
    "=?utf-8*en?q?Hi=0AReply-To=3A_evil=40example.org?=",
    "ñ =?utf-8?q?Hi=0AReply-To=3A_evil=40example.org?= ñ",
    "=?utf-8?q?Hi=0AReply-To=3A_evil?= =?utf-8?q?=40example.org?=",
    "==??utf-8?q?Hi=0AReply-To=3A_evil=40example.org??==",
    "==?utf-8?q?x?=?utf-8?q?Hi=0ABcc=3A_evil=40example.org?=",
    "=\u200b?utf-8?q?Hi=0ABcc=3A_evil=40example.org?=",
    "=\r\n?utf-8?q?Hi=0ABcc=3A_evil=40example.org?=",
    "=?utf-8?q?" + "=0ABcc=3A_evil=40example.org" * 200 + "?=",
    "\u202egro.elpmaxe\u202c",
    'a" <evil@example.org>, "b',
    "y" * 10_000,
    "ñ" * 10_000,
    "=?" * 5_000,
]


@pytest.fixture
def wired(settings: Settings, sink: Sink) -> Iterator[Flask]:
    made = create_app(dataclasses.replace(settings, mail=sink.url))
    plain_mail(made, subject="About {{ name }}", body="Dear {{ name }}")
    with made.app_context():
        yield made
    db.use(None)


def deliver(app: Flask, name: str) -> postman.Round:
    with db.transaction():
        post("plain", to="ana@example.org", language="en", at=clock.now(), name=name)
    return postman.deliver(app)


@pytest.mark.parametrize("hostile", VECTORS, ids=range(len(VECTORS)))
def test_user_text_in_a_subject_adds_no_header_and_no_recipient(wired: Flask, sink: Sink, hostile: str) -> None:
    assert deliver(wired, hostile) == postman.Round(sent=1)

    (mail,) = sink.received
    assert sorted((name for name, _ in mail.headers()), key=str.lower) == EXPECTED
    assert mail.recipients == ["ana@example.org"]
    assert mail.header("To") == "ana@example.org"
    assert mail.sender == "portal@juniper-valley.example"


@pytest.mark.parametrize("hostile", VECTORS, ids=range(len(VECTORS)))
def test_a_modern_reader_decodes_the_same_headers(wired: Flask, sink: Sink, hostile: str) -> None:
    deliver(wired, hostile)

    read = message_from_bytes(sink.received[0].raw, policy=modern)
    assert sorted(read.keys(), key=str.lower) == EXPECTED
    assert len(read["Subject"].splitlines()) == 1
    assert read["Subject"] == one_line(f"About {hostile}")[:200].strip()
    assert read.get_body(("plain",)).get_content().startswith("Dear ")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "hostile",
    ['Juniper, "Valley" <evil@example.org>', "Valley\r\nBcc: evil@example.org", "Niño =?utf-8?q?=0ABcc=3Aevil?="],
)
def test_a_districts_name_in_the_sender_adds_no_header(settings: Settings, sink: Sink, hostile: str) -> None:
    made = create_app(dataclasses.replace(settings, mail=sink.url, district_name=hostile))
    plain_mail(made)
    with made.app_context():
        assert deliver(made, "Ana") == postman.Round(sent=1)
    db.use(None)

    (mail,) = sink.received
    read = message_from_bytes(mail.raw, policy=modern)
    assert sorted((name for name, _ in mail.headers()), key=str.lower) == EXPECTED
    assert [each.addr_spec for each in read["From"].addresses] == ["portal@juniper-valley.example"]


def test_a_districts_name_with_accents_is_read_as_it_is_written(settings: Settings, sink: Sink) -> None:
    made = create_app(dataclasses.replace(settings, mail=sink.url, district_name="Distrito del Niño St. Vrain"))
    plain_mail(made)
    with made.app_context():
        deliver(made, "Ana")
    db.use(None)

    read = message_from_bytes(sink.received[0].raw, policy=modern)
    assert read["From"].addresses[0].display_name == "Distrito del Niño St. Vrain"


@pytest.mark.parametrize("value", ["x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: e", "x\r\n"])
def test_a_finished_header_that_would_begin_another_is_not_written(value: str) -> None:
    """Whatever came so far: the last door before the bytes."""
    with pytest.raises(ValueError, match="begins another"):
        AS_WRITTEN.fold_binary("Subject", value)


def test_a_dot_on_its_own_line_does_not_end_the_mail(wired: Flask, sink: Sink) -> None:
    deliver(wired, "Ana\r\n.\r\nMAIL FROM:<evil@example.org>\r\n.\r\n")

    (mail,) = sink.received
    body = message_from_bytes(mail.raw, policy=modern).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert body.splitlines() == ["Dear Ana", ".", "MAIL FROM:<evil@example.org>", "."]


def test_links_come_from_the_settings_whatever_host_a_request_names(wired: Flask, sink: Sink) -> None:
    plain_mail(wired, body="{{ public_url }}/sign-in")
    with wired.test_request_context("/", base_url="http://evil.example"):
        deliver(wired, "Ana")

    assert b"http://localhost/sign-in" in sink.received[0].raw
    assert b"evil" not in sink.received[0].raw


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ana  Núñez\t", "Ana Núñez"),
        ("a =?b", "a b"),
        ("why =? because ?=", "why because"),
        ("1 = ? 2", "1 = ? 2"),
        ("O’Neil & Søn", "O’Neil & Søn"),
    ],
)
def test_honest_text_stays_as_it_is(written: str, plain: str) -> None:
    assert one_line(written) == plain
