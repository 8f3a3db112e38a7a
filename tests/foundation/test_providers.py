"""Texts and voice calls: under the promises of mail, by a provider of their own."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import Engine, select

from app import create_app
from foundation import clock, db, postman, providers
from foundation.outbox import Channel, Mail, post
from foundation.settings import Settings, SettingsError, read_settings
from foundation.worker import Worker
from tests.mail_sink import plain_mail

NUMBER = "+13035550123"
SAID = "{{ name }}: {{ code }}"
PROVIDER = """
class Carrier:
    taken = []
    away = False

    def __init__(self, url):
        self.url = url

    def send(self, message, *, name):
        from foundation.providers import Unreachable
        if Carrier.away:
            raise Unreachable("The gateway sleeps.")
        Carrier.taken.append((self.url, message.to, message.body))
"""


@pytest.fixture
def out(app: Flask, database: Engine) -> Flask:
    plain_mail(app)
    say(app)
    return app


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Any]:
    """A district's own provider, installed as any package is: a module and its entry point."""
    folder = tmp_path / "site"
    about = folder / "ringring-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "ringring.py").write_text(PROVIDER, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: ringring\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[hearth.providers]\nringring = ringring:Carrier\n", encoding="utf-8")
    sys.path.insert(0, str(folder))
    import ringring  # type: ignore[import-not-found]

    yield ringring.Carrier
    sys.path.remove(str(folder))
    del sys.modules["ringring"]


def say(app: Flask, source: str = SAID) -> None:
    own = DictLoader({"text/plain.txt": source, "voice/plain.txt": source})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_env.loader])  # type: ignore[list-item]


def put(channel: Channel, to: str = NUMBER, **given: Any) -> None:
    with db.transaction():
        told = {"name": "Luz", "secret": {"code": "7c1e-94b0"}, **given}
        post("plain", to=to, channel=channel, language="es", at=clock.now(), **told)


def rows() -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).order_by(Mail.id)))


def files(settings: Settings, channel: str) -> list[Path]:
    return sorted(Path(getattr(settings, channel).removeprefix("file:")).glob("*"))


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.VOICE])
def test_it_becomes_a_file_that_says_to_whom_and_what(out: Flask, settings: Settings, channel: Channel) -> None:
    put(channel)

    assert postman.deliver(out) == postman.Round(sent=1)

    (path,), (row,) = files(settings, channel.value), rows()
    assert path.name == f"20261118T160000Z-{row.id:09d}-{row.message_id}.txt"
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_text("utf-8") == (
        f"Channel: {channel.value}\nTo: {NUMBER}\nLanguage: es\nMessage-ID: {row.message_id}\n\nLuz: 7c1e-94b0\n"
    )
    assert (row.secret, row.sent_at) == (None, clock.now())


def test_sent_twice_it_is_the_same_file(out: Flask, settings: Settings) -> None:
    put(Channel.TEXT)
    postman.deliver(out)
    with db.transaction() as session:
        row = session.scalars(select(Mail)).one()
        row.sent_at, row.leased_until = None, None
    say(out, "again")
    postman.deliver(out)

    assert [each.read_text("utf-8").splitlines()[-1] for each in files(settings, "text")] == ["again"]


def test_what_it_says_is_one_paragraph_in_a_text_and_lines_in_a_call(out: Flask, settings: Settings) -> None:
    say(out, "One.\n\n  Two. \nThree.\n")
    put(Channel.TEXT)
    put(Channel.VOICE)
    postman.deliver(out)

    (text,), (call,) = files(settings, "text"), files(settings, "voice")
    assert text.read_text("utf-8").endswith("\n\nOne. Two. Three.\n")
    assert call.read_text("utf-8").endswith("\n\nOne.\n\nTwo.\nThree.\n")


@pytest.mark.parametrize("to", ["ana@example.org", "303-555-0123", "+1", "+13035550123\nTo: 1", "+0123456789"])
def test_what_cannot_be_dialled_is_parked(out: Flask, settings: Settings, to: str) -> None:
    put(Channel.TEXT, to)

    assert postman.deliver(out) == postman.Round(parked=1)
    assert rows()[0].last_error == "The number is not one that can be dialled."
    assert files(settings, "text") == []


