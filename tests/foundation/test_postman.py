"""The postman: each mail once, in its reader's language, never late; what cannot be sent holds up no other."""

from __future__ import annotations

import dataclasses
import email.policy
import threading
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import get_locale
from sqlalchemy import Engine, select, update

from app import create_app
from foundation import carriers, clock, db, postman, sealing
from foundation.outbox import QUEUE, Mail, post
from foundation.settings import Settings
from tests.mail_sink import Sink, plain_mail
from tests.mail_sink import sink as sink


@pytest.fixture
def out(app: Flask, database: Engine) -> Flask:
    """The app over its database, with a plain mail to send."""
    plain_mail(app)
    return app


@pytest.fixture
def wired(settings: Settings, sink: Sink) -> Any:
    """The same over a mail server."""
    made = create_app(dataclasses.replace(settings, mail=sink.url))
    plain_mail(made)
    with made.app_context():
        yield made
    db.use(None)


def put(*addresses: str, template: str = "plain", language: str = "en", **given: Any) -> None:
    with db.transaction():
        for each in addresses:
            post(template, to=each, language=language, at=clock.now(), **given)


def mails() -> list[Mail]:
    found = list(db.session().scalars(select(Mail).order_by(Mail.id)))
    db.close()
    return found


def files(settings: Settings) -> list[Path]:
    return sorted(Path(settings.mail.removeprefix("file:")).glob("*"))


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def test_a_mail_becomes_a_file_with_exactly_these_headers(out: Flask, settings: Settings) -> None:
    put("ana@example.org")

    assert postman.deliver(out) == postman.Round(sent=1)

    (path,) = files(settings)
    (row,) = mails()
    sent = read(path)
    assert path.name == f"20261118T160000Z-{row.id:09d}-{row.message_id}.eml"
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(sent.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"]
    )
    assert sent["To"] == "ana@example.org"
    assert sent["From"] == "Juniper Valley Public Schools <portal@juniper-valley.example>"
    assert sent["Message-ID"] == f"<{row.message_id}@localhost>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Date"].datetime == clock.now()
    assert [part.get_content_type() for part in sent.walk() if not part.is_multipart()] == ["text/plain", "text/html"]
    assert row.sent_at == clock.now()


def test_a_mail_speaks_its_readers_language_and_knows_the_district(
    app: Flask, database: Engine, settings: Settings
) -> None:
    app.jinja_env.globals["locale"] = lambda: str(get_locale())
    plain_mail(
        app, subject="{{ locale() }} {{ language }}", body="{{ district.district_name }} {{ public_url }}/x {{ name }}"
    )
    put("ana@example.org", language="es", name="Ana Núñez")
    put("ben@example.org", language="en", name="Ben")

    postman.deliver(app)

    first, second = [read(path) for path in files(settings)]
    assert (first["Subject"], second["Subject"]) == ("es es", "en en")
    body = first.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Juniper Valley Public Schools http://localhost/x Ana Núñez"


def test_user_text_is_escaped_in_html_and_plain_in_text(app: Flask, database: Engine, settings: Settings) -> None:
    plain_mail(app, body="{{ name }}", html="<p>{{ name }}</p>")
    put("ana@example.org", name="<script>alert(1)</script>")

    postman.deliver(app)

    sent = read(files(settings)[0])
    html, text = sent.get_body(("html",)), sent.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert html.get_content().strip() == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert text.get_content().strip() == "<script>alert(1)</script>"


