"""How fast the outbox drains over SMTP on this machine: into a server that takes everything, and into an unruly one.

The unruly one answers some mails late, sends some away for now, and hangs up on some after it has taken them. What is
sent away is due a minute later: the clock is moved on, and the waiting does not count as time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.ground import Ground
from bench.table import Row
from foundation import carriers, clock, db, outbox, postman

MUST_REACH = 200
TOLD: dict[str, Any] = {
    "name": "Ana",
    "username": "ana.reyes",
    "kind": "parent",
    "changed_at": "2026-11-18T16:00:00+00:00",
}


SECRET = {"url": "https://portal.example/not-me/a-token-of-the-bench"}
SLOW_S = 0.05
SLOW, REFUSED, DROPPED = 97, 61, 83
"""Every so manyth mail meets that fault."""
LATER = timedelta(minutes=2)
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Drained:
    """What the server has to tell of a whole outbox, and the seconds and processor seconds that sending took."""

    took: float
    spent: float
    came: Counter[str]
    """How often each Message-ID came."""


def rows(ground: Ground) -> list[Row]:
    """Drain real mails with two bodies; the server is a process of its own and shares the machine."""
    count = ground.sizes.mails
    calm, unruly = (_drained(ground, count, is_unruly=each) for each in (False, True))
    doubled = sum(times - 1 for times in unruly.came.values())
    rate, unruly_rate = count / calm.took, count / unruly.took
    cost = f"{count:,} mails, {1000 * calm.spent / count:.1f} ms of processor time each"
    lost = 2 * count - len(calm.came) - len(unruly.came)
    return [
        Row("outbox drain", f"{rate:,.0f} mails/s ({cost})", f"≥ {MUST_REACH} mails/s", rate >= MUST_REACH),
        Row(
            "outbox drain, server slow, refusing, dropping",
            f"{unruly_rate:,.0f} mails/s",
            f"≥ {MUST_REACH} mails/s",
            unruly_rate >= MUST_REACH,
        ),
        Row("mails lost; come twice (same Message-ID)", f"{lost}; {doubled}", "0 lost", lost == 0),
    ]


def _drained(ground: Ground, count: int, *, is_unruly: bool) -> Drained:
    with ground.app() as app, _standing_sink(is_unruly) as (port, sink), app.app_context():
        carriers.employ(app, f"smtp://127.0.0.1:{port}")
        app.config["HEARTH"] = replace(app.config["HEARTH"], mail=f"smtp://127.0.0.1:{port}")
        at = clock.now()
        with db.transaction():
            for number in range(count):
                outbox.post(
                    "account-activated", to=f"p{number}@example.org", language="es", at=at, secret=SECRET, **TOLD
                )
        begun, worked = time.perf_counter(), time.process_time()
        sent = sum(_sent(app, at + number * LATER) for number in _until_empty())
        took, spent = time.perf_counter() - begun, time.process_time() - worked
        sink.send("report")
        came = Counter[str](sink.recv())
    if sent != count:
        raise RuntimeError(f"{count - sent} mails never left the outbox.")
    return Drained(took, spent, came)


def _sent(app: Flask, at: datetime) -> int:
    with clock.at(at):
        return postman.deliver(app).sent


def _until_empty() -> Iterator[int]:
    """Round after round while something waits."""
    for number in range(MOST_ROUNDS):
        db.close()
        if db.session().scalar(select(outbox.Mail.id).where(outbox.QUEUE.is_open).limit(1)) is None:
            return
        db.close()
        yield number


@contextmanager
def _standing_sink(is_unruly: bool) -> Iterator[tuple[int, Connection]]:
    here, there = multiprocessing.Pipe()
    sink = multiprocessing.get_context("spawn").Process(target=_sink, args=(there, is_unruly), daemon=True)
    sink.start()
    try:
        yield int(here.recv()), here
    finally:
        sink.terminate()
        sink.join()


def _sink(told: Connection, is_unruly: bool) -> None:
    """A mail server in a process of its own, so that only the sender is measured; tells on demand what came."""
    asyncio.run(Sink(told, is_unruly).serve())


class Sink:
    """Says yes to everything; when unruly, not always at once, nor the first time, nor to the end."""

    def __init__(self, told: Connection, is_unruly: bool) -> None:
        self._told, self._is_unruly = told, is_unruly
        self._came: list[str] = []
        self._met: set[bytes] = set()

    async def serve(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            server = await asyncio.start_server(self._converse, sock=free)
            asyncio.get_running_loop().add_reader(self._told.fileno(), self._report)
            self._told.send(free.getsockname()[1])
            async with server:
                await server.serve_forever()

    def _report(self) -> None:
        self._told.recv()
        self._told.send(self._came)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                if await self._takes(await reader.readuntil(b"\r\n.\r\n")):
                    break
            if word == b"RCPT" and self._sends_away(line):
                writer.write(b"451 4.7.1 Try again later\r\n")
                continue
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")
        writer.close()

    async def _takes(self, mail: bytes) -> bool:
        """Keep it; whether the server then hangs up without a word."""
        self._came.append(mail.split(b"Message-ID: ", 1)[1].split(b"\r\n", 1)[0].decode())
        if self._is_unruly and len(self._came) % SLOW == 0:
            await asyncio.sleep(SLOW_S)
        return self._is_unruly and len(self._came) % DROPPED == 0

    def _sends_away(self, line: bytes) -> bool:
        """Every so manyth recipient, the first time."""
        is_new = line not in self._met
        self._met.add(line)
        return self._is_unruly and is_new and len(self._met) % REFUSED == 0
