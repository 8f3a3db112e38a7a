"""Renders and sends what waits in the outbox.

Delivery is at least once: a postman killed after sending and before marking sends that one mail again, under the same
Message-ID, by which mail programs know it for the same. So does a PostgreSQL that loses its power within a second of a
mark: nobody waits for the disk there. A mail past its `expires_at` is parked, never sent late. A mail nobody can send
is parked with its error and holds up no other. What was secret is erased with the mark. Texts and calls travel under
the same promises; a channel whose provider is away holds up no other channel.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Row, update

from foundation import carriers, clock, db, envelopes, providers, scripts
from foundation.outbox import ONLY_WHILE, QUEUE, Channel, Mail
from foundation.settings import Settings

BATCH = 100

log = structlog.get_logger()


@dataclass(frozen=True)
class Round:
    """What came of a delivery. `away` says why nothing could be sent where a mail server or provider did not answer."""

    sent: int = 0
    failed: int = 0
    parked: int = 0
    away: str = ""

    @property
    def did_something(self) -> bool:
        return bool(self.sent or self.failed or self.parked)


Check = Callable[[dict[str, Any]], bool]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Make a function a check: whether a mail that was posted `only_while` it holds may still leave."""

    def register(holds: Check) -> Check:
        _checks[name] = holds
        return holds

    return register


def employ(app: Flask) -> None:
    """Give the app its postman."""
    settings: Settings = app.config["HEARTH"]
    carriers.employ(app, settings.mail)


def deliver(
    app: Flask,
    *,
    channels: Iterable[Channel] = tuple(Channel),
    stopping: Callable[[], bool] = lambda: False,
    batches: int | None = None,
) -> Round:
    """Send what is due by `channels`, batch by batch, until nothing is, or `stopping`, or so many `batches` went."""
    counts = {"sent": 0, "failed": 0, "parked": 0}
    away = []
    for channel in channels:
        for _ in itertools.count() if batches is None else range(batches):
            batch = () if stopping() else _claim(channel)
            reason = _deliver_batch(app, channel, batch, counts, stopping) if batch else ""
            if reason:
                away.append(reason)
            if reason or not batch:
                break
    return Round(**counts, away=" ".join(away))


def _claim(channel: Channel) -> Sequence[Row[Any]]:
    """The next batch; a mail that a postman died over is claimed alone, so that it can take no other along."""
    at, of_channel = clock.now(), Mail.channel == channel.value
    with db.transaction():
        return QUEUE.claim(of_channel, at=at, abandoned=True) or QUEUE.claim(of_channel, at=at, limit=BATCH)


def _deliver_batch(
    app: Flask, channel: Channel, batch: Sequence[Row[Any]], counts: dict[str, int], stopping: Callable[[], bool]
) -> str:
    """Send a batch over one connection; what is not tried goes back. Tells why the other end is away, or nothing."""
    with carriers.on_duty(app, channel) as carrier:
        for place, row in enumerate(batch):
            if stopping() or clock.now() >= row.leased_until:
                _put_back(batch[place:])
                return ""
            try:
                counts[_deliver_one(app, row, carrier)] += 1
            except providers.Unreachable as problem:
                _put_back(batch[place:])
                log.error("mail-server-away", channel=channel.value, error=str(problem))
                return str(problem)
    return ""


def _deliver_one(app: Flask, row: Row[Any], carrier: providers.Carrier) -> str:
    """`sent`, `failed` (to be tried again) or `parked`."""
    if QUEUE.was_tried_enough(row):
        return _park(row, "A worker stopped in the middle of it each time.")
    if row.expires_at is not None and row.expires_at <= clock.now():
        return _park(row, "It expired before it could be sent.")
    if not _may_still_leave(row):
        return _park(row, "What it tells is no longer for the person it was written to.")
    try:
        message = _written(row, app)
        carrier.send(message, name=f"{row.written_at:%Y%m%dT%H%M%SZ}-{row.id:09d}-{row.message_id}")
    except envelopes.Unsendable as problem:
        return _park(row, str(problem))
    except providers.Refused as problem:
        return _park(row, str(problem)) if problem.is_final else _fail(row, str(problem))
    except envelopes.Broken as problem:
        return _fail(row, str(problem))
    with db.transaction(is_lasting=False):
        QUEUE.finish(row, at=clock.now())
    log.info("mail-sent", mail=row.id, template=row.template)
    return "sent"


def _may_still_leave(row: Row[Any]) -> bool:
    """Whether what the mail was written on still holds: a right may have ended since (T02)."""
    condition = row.context.get(ONLY_WHILE)
    if condition is None:
        return True
    try:
        return _checks[condition["check"]](condition)
    finally:
        db.close()


def _written(row: Row[Any], app: Flask) -> providers.Parcel:
    return envelopes.write(row, app=app) if row.channel == Channel.MAIL else scripts.write(row, app=app)


def _fail(row: Row[Any], error: str) -> str:
    with db.transaction():
        parked = QUEUE.fail(row, error, at=clock.now())
    log.warning("mail-parked" if parked else "mail-failed", mail=row.id, template=row.template, error=error)
    return "parked" if parked else "failed"


def _park(row: Row[Any], error: str) -> str:
    at = clock.now()
    with db.transaction():
        QUEUE.park(row, error, at=at)
        if providers.RETURNED.match(error):
            db.session().execute(update(Mail).where(Mail.id == row.id).values(returned_at=at))
    log.error("mail-parked", mail=row.id, template=row.template, error=error)
    return "parked"


def _put_back(rows: Sequence[Row[Any]]) -> None:
    with db.transaction():
        QUEUE.put_back(rows)
