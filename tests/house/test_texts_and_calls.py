"""What is texted or spoken: short, in both languages, and with nothing that a phone's locked screen should not show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from foundation import clock, db, outbox, postman
from foundation.outbox import Channel
from tests.house.test_mail import SECRET, TOLD

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
SAID = [
    (Channel(folder), path.stem) for folder in ("text", "voice") for path in sorted((TEMPLATES / folder).glob("*.txt"))
]


def said(app: Flask, tmp_path: Path, channel: Channel, name: str, language: str) -> str:
    with app.app_context():
        with db.transaction():
            outbox.post(
                name,
                to="+13035550123",
                channel=channel,
                language=language,
                at=clock.now(),
                secret=SECRET,
                **TOLD,  # type: ignore[arg-type]
            )
        assert postman.deliver(app).sent == 1
    return next((tmp_path / channel.value).glob("*.txt")).read_text("utf-8").partition("\n\n")[2]


def test_whatever_is_texted_or_spoken_is_also_a_mail() -> None:
    """One occasion, three ways: who has an e-mail is told no less."""
    assert {name for _, name in SAID} <= {path.name for path in (TEMPLATES / "mail").iterdir()}
    assert len(SAID) > 2


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("channel", "name"), SAID)
def test_it_goes_out_whole_in_each_language(
    app: Flask, tmp_path: Path, channel: Channel, name: str, language: str
) -> None:
    words = said(app, tmp_path, channel, name, language)

    assert "Juniper Valley Public Schools" in words
    assert re.search(r"[<>{}]|&\w+;", words) is None
    assert bool(re.search(r"\b(?:su|usted|código)\b", words)) is (language == "es")
    if channel is Channel.TEXT:
        assert len(words) < outbox_limit(name)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_call_says_the_code_twice_in_groups_of_four(app: Flask, tmp_path: Path, language: str) -> None:
    lines = said(app, tmp_path, Channel.VOICE, "activation-code", language).splitlines()

    groups = [line for line in lines if re.match(r"(Group|Grupo) \d:", line)]
    spoken = ["".join(re.findall(r"\b(?:\d(?!:)|[A-F](?= (?:as|de)))", line)).lower() for line in groups]
    assert spoken[:8] == spoken[8:]
    assert "".join(spoken[:8]) == SECRET["code"].replace("-", "")


def outbox_limit(name: str) -> int:
    """A link with a code is long; the words around it need not be."""
    return 420 if name == "activation-code" else 320
