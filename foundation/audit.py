"""The audit: who did what, when and from where. Written in the transaction of the deed, never changed afterwards.

Rooms declare frozen Event dataclasses; the type is the schema and its name is for ever. Entries are written plain;
the sealer (`foundation/sealer.py`) chains them after commit, so that no request waits for another's entry.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in account, a command on the server, a job, or a stranger."""

    kind: str
    account_id: int | None = None
    person_id: int | None = None
    label: str = ""


STRANGER = Actor("stranger")

Values = Mapping[str, str | int | bool | date | None]
"""What changed, by name: as it was, or as it is now."""
Subject = tuple[str, int]
"""The kind of a record and its id."""


def command(name: str) -> Actor:
    """The actor of a command, such as `flask roster import`."""
    return Actor("command", label=name)


def job(name: str) -> Actor:
    """The actor of queued or nightly work."""
    return Actor("job", label=name)


@dataclass(frozen=True)
class Event:
    """Base of all events. Subclasses are frozen dataclasses in the past tense, fields of plain values only.

    A field named `person_id` is the person the entry is about, and is indexed. What is about several, or about
    something else than a person, names them in `about`.
    """

    @classmethod
    def name(cls) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    def about(self) -> Iterable[Subject]:
        """Whose history this stands in, beside that of its `person_id`: each as (kind, id), `("household", 7)`."""
        return ()


def _one_line(text: str) -> str:
    """What a stranger's program says of itself, without what could break a line, a terminal or a database (T44)."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text[:300])


@dataclass(frozen=True)
class Origin:
    """Where a request came from, fit to be kept; set at the door."""

    address: str = ""
    browser: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", _one_line(self.address))
        object.__setattr__(self, "browser", _one_line(self.browser))


origin: ContextVar[Origin] = ContextVar("hearth_origin", default=Origin())  # noqa: B039 - Origin is frozen


class AuditEntry(db.Base):
    """One deed. UPDATE and DELETE are refused by the database."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = db.moment()
    event: Mapped[str]
    actor_kind: Mapped[str]
    actor_label: Mapped[str]
    actor_account_id: Mapped[int | None]
    actor_person_id: Mapped[int | None]
    person_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    address: Mapped[str]
    browser: Mapped[str]

    __table_args__ = (
        Index("ix_audit_entry_person_id_at", "person_id", "at"),
        Index("ix_audit_entry_event_at", "event", "at"),
        Index("ix_audit_entry_actor_account_id_at", "actor_account_id", "at"),
    )


class AuditSubject(db.Base):
    """In whose history an entry stands: an index over entries, which say the same. UPDATE and DELETE are refused."""

    __tablename__ = "audit_subject"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)


class AuditSeal(db.Base):
    """One link of the chain over the entries, written by the sealer alone."""

    __tablename__ = "audit_seal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    digest: Mapped[str]
    sealed_at: Mapped[datetime] = db.moment()


def record(told: Event, *, by: Actor, at: datetime) -> None:
    """Write `told` into the open transaction as done `by` an actor `at` a moment; at its end, all in one statement."""
    came = origin.get()
    data = {each.name: _plain(getattr(told, each.name)) for each in dataclasses.fields(told)}
    entry = {
        "at": at,
        "event": told.name(),
        "actor_kind": by.kind,
        "actor_label": by.label,
        "actor_account_id": by.account_id,
        "actor_person_id": by.person_id,
        "person_id": data.get("person_id"),
        "data": data,
        "address": came.address,
        "browser": came.browser,
    }
    subjects = dict.fromkeys(told.about())
    if not subjects:
        db.add_last(AuditEntry, **entry)
        return
    db.add_the_last()
    entry_id = db.session().execute(_ENTERED, entry).scalar_one()
    for kind, each in subjects:
        db.add_last(AuditSubject, entry_id=entry_id, kind=kind, subject_id=each)


_ENTERED = insert(db.table(AuditEntry)).returning(db.table(AuditEntry).c.id)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value
