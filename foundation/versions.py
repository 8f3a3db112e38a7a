"""Two people change one record: whoever saves names the version they saw, and the second one is told (T27).

A record that is edited by hand has a whole number `version`. The change takes it one on by one conditional UPDATE, in
the transaction of the deed, which also keeps anybody else's change waiting until it is done.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, update

from foundation import db


def move_on(model: type[db.Base], record_id: int, *, seen: int) -> bool:
    """Take a record from the version that was seen to the next; False where somebody else has done so meanwhile."""
    table: Any = model
    moved: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(model).where(table.id == record_id, table.version == seen).values(version=table.version + 1),
        execution_options={"synchronize_session": False},
    )
    return moved.rowcount == 1


def touch(model: type[db.Base], record_id: int) -> None:
    """Take a record to its next version, whoever saw which: it changed together with another one."""
    table: Any = model
    db.session().execute(
        update(model).where(table.id == record_id).values(version=table.version + 1),
        execution_options={"synchronize_session": False},
    )
