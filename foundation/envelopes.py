"""Turns a row of the outbox into a mail: rendered in the recipient's language, with headers nobody can bend.

Python before 3.11.9 decodes an `=?utf-8?…?=` inside a subject and writes what it finds as headers (CVE-2024-6923), so
user text loses encoded words and control characters before it comes near one (D8, T18).
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from email import charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import Compat32
from email.utils import formatdate
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import flask_mail
from cryptography.fernet import InvalidToken
from email_validator import EmailNotValidError, validate_email
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Row

from foundation import clock, sealing
from foundation.settings import Settings
from foundation.web.language import spoken

LONGEST_SUBJECT = 200
ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[^?\s]*\?[^?]*\?=")
NEW_HEADER = re.compile(r"\r\n(?![ \t])|(?<!\r)\n|\r(?!\n)")
AS_IT_IS, QUOTED = charset.Charset("utf-8"), charset.Charset("utf-8")
AS_IT_IS.body_encoding, QUOTED.body_encoding = None, charset.QP  # type: ignore[assignment]
LONGEST_LINE = 900
"""In bytes; mail servers refuse more than 998. A body of shorter lines travels as it is, and its file can be read."""


class AsWritten(Compat32):
    """Headers leave as they were written. Python's own policies parse and fold each finished header once more, which
    costs half of all the time a mail takes and is where the CVE lies."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One finished header. Raises ValueError for one that would begin another."""
        if NEW_HEADER.search(value):
            raise ValueError(f"A line of the header {name} begins another one.")
        return f"{name}: {value}{self.linesep}".encode("ascii")


AS_WRITTEN = AsWritten(linesep="\r\n")


class Envelope(flask_mail.Message):
    """Flask-Mail's message, written once, and as it stands."""

    _written = b""

    def as_bytes(self) -> bytes:
        if not self._written:
            self._written = self._message().as_bytes(policy=AS_WRITTEN)
        return self._written

    def _message(self) -> MIMEBase:
        # Nobody writes 128 bits by chance: the library would search the bodies for a boundary of its own.
        made = MIMEMultipart("alternative", boundary=secrets.token_hex(16))
        made.attach(self._mimetext(self.body))
        made.attach(self._mimetext(self.html, "html"))
        made["Subject"] = _subject(self.subject)
        made["From"] = _sender(str(self.sender))
        made["To"] = ", ".join(str(each) for each in self.recipients)
        made["Date"] = formatdate(self.date, localtime=True)
        made["Message-ID"] = self.msgId
        for name, value in (self.extra_headers or {}).items():
            made[name] = value
        return made


@lru_cache(maxsize=500)
def _subject(text: str) -> str:
    """As a header carries it; most mails share theirs with many others."""
    return Header(text, None if text.isascii() else "utf-8", 78, "Subject").encode(linesep="\r\n")


@lru_cache(maxsize=10)
def _sender(written: str) -> str:
    return "\r\n".join(flask_mail.sanitize_address(written).splitlines())


class Unsendable(Exception):
    """This row will never become a mail; the message says why, for the people who look after it."""


class Broken(Exception):
    """Rendering failed; the message names the error and never a secret."""


def write(row: Row[Any], *, app: Flask) -> Envelope:
    """The mail of an outbox row, whole and in bytes. Raises Unsendable, Broken."""
    address, secret = _address(row.to_address), opened(row.secret)
    try:
        return _written(row, address, secret, app=app)
    except Exception as problem:
        raise Broken(without(secret, f"{type(problem).__name__}: {problem}")) from problem


def _written(row: Row[Any], address: str, secret: dict[str, str], *, app: Flask) -> Envelope:
    settings: Settings = app.config["HEARTH"]
    language, district = spoken(row.language), one_line(settings.district_name)
    shown = {**row.context, **secret, "public_url": settings.public_url.rstrip("/"), "language": language}
    with force_locale(language):
        subject, body, html = (
            app.jinja_env.get_template(f"mail/{row.template}/{part}").render(shown)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    message = Envelope(
        subject=one_line(subject)[:LONGEST_SUBJECT] or district,
        recipients=[address],
        sender=f"{_display(district)} <{settings.mail_from}>",
        body=body.strip() + "\n",
        html=html,
        date=clock.now().timestamp(),
        charset=QUOTED if _has_long_line(body, html) else AS_IT_IS,  # type: ignore[arg-type]
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    message.msgId = f"<{row.message_id}@{urlsplit(settings.public_url).hostname}>"
    message.as_bytes()
    return message


def one_line(text: str) -> str:
    """`text` fit for a header: one line, no control or direction characters, no encoded words."""
    plain = "".join(" " if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each for each in text)
    before = ""
    while before != plain:
        before, plain = plain, ENCODED_WORD.sub("", plain).replace("=?", "").replace("?=", "")
    return " ".join(plain.split())


def _display(name: str) -> str:
    """`name` without the marks that mean something in an address: Flask-Mail loses their quotes on the way."""
    return one_line(re.sub(r'[()<>\[\]:;@\\,"]', " ", name))


def _has_long_line(*bodies: str) -> bool:
    return any(len(line.encode()) > LONGEST_LINE for body in bodies for line in body.splitlines())


def _address(written: str) -> str:
    """The address as stored; a name outside ASCII before the @ is more than most servers deliver."""
    try:
        checked = validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as problem:
        raise Unsendable("The address is not one a mail can go to.") from problem
    return written if written.isascii() else str(checked.ascii_email)


def opened(sealed: bytes | None) -> dict[str, str]:
    """What a row keeps encrypted. Raises Unsendable."""
    if sealed is None:
        return {}
    try:
        found: dict[str, str] = json.loads(sealing.unseal(sealed))
    except InvalidToken as problem:
        raise Unsendable("It was written under another HEARTH_SECRET_KEY and cannot be opened.") from problem
    return found


def without(secret: dict[str, str], text: str) -> str:
    """`text` with nothing of the secret in it."""
    for value in secret.values():
        text = text.replace(value, "…")
    return text
