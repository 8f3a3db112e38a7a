"""Keys of programs are made, ended, and their use is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.events import ProgramKeyEnded, ProgramKeyMade
from accounts.models import ProgramKey
from accounts.rules.programs import PURPOSE, is_noted_again
from foundation import audit, db, tokens
from foundation.audit import Actor


@dataclass(frozen=True)
class NameInUse:
    """A program of that name has a key. It goes on working until it is ended."""


def make_program_key(name: str, *, right: str, by: Actor, at: datetime) -> str | NameInUse:
    """A new key, as it is shown once and never again."""
    token, kept = tokens.make(PURPOSE)
    writing = sqlite.insert if db.is_sqlite() else postgresql.insert
    once = writing(ProgramKey).values(name=name, right=right, token_hash=kept, made_at=at)
    if db.session().execute(once.on_conflict_do_nothing().returning(ProgramKey.id)).one_or_none() is None:
        return NameInUse()

    audit.record(ProgramKeyMade(name, right), by=by, at=at)
    return token


def end_program_key(name: str, *, by: Actor, at: datetime) -> bool:
    """Let the key of that name open nothing any more; False where none is in use."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ProgramKey).where(ProgramKey.name == name, ProgramKey.ended_at.is_(None)).values(ended_at=at)
    )
    if ended.rowcount:
        audit.record(ProgramKeyEnded(name), by=by, at=at)
    return bool(ended.rowcount)


def note_program_use(key: ProgramKey, *, at: datetime) -> None:
    """Write down that the key was used just now, at most once a minute. What it read is told where it is read."""
    if is_noted_again(key.last_used_at, at=at):
        db.session().execute(update(ProgramKey).where(ProgramKey.id == key.id).values(last_used_at=at))