def test_a_name_bends_no_line(out: Flask, settings: Settings) -> None:
    put(Channel.TEXT, name="Luz\r\nTo: +13035559999\u202e")
    postman.deliver(out)

    (path,) = files(settings, "text")
    assert path.read_text("utf-8").splitlines()[-1] == "Luz To: +13035559999 : 7c1e-94b0"


def test_a_text_too_long_is_parked_and_not_cut(out: Flask) -> None:
    put(Channel.TEXT, name="x" * 500)

    assert postman.deliver(out) == postman.Round(parked=1)
    assert "longer than 480" in rows()[0].last_error


def test_what_expired_is_never_late_and_a_broken_one_tells_no_secret(out: Flask) -> None:
    put(Channel.VOICE, expires_at=clock.now())
    assert postman.deliver(out) == postman.Round(parked=1)

    say(out, "{{ nothing_of_the_kind[code] }}")
    put(Channel.VOICE)
    assert postman.deliver(out) == postman.Round(failed=1)
    assert "7c1e" not in rows()[1].last_error


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.VOICE])
def test_where_nobody_carries_it_is_refused_plainly(settings: Settings, channel: Channel) -> None:
    made = create_app(dataclasses.replace(settings, **{channel.value: ""}))
    say(made)
    with made.app_context():
        put(channel)
        assert postman.deliver(made) == postman.Round(parked=1)
        assert rows()[0].last_error == f"Nobody carries it: HEARTH_{channel.name} names no provider."
        assert rows()[0].secret is None
    db.use(None)


def test_a_provider_of_the_district_s_own_is_found_by_its_entry_point(settings: Settings, installed: Any) -> None:
    made = create_app(dataclasses.replace(settings, text="ringring://key@gateway.example"))
    say(made)
    with made.app_context():
        put(Channel.TEXT)
        assert postman.deliver(made) == postman.Round(sent=1)
    db.use(None)

    assert installed.taken == [("ringring://key@gateway.example", NUMBER, "Luz: 7c1e-94b0")]


def test_a_gateway_that_sleeps_holds_up_no_mail(settings: Settings, installed: Any) -> None:
    made = create_app(dataclasses.replace(settings, text="ringring:x"))
    say(made)
    plain_mail(made)
    with made.app_context():
        installed.away = True
        put(Channel.TEXT)
        put(Channel.MAIL, "ana@example.org")
        worker = Worker(made)
        while worker.do_what_is_due():
            pass
        text, mail = rows()
        assert (text.sent_at, text.attempts) == (None, 0)
        assert mail.sent_at is not None
        put(Channel.MAIL, "ben@example.org")
        while worker.do_what_is_due():
            pass
        assert rows()[2].sent_at is not None, "the next mail waits for no gateway either"

        assert postman.deliver(made) == postman.Round(away="The gateway sleeps.")
        installed.away = False
        assert postman.deliver(made) == postman.Round(sent=1)
    db.use(None)


def test_a_call_that_fails_is_tried_again_later(out: Flask) -> None:
    say(out, "{{ missing }}")
    put(Channel.VOICE)
    assert postman.deliver(out) == postman.Round(failed=1)
    assert postman.deliver(out) == postman.Round()

    say(out)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert postman.deliver(out) == postman.Round(sent=1)


@pytest.mark.parametrize("name", ["HEARTH_TEXT", "HEARTH_VOICE"])
@pytest.mark.parametrize("value", ["file:", "nobody-installed://x", "+13035550123", "smtp://mail.example.org"])
def test_a_start_refuses_a_provider_there_is_not(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value}, instance=tmp_path)


def test_development_writes_files_and_production_sends_none_unless_told(tmp_path: Path) -> None:
    at_home = read_settings({}, instance=tmp_path)
    told = {
        "HEARTH_ENV": "production",
        "HEARTH_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-XYZ",
        "HEARTH_DATABASE": "sqlite:///x",
        "HEARTH_MAIL": "smtp://mail.example.org",
        "HEARTH_PUBLIC_URL": "https://portal.example.org",
    }
    abroad = read_settings(told, instance=tmp_path)

    assert (at_home.text, at_home.voice) == (f"file:{tmp_path / 'text'}", f"file:{tmp_path / 'voice'}")
    assert (abroad.text, abroad.voice) == ("", "")


def test_a_provider_is_known_by_its_scheme(installed: Any) -> None:
    assert providers.is_known("ringring:anything")
    assert not providers.is_known("ring:ring")
