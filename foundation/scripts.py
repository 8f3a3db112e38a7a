"""Turns a row of the outbox into a text message, or into the script of a voice call that a machine speaks.

Both are plain words in the recipient's language. A text is one paragraph: phones show its first line to whoever looks
at them, and providers charge by length. A script keeps its lines: each ends in a pause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Row

from foundation.envelopes import Broken, Unsendable, one_line, opened, without
from foundation.outbox import Channel
from foundation.settings import Settings
from foundation.web.language import spoken

NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
LONGEST_TEXT = 480
"""Three parts of 160; what is longer belongs into a mail."""


@dataclass(frozen=True)
class Script:
    """A text to be shown, or a script to be spoken. `message_id` is the same when it is sent twice."""

    channel: Channel
    to: str
    """E.164."""
    language: str
    body: str
    message_id: str

    def as_bytes(self) -> bytes:
        """As a file: four lines about it, an empty one, and what is said."""
        about = (
            f"Channel: {self.channel.value}",
            f"To: {self.to}",
            f"Language: {self.language}",
            f"Message-ID: {self.message_id}",
        )
        return "\n".join((*about, "", self.body, "")).encode()


def write(row: Row[Any], *, app: Flask) -> Script:
    """The text or the script of an outbox row. Raises Unsendable, Broken."""
    if NUMBER.fullmatch(row.to_address) is None:
        raise Unsendable("The number is not one that can be dialled.")
    secret = opened(row.secret)
    try:
        return _written(row, secret, app=app)
    except Unsendable:
        raise
    except Exception as problem:
        raise Broken(without(secret, f"{type(problem).__name__}: {problem}")) from problem


def _written(row: Row[Any], secret: dict[str, str], *, app: Flask) -> Script:
    settings: Settings = app.config["HEARTH"]
    language, channel = spoken(row.language), Channel(row.channel)
    shown = {**row.context, **secret, "public_url": settings.public_url.rstrip("/"), "language": language}
    with force_locale(language):
        rendered = app.jinja_env.get_template(f"{channel.value}/{row.template}.txt").render(shown)
    lines = [one_line(line) for line in rendered.splitlines()]
    body = " ".join(each for each in lines if each) if channel is Channel.TEXT else "\n".join(lines).strip()
    if channel is Channel.TEXT and len(body) > LONGEST_TEXT:
        raise Unsendable(f"It is longer than {LONGEST_TEXT} characters.")
    return Script(channel, row.to_address, language, body, row.message_id)
