"""How Alembic meets Hearth: it is given an open connection and the metadata, and reads no file of its own."""

from __future__ import annotations

from typing import Any

from alembic import context

from foundation import db


def _render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own column types as what they are in the database, so that no migration imports a model."""
    if kind == "type" and isinstance(item, db.UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.Base.metadata,
    render_item=_render_item,
    render_as_batch=False,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
