"""Records that somebody of the family opened a report card: the first time, and the last.

Records no event: the rows are themselves the record of who opened it, and the family is shown them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from district.models import ReportCardOpening, TermCardOpening
from foundation import db


def note_opening(card_id: int, *, reader_id: int, account_kind: str, at: datetime) -> None:
    """Write into the open transaction that the reader opened the card by that kind of account."""
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(ReportCardOpening)
    noted = insert.values(
        report_card_id=card_id, reader_id=reader_id, account_kind=account_kind, first_at=at, last_at=at
    ).on_conflict_do_update(index_elements=["report_card_id", "reader_id", "account_kind"], set_={"last_at": at})
    db.session().execute(noted)


def note_term_opening(student_id: int, session_id: int, *, reader_id: int, account_kind: str, at: datetime) -> None:
    """The same of the card made of the final marks of a term."""
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(TermCardOpening)
    key = {
        "student_id": student_id,
        "session_id": session_id,
        "reader_id": reader_id,
        "account_kind": account_kind,
    }
    noted = insert.values(**key, first_at=at, last_at=at)
    db.session().execute(noted.on_conflict_do_update(index_elements=list(key), set_={"last_at": at}))