def test_a_line_longer_than_servers_take_arrives_whole(wired: Flask, sink: Sink) -> None:
    plain_mail(wired, body="{{ text }}")
    put("ana@example.org", text="ñ" * 5000)

    assert postman.deliver(wired).sent == 1

    assert max(len(line) for line in sink.received[0].raw.split(b"\r\n")) < 998
    body = message_from_bytes(sink.received[0].raw, policy=email.policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    assert body.get_content().strip() == "ñ" * 5000


def test_a_link_stands_whole_in_the_file_for_developers_to_copy(
    app: Flask, database: Engine, settings: Settings
) -> None:
    link = f"http://localhost/portal/activate?code={'0123456789abcdef' * 8}"
    plain_mail(app, body="Abra {{ link }} aquí")
    put("ana@example.org", link=link)

    postman.deliver(app)

    assert link.encode() in files(settings)[0].read_bytes()


def test_a_secret_is_sealed_while_it_waits_and_erased_with_the_mark(
    app: Flask, database: Engine, settings: Settings
) -> None:
    plain_mail(app, body="Your code is {{ code }}.")
    put("ana@example.org", secret={"code": "CANARY-7731"})
    (waiting,) = mails()
    assert waiting.secret is not None
    assert b"CANARY" not in waiting.secret
    assert b"CANARY" in sealing.unseal(waiting.secret)

    postman.deliver(app)

    (sent,) = mails()
    assert sent.secret is None
    assert b"CANARY-7731" in files(settings)[0].read_bytes()


def test_a_mail_past_its_end_is_parked_and_never_sent_late(out: Flask, settings: Settings) -> None:
    put("ana@example.org", secret={"code": "x"}, expires_at=clock.now() + timedelta(minutes=60))

    with clock.at(clock.now() + timedelta(minutes=60)):
        assert postman.deliver(out) == postman.Round(parked=1)

    (row,) = mails()
    assert row.parked_at is not None
    assert row.secret is None
    assert row.last_error == "It expired before it could be sent."
    assert files(settings) == []


def test_a_mail_waits_longer_after_each_failure_and_is_parked_in_the_end(out: Flask) -> None:
    put("ana@example.org", template="nowhere", secret={"code": "CANARY-7731"})
    moment, pauses = clock.now(), []
    for _ in QUEUE.waits:
        with clock.at(moment):
            assert postman.deliver(out) == postman.Round(failed=1)
            assert postman.deliver(out) == postman.Round()
        (row,) = mails()
        pauses.append(row.next_try_at - moment)
        moment = row.next_try_at

    with clock.at(moment):
        assert postman.deliver(out) == postman.Round(parked=1)

    (row,) = mails()
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert row.last_error == "TemplateNotFound: mail/nowhere/subject.txt"
    assert row.secret is None
    with clock.at(moment + timedelta(days=30)):
        assert postman.deliver(out) == postman.Round()


def test_an_error_never_tells_the_secret(app: Flask, database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    plain_mail(app, body="{{ code.nowhere[code] }}{{ undefined_function(code) }}", subject="{{ {}[code] }}")
    put("ana@example.org", secret={"code": "CANARY-7731"})

    postman.deliver(app)

    (row,) = mails()
    assert row.last_error == "UndefinedError: 'dict object' has no attribute '…'"
    assert "CANARY" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("part", ["subject", "body", "html"])
def test_text_that_cannot_be_written_fails_that_mail_alone(app: Flask, database: Engine, part: str) -> None:
    plain_mail(app, **{part: "{% if bad %}\ud800{% else %}Hello{% endif %}"})
    put("ana@example.org", bad=True)
    put("ben@example.org", bad=False)

    result = postman.deliver(app)

    assert result.sent + result.failed == 2
    assert mails()[1].sent_at is not None


def test_a_mail_whose_subject_is_nothing_but_tricks_is_headed_by_the_district(
    app: Flask, database: Engine, settings: Settings
) -> None:
    plain_mail(app, subject="=?utf-8?q?x?=\r\n")
    put("ana@example.org")

    postman.deliver(app)

    assert read(files(settings)[0])["Subject"] == settings.district_name


@pytest.mark.parametrize(
    "address",
    [
        "ana",
        "ana@example.org, ben@example.org",
        "ana@example.org\r\nBcc: evil@example.org",
        '"a b"@example.org',
        "Ana <ana@example.org>",
        "ána@example.org",
        "ana@[192.0.2.1]",
        "",
    ],
)
def test_an_address_no_mail_can_go_to_is_parked_at_once(out: Flask, settings: Settings, address: str) -> None:
    put(address)

    assert postman.deliver(out) == postman.Round(parked=1)
    assert files(settings) == []


def test_a_domain_beyond_ascii_is_written_as_the_net_knows_it(wired: Flask, sink: Sink) -> None:
    put("ana@bücher.example")

    postman.deliver(wired)

    assert sink.received[0].recipients == ["ana@xn--bcher-kva.example"]


def test_a_mail_goes_to_the_stored_bytes(wired: Flask, sink: Sink) -> None:
    put("Ana.O'Hara+school@Example.ORG")

    postman.deliver(wired)

    assert sink.received[0].recipients == ["Ana.O'Hara+school@Example.ORG"]


def test_a_secret_under_another_key_is_parked_with_the_reason(out: Flask) -> None:
    put("ana@example.org", secret={"code": "x"})
    sealing.configure("another-secret-altogether-0123456789")

    assert postman.deliver(out) == postman.Round(parked=1)
    assert "HEARTH_SECRET_KEY" in mails()[0].last_error


def test_one_conversation_serves_a_whole_batch(wired: Flask, sink: Sink) -> None:
    put(*(f"p{number}@example.org" for number in range(60)))

    assert postman.deliver(wired) == postman.Round(sent=60)

    assert sink.conversations == 1
    assert len(set(sink.ids())) == 60


def test_a_server_that_is_away_blames_no_mail(wired: Flask, settings: Settings, sink: Sink) -> None:
    wired.config["MAIL_PORT"] = 1
    carriers.employ(wired, "smtp://127.0.0.1:1")
    put("ana@example.org", "ben@example.org")
    before = mails()

    result = postman.deliver(wired)

    assert (result.sent, result.failed, result.parked) == (0, 0, 0)
    assert "refused" in result.away
    assert [(row.attempts, row.leased_until, row.next_try_at) for row in mails()] == [
        (0, None, row.next_try_at) for row in before
    ]
    carriers.employ(wired, sink.url)
    assert postman.deliver(wired) == postman.Round(sent=2)


def test_a_folder_that_cannot_be_written_blames_no_mail(out: Flask, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("not a folder")
    put("ana@example.org")

    result = postman.deliver(out)

    assert "mail" in result.away
    assert mails()[0].attempts == 0


def test_told_to_stop_the_postman_finishes_the_mail_in_hand_and_puts_the_rest_back(wired: Flask, sink: Sink) -> None:
    put(*(f"p{number}@example.org" for number in range(5)))

    postman.deliver(wired, stopping=lambda: len(sink.received) == 2)

    assert len(sink.received) == 2
    assert [(row.sent_at is not None, row.attempts, row.leased_until is None) for row in mails()] == [
        *[(True, 1, True)] * 2,
        *[(False, 0, True)] * 3,
    ]


def test_a_mail_whose_postman_died_is_taken_up_when_the_lease_is_over(out: Flask, settings: Settings) -> None:
    put("ana@example.org", "ben@example.org")
    with db.transaction():
        QUEUE.claim(at=clock.now(), limit=10)

    assert postman.deliver(out) == postman.Round()
    with clock.at(clock.now() + QUEUE.lease):
        assert postman.deliver(out) == postman.Round(sent=2)
    assert len(files(settings)) == 2


def test_a_mail_that_ends_every_postman_is_parked_and_takes_no_other_along(out: Flask) -> None:
    put("killer@example.org", "ana@example.org")
    moment = clock.now()
    for _ in range(len(QUEUE.waits) + 1):
        with clock.at(moment), db.transaction() as session:
            QUEUE.claim(at=moment, limit=10, abandoned=True) or QUEUE.claim(at=moment, limit=10)
            session.execute(update(Mail).where(Mail.to_address == "ana@example.org").values(attempts=1))
        moment += QUEUE.lease

    with clock.at(moment):
        assert postman.deliver(out) == postman.Round(sent=1, parked=1)

    killer, other = mails()
    assert killer.last_error == "A worker stopped in the middle of it each time."
    assert other.sent_at == moment


def test_a_postman_that_overslept_its_lease_sends_no_more(wired: Flask, sink: Sink) -> None:
    put("ana@example.org", "ben@example.org")
    start = clock.now()
    sink.before_answer = lambda: clock.configure(clock.zone(), fixed=start + QUEUE.lease)

    postman.deliver(wired)

    assert len(sink.received) == 2
    assert len(set(sink.ids())) == 2
    assert sink.conversations == 2


def test_two_postmen_at_once_send_each_mail_once(wired: Flask, sink: Sink) -> None:
    put(*(f"p{number}@example.org" for number in range(150)))
    failures: list[BaseException] = []

    def deliver() -> None:
        try:
            with wired.app_context():
                postman.deliver(wired)
        except BaseException as problem:
            failures.append(problem)

    postmen = [threading.Thread(target=deliver) for _ in range(3)]
    for each in postmen:
        each.start()
    for each in postmen:
        each.join()

    assert failures == []
    assert len(sink.received) == len(set(sink.ids())) == 150
    assert all(row.sent_at for row in mails())
