"""A mail server for tests: keeps the raw bytes of every mail, and misbehaves for recipients named after a fault."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Received:
    """One mail as it came over the wire."""

    sender: str
    recipients: list[str]
    raw: bytes

    def headers(self) -> list[tuple[str, str]]:
        """The headers as an old reader sees them: split at line ends and nothing decoded."""
        head = self.raw.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").decode("ascii")
        return [(name, value.strip()) for name, value in (line.split(":", 1) for line in head.split("\r\n"))]

    def header(self, wanted: str) -> str:
        (value,) = [value for name, value in self.headers() if name.lower() == wanted.lower()]
        return value


@dataclass
class Sink:
    """Faults: `grey@` 451, `unknown@` 550, `full@` 552 after the data, `drop@` cut after it, `hang@` silence."""

    received: list[Received] = field(default_factory=list)
    conversations: int = 0
    before_answer: Callable[[], None] = lambda: None
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> list[str]:
        return [each.header("Message-ID") for each in self.received]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("grey@"):
            return "451 4.7.1 Greylisted, try again later"
        if address.startswith("unknown@"):
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        to = [str(each) for each in envelope.rcpt_tos]
        if to[0].startswith("full@"):
            return "552 5.2.2 Mailbox full"
        if to[0].startswith("hang@"):
            await asyncio.sleep(5)
        self.received.append(Received(str(envelope.mail_from), to, bytes(envelope.original_content or b"")))
        self.before_answer()
        if to[0].startswith("drop@"):
            assert server.transport is not None
            server.transport.close()
        return "250 OK"


class standing:
    """`with standing(sink):` the sink answers on a free port; with `tls` it offers STARTTLS."""

    def __init__(self, sink: Sink, *, tls: ssl.SSLContext | None = None) -> None:
        sink.port = sink.port or free_port()
        self._controller = Controller(
            sink, hostname="127.0.0.1", port=sink.port, ready_timeout=10, tls_context=tls, loop=asyncio.new_event_loop()
        )

    def __enter__(self) -> None:
        self._controller.start()

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    with standing(made):
        yield made


def plain_mail(app: Any, **templates: str) -> None:
    """Hang a mail called `plain` in the app, for tests that are about sending and not about words."""
    from jinja2 import ChoiceLoader, DictLoader

    parts = {"subject": "A word", "body": "Hello.", "html": "<p>Hello.</p>", **templates}
    names = {"subject": "subject.txt", "body": "body.txt", "html": "body.html"}
    own = DictLoader({f"mail/plain/{names[part]}": source for part, source in parts.items()})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_env.loader])
