"""Records that a member of the staff saw people's records: once for a reader, a person and a quarter of an hour.

Records no event: the rows are themselves the record of who looked, and the family is shown them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from district.models import Person, RecordRead
from district.queries.reads import office_of, quarter_of
from foundation import clock, db

CONFIDENTIAL_ADDRESS = "confidential-address"
"""The page that is written where the lines of one were shown, whatever was seen before in that quarter of an hour."""


def note_read(reader_id: int, people: Collection[int], *, page: str, at: datetime) -> None:
    """Write into the open transaction that the reader saw these people on `page`, where it is not written yet."""
    values = select(
        literal(reader_id),
        Person.id,
        literal(page, String),
        office_of(reader_id, on=clock.day_of(at)),
        bindparam("quarter", quarter_of(at), RecordRead.quarter.type),
        bindparam("at", at, RecordRead.at.type),
    ).where(Person.id.in_(sorted(people)))
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(RecordRead)
    columns = ("reader_id", "person_id", "page", "office", "quarter", "at")
    noted = insert.from_select(columns, values)
    if page == CONFIDENTIAL_ADDRESS:
        noted = noted.on_conflict_do_update(
            index_elements=["reader_id", "person_id", "quarter"], set_={"page": page, "at": at}
        )
    else:
        noted = noted.on_conflict_do_nothing()
    db.session().execute(noted)
