"""T26, T52: senders are killed, mail servers refuse, hang, drop. Nothing is lost, nothing goes late or in clear."""

from __future__ import annotations

import dataclasses
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from app import create_app
from foundation import carriers, clock, db, postman
from foundation.outbox import QUEUE, Mail, post
from foundation.settings import Settings
from tests.mail_sink import Sink, plain_mail, standing
from tests.mail_sink import sink as sink
from tests.processes import run, start

REAL = "account-activated"
TOLD = {"name": "Ana", "url": "https://portal.example/portal/not-me/token"}


@pytest.fixture
def wired(settings: Settings, sink: Sink) -> Iterator[Flask]:
    made = create_app(dataclasses.replace(settings, mail=sink.url))
    plain_mail(made)
    with made.app_context():
        yield made
    db.use(None)


def put(*addresses: str, template: str = "plain", **given: object) -> None:
    with db.transaction():
        for each in addresses:
            post(template, to=each, language="en", at=clock.now(), **given)  # type: ignore[arg-type]


def row_of(address: str) -> Mail:
    found = db.session().scalars(select(Mail).where(Mail.to_address == address)).one()
    db.close()
    return found


def test_a_sender_killed_after_the_data_and_before_the_mark_loses_none_and_doubles_only_that_one(
    wired: Flask, sink: Sink
) -> None:
    settings, crashes = wired.config["HEARTH"], 3
    put(*(f"p{number}@example.org" for number in range(30)), template=REAL, **TOLD)
    for crash in range(crashes):
        process = start(settings, "mail", "send", now=clock.now() + crash * (QUEUE.lease + timedelta(minutes=1)))
        dies_at = len(sink.received) + 4
        sink.before_answer = lambda p=process, n=dies_at: p.kill() if len(sink.received) >= n else None  # type: ignore[misc]
        process.communicate(timeout=60)
        assert process.returncode == -9
    sink.before_answer = lambda: None

    last = run(settings, "mail", "send", now=clock.now() + crashes * (QUEUE.lease + timedelta(minutes=1)))

    assert last.returncode == 0, last.stderr
    times = Counter(sink.ids())
    assert len(times) == 30
    assert sum(times.values()) - 30 <= crashes
    assert {to for each in sink.received for to in each.recipients} == {f"p{n}@example.org" for n in range(30)}


def test_a_greylisted_mail_goes_out_later_under_the_same_id(wired: Flask, sink: Sink) -> None:
    put("grey@example.org", "ana@example.org")

    assert postman.deliver(wired) == postman.Round(sent=1, failed=1)

    row = row_of("grey@example.org")
    assert row.last_error == "451 4.7.1 Greylisted, try again later"
    assert row.next_try_at > clock.now()


@pytest.mark.parametrize(
    ("address", "error"),
    [("unknown@example.org", "550 5.1.1 No such user"), ("full@example.org", "552 5.2.2 Mailbox full")],
)
def test_a_final_refusal_parks_the_mail_with_the_servers_words(
    wired: Flask, sink: Sink, address: str, error: str
) -> None:
    put(address, "ana@example.org", secret={"code": "CANARY"})

    assert postman.deliver(wired) == postman.Round(sent=1, parked=1)

    row = row_of(address)
    assert (row.last_error, row.secret) == (error, None)
    assert sink.conversations == 1


def test_a_line_cut_after_the_last_dot_sends_again_under_the_same_id_and_the_rest_at_once(
    wired: Flask, sink: Sink
) -> None:
    put("drop@example.org", "ana@example.org")

    assert postman.deliver(wired) == postman.Round(sent=1, failed=1)
    with clock.at(row_of("drop@example.org").next_try_at):
        postman.deliver(wired)

    ids = [each.header("Message-ID") for each in sink.received if each.recipients == ["drop@example.org"]]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_server_that_falls_silent_holds_up_one_mail_only(
    wired: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "PATIENCE_S", 0.5)
    put("hang@example.org", "ana@example.org")

    assert postman.deliver(wired) == postman.Round(sent=1, failed=1)
    assert row_of("hang@example.org").last_error == "The mail server broke off: SMTPServerDisconnected."


def test_a_server_that_accepts_and_never_greets_is_away(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "PATIENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        made = create_app(dataclasses.replace(settings, mail=f"smtp://127.0.0.1:{mute.getsockname()[1]}"))
        plain_mail(made)
        with made.app_context():
            put("ana@example.org")
            assert "timed out" in postman.deliver(made).away
            assert row_of("ana@example.org").attempts == 0
    db.use(None)


def test_without_the_starttls_asked_for_nothing_is_sent_in_clear(settings: Settings, sink: Sink) -> None:
    made = create_app(dataclasses.replace(settings, mail=f"{sink.url}?starttls=1"))
    plain_mail(made)
    with made.app_context():
        put("ana@example.org")
        assert "STARTTLS" in postman.deliver(made).away
    db.use(None)

    assert sink.received == []


def test_a_certificate_nobody_vouches_for_is_refused_and_a_known_one_accepted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered, authority = certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(offered)
    sink = Sink()
    with standing(sink, tls=tls):
        made = create_app(dataclasses.replace(settings, mail=f"smtp://localhost:{sink.port}?starttls=1"))
        plain_mail(made)
        with made.app_context():
            put("ana@example.org")
            assert "CERTIFICATE_VERIFY_FAILED" in postman.deliver(made).away
            assert sink.received == []
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
            assert postman.deliver(made) == postman.Round(sent=1)
        db.use(None)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", carriers.Server("mail.example.org", 25, "", "", False, False)),
        ("smtp://mail.example.org:587", carriers.Server("mail.example.org", 587, "", "", False, True)),
        (
            "smtp://u%40x:p%2Fw@mail.example.org:2525?starttls=1",
            carriers.Server("mail.example.org", 2525, "u@x", "p/w", False, True),
        ),
        ("smtp://mail.example.org:587?starttls=0", carriers.Server("mail.example.org", 587, "", "", False, False)),
        ("smtps://mail.example.org", carriers.Server("mail.example.org", 465, "", "", True, False)),
    ],
)
def test_the_setting_names_the_server(url: str, server: carriers.Server) -> None:
    assert carriers.server_at(url) == server


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself: what the server offers, and what a client may trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "offered.pem").write_bytes(private + signed)
    (folder / "authority.pem").write_bytes(signed)
    return folder / "offered.pem", folder / "authority.pem"
