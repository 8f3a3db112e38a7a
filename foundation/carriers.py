"""How a mail leaves the house: through Flask-Mail to a mail server, or as an `.eml` file into a folder.

Texts and voice calls go to the provider their setting names (`foundation/providers.py`).

The server is asked with a time-out (Flask-Mail itself sets none and waits for ever), with TLS verified. A private
authority is trusted by naming it in SSL_CERT_FILE.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import flask_mail
from flask import Flask

from foundation import providers
from foundation.outbox import Channel
from foundation.providers import Carrier, Folder, Refused, Unreachable
from foundation.settings import Settings

PATIENCE_S = 20
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587
TOO_LARGE = 552


@dataclass(frozen=True)
class Server:
    """A mail server as HEARTH_MAIL names it."""

    host: str
    port: int
    username: str
    password: str
    uses_tls: bool
    starts_tls: bool


def server_at(url: str) -> Server:
    """`smtp://user:pass@host:port`, STARTTLS on port 587 or with `?starttls=1`; `smtps://…` speaks TLS from the start.

    Raises ValueError for an address without a host or with an impossible port.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("no mail server is named")
    port = parts.port or PORTS[parts.scheme]
    wish = parse_qs(parts.query).get("starttls", ["1" if port == SUBMISSION else "0"])[-1]
    return Server(
        host=parts.hostname,
        port=port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        uses_tls=parts.scheme == "smtps",
        starts_tls=parts.scheme == "smtp" and wish == "1",
    )


def employ(app: Flask, url: str) -> None:
    """Set Flask-Mail up for the server at `url` (a folder needs none, and Flask-Mail still builds the messages)."""
    server = server_at(url) if not url.startswith("file:") else Server("localhost", 25, "", "", False, False)
    app.config.update(
        MAIL_SERVER=server.host,
        MAIL_PORT=server.port,
        MAIL_USERNAME=server.username or None,
        MAIL_PASSWORD=server.password or None,
        MAIL_USE_SSL=server.uses_tls,
        MAIL_USE_TLS=server.starts_tls,
        MAIL_DEBUG=False,
        MAIL_SUPPRESS_SEND=False,
    )
    app.extensions["hearth-mail"] = flask_mail.Mail(app)


@contextmanager
def on_duty(app: Flask, channel: Channel) -> Iterator[Carrier]:
    """The carrier that the settings name for `channel`; one connection serves all mails sent inside the block."""
    settings: Settings = app.config["HEARTH"]
    if channel is not Channel.MAIL:
        yield providers.named(settings.text if channel is Channel.TEXT else settings.voice, channel)
        return
    if settings.mail.startswith("file:"):
        yield Folder(Path(settings.mail.removeprefix("file:")), ending="eml")
        return
    carrier = Post(app.extensions["hearth-mail"])
    try:
        yield carrier
    finally:
        carrier.hang_up()


class Line(flask_mail.Connection):
    """Flask-Mail's connection with a time-out and verified TLS."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        mail = self.mail
        verified = ssl.create_default_context() if mail.use_ssl or mail.use_tls else None
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.port, timeout=PATIENCE_S, context=verified)
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=PATIENCE_S)
        try:
            if mail.use_tls:
                host.starttls(context=verified)
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host


class Post:
    """One conversation with the mail server, opened at the first mail and again after it broke."""

    def __init__(self, mail: flask_mail.Mail) -> None:
        self._line = Line(mail)

    def send(self, message: flask_mail.Message, *, name: str) -> None:
        """A 5xx is final for this mail; but the server refusing our own sender is no mail's fault."""
        if self._line.host is None:
            self._dial()
        try:
            self._line.send(message, envelope_from=parseaddr(str(message.sender))[1])
        except smtplib.SMTPRecipientsRefused as problem:
            raise _refused(*next(iter(problem.recipients.values()))) from problem
        except smtplib.SMTPSenderRefused as problem:
            if problem.smtp_code // 100 == 5 and problem.smtp_code != TOO_LARGE:
                raise Unreachable(_said(problem.smtp_code, problem.smtp_error)) from problem
            raise _refused(problem.smtp_code, problem.smtp_error) from problem
        except smtplib.SMTPResponseException as problem:
            raise _refused(problem.smtp_code, problem.smtp_error) from problem
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise Refused(f"The mail server broke off: {type(problem).__name__}.") from problem

    def hang_up(self) -> None:
        """Say goodbye where the line still stands."""
        if self._line.host is None:
            return
        try:
            self._line.host.quit()
        except (smtplib.SMTPException, OSError):
            self._drop()
        self._line.host = None

    def _dial(self) -> None:
        try:
            self._line.host = self._line.configure_host()
        except smtplib.SMTPResponseException as problem:
            raise Unreachable(_said(problem.smtp_code, problem.smtp_error)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise Unreachable(f"{type(problem).__name__}: {problem}") from problem

    def _drop(self) -> None:
        if self._line.host is not None:
            self._line.host.close()
        self._line.host = None


def _refused(code: int, said: bytes | str) -> Refused:
    return Refused(_said(code, said), is_final=code // 100 == 5)


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"
