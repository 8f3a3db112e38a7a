"""Files that people attach: kept in the database, under random names, in the transaction of the deed they belong to.

So there is no record without its file and no file without its record, nothing lies under an address of the web server,
and a backup holds them as of its one moment (decision 0027). Who may read one is decided by the room whose record it
hangs on: a room keeps a row of its own that points here. Not for: what the district delivers in large numbers, such
as report cards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db
from foundation.file_kinds import Upload


class StoredFile(db.Base):
    """What a kept file is. The row stays when the content is let go, so that what was there can be said."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_at: Mapped[datetime] = db.moment()
    let_go_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Since when its content is no longer kept."""


class StoredContent(db.Base):
    """The bytes of a kept file, apart: lists of files never read them."""

    __tablename__ = "stored_content"

    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Altered(Exception):
    """A kept file is not what was stored; it is handed to nobody."""


def keep(uploads: Iterable[Upload], *, at: datetime) -> list[StoredFile]:
    """Keep files in the open transaction, in their order; each has its id when this returns."""
    kept = [
        StoredFile(
            public_id=db.new_public_id(),
            name=each.name,
            kind=each.kind.value,
            size=each.size,
            sha256=each.sha256,
            stored_at=at,
        )
        for each in uploads
    ]
    if not kept:
        return kept
    db.session().add_all(kept)
    db.session().flush()
    contents = {each.sha256: each.content for each in uploads}
    db.session().add_all(StoredContent(file_id=each.id, content=contents[each.sha256]) for each in kept)
    return kept


def content_of(file: StoredFile) -> bytes | None:
    """What was stored, or None where it was let go. Raises Altered where it is not what was stored."""
    content = db.session().scalar(select(StoredContent.content).where(StoredContent.file_id == file.id))
    if content is not None and hashlib.sha256(content).hexdigest() != file.sha256:
        raise Altered(f"Stored file {file.id} is not what was stored.")
    return content


def discard(file_ids: Collection[int]) -> None:
    """Keep nothing of files of something that was never told to anybody. Whatever points to them is gone already."""
    db.session().execute(delete(StoredContent).where(StoredContent.file_id.in_(file_ids)))
    db.session().execute(delete(StoredFile).where(StoredFile.id.in_(file_ids)))


def let_go(file_ids: Collection[int], *, at: datetime) -> None:
    """Keep the content of these files no longer; that they were there stays on record."""
    db.session().execute(delete(StoredContent).where(StoredContent.file_id.in_(file_ids)))
    db.session().execute(
        update(StoredFile).where(StoredFile.id.in_(file_ids), StoredFile.let_go_at.is_(None)).values(let_go_at=at)
    )
