"""What waits in the outbox, opened as the postman will open it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from foundation import db
from foundation.envelopes import opened
from foundation.outbox import Mail


@dataclass(frozen=True)
class Waiting:
    """One mail, text or call before it leaves."""

    channel: str
    to: str
    template: str
    language: str
    secret: dict[str, str]


def waiting() -> list[Waiting]:
    """Everything in the outbox, the oldest first."""
    db.close()
    rows = db.session().scalars(select(Mail).order_by(Mail.id)).all()
    return [Waiting(each.channel, each.to_address, each.template, each.language, opened(each.secret)) for each in rows]
