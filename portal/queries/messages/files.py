"""The files that go with messages. Who may see the message has been decided before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from foundation import db
from foundation.files import StoredFile
from portal.models import MessageFile


@dataclass(frozen=True)
class FileSeen:
    """One file of a message."""

    public_id: str
    name: str
    size: int


def files_of(message_id: int) -> list[FileSeen]:
    """What goes with a message, in the order it was attached. One statement."""
    rows = db.session().execute(
        select(StoredFile.public_id, StoredFile.name, StoredFile.size)
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .where(MessageFile.message_id == message_id)
        .order_by(StoredFile.id)
    )
    return [FileSeen(*row) for row in rows]


def listed_files(message_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """The same as one text, for a statement that asks more than that; `read_list` reads it."""
    line = (
        cast(StoredFile.id, String)
        + "/"
        + StoredFile.public_id
        + "/"
        + cast(StoredFile.size, String)
        + "/"
        + StoredFile.name
    )
    return (
        select(func.aggregate_strings(line, "\n"))
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .where(MessageFile.message_id == message_id)
        .scalar_subquery()
    )


def read_list(listed: str | None) -> tuple[FileSeen, ...]:
    """The files in such a text, in the order they were attached: no name holds a stroke or a line’s end."""
    parts = [each.split("/", 3) for each in (listed or "").splitlines()]
    parts.sort(key=lambda each: int(each[0]))
    return tuple(FileSeen(public_id, name, int(size)) for _, public_id, size, name in parts)


def names_by_message(message_ids: Collection[int]) -> dict[int, list[str]]:
    """What the files of each of some messages are called. One statement."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.session().execute(
        select(MessageFile.message_id, StoredFile.name)
        .join(StoredFile, StoredFile.id == MessageFile.file_id)
        .where(MessageFile.message_id.in_(message_ids))
        .order_by(StoredFile.id)
    )
    for message_id, name in rows:
        found[message_id].append(name)
    return found


def file_of(message_id: int, public_id: str) -> StoredFile | None:
    """The file of that public id, where it goes with that message. One statement."""
    return db.session().scalar(
        select(StoredFile)
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .where(MessageFile.message_id == message_id, StoredFile.public_id == public_id)
    )
