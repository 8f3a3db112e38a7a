"""Which keys programs have, and which program shows one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import ProgramKey
from accounts.rules.programs import PURPOSE
from foundation import db, tokens


def key_shown(token: str, *, right: str) -> ProgramKey | None:
    """The key a program shows, if it is in use and opens that right. One statement, none for what we never made."""
    kept = tokens.read(token, purpose=PURPOSE)
    if kept is None:
        return None
    found = select(ProgramKey).where(
        ProgramKey.token_hash == kept, ProgramKey.right == right, ProgramKey.ended_at.is_(None)
    )
    return db.session().scalars(found).one_or_none()


def program_keys() -> Sequence[ProgramKey]:
    """Every key there was, by name, the newest of a name first."""
    return db.session().scalars(select(ProgramKey).order_by(ProgramKey.name, ProgramKey.id.desc())).all()
