"""An advisor keeps a view of the queue under a name, or forgets one.

Records no event: it changes what one advisor finds again, and nothing of a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from foundation import db
from support.models import SavedView

MOST = 20
Asked = Mapping[str, Sequence[str]]


def save_view(account_id: int, name: str, asked: Asked, *, at: datetime) -> bool:
    """Keep a view; one of that name is replaced. False where there are too many."""
    kept = {each: list(values) for each, values in asked.items()}
    mine = SavedView.account_id == account_id
    others = select(func.count()).where(mine, SavedView.name != name)
    if (db.session().scalar(others) or 0) >= MOST:
        return False
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(SavedView)
    values = {"account_id": account_id, "name": name, "asked": kept, "saved_at": at, "public_id": db.new_public_id()}
    changed = {"asked": kept, "saved_at": at}
    db.session().execute(
        insert.values(values).on_conflict_do_update(index_elements=["account_id", "name"], set_=changed)
    )
    return True


def forget_view(account_id: int, public_id: str) -> None:
    """Forget a view of one’s own; another’s stays, and so it is with one that is gone."""
    mine = (SavedView.account_id == account_id, SavedView.public_id == public_id)
    db.session().execute(delete(SavedView).where(*mine), execution_options={"synchronize_session": False})
