"""How fast the outbox drains into a mail server that takes everything, over SMTP on this machine."""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

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


def rows(ground: Ground) -> list[Row]:
    """Drain real mails with two bodies; the server is a process of its own and shares the machine."""
    count = ground.sizes.mails
    with ground.app() as app, _standing_sink() as port, app.app_context():
        carriers.employ(app, f"smtp://127.0.0.1:{port}")
        app.config["HEARTH"] = replace(app.config["HEARTH"], mail=f"smtp://127.0.0.1:{port}")
        with db.transaction():
            for number in range(count):
                outbox.post("account-activated", to=f"p{number}@example.org", language="es", at=clock.now(), **TOLD)
        begun, worked = time.perf_counter(), time.process_time()
        result = postman.deliver(app)
        took, spent = time.perf_counter() - begun, time.process_time() - worked
    assert result.sent == count, result
    rate = count / took
    measured = f"{rate:,.0f} mails/s ({count:,} mails, {1000 * spent / count:.1f} ms of processor time each)"
    return [Row("outbox drain", measured, f"≥ {MUST_REACH} mails/s", rate >= MUST_REACH)]


@contextmanager
def _standing_sink() -> Iterator[int]:
    here, there = multiprocessing.Pipe()
    sink = multiprocessing.get_context("spawn").Process(target=_sink, args=(there,), daemon=True)
    sink.start()
    try:
        yield int(here.recv())
    finally:
        sink.terminate()
        sink.join()


def _sink(told: Connection) -> None:
    """A mail server that says yes, in a process of its own, so that only the sender is measured."""
    asyncio.run(_serve(told))


async def _serve(told: Connection) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(_converse, sock=free)
        told.send(free.getsockname()[1])
        async with server:
            await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")
    writer.close()
