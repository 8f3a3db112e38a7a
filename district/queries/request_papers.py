"""Reads of what families attached to what they ask. Who may see the request has been decided before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from district.models import ChangeRequest, RequestPaper
from foundation import db
from foundation.files import StoredFile


@dataclass(frozen=True)
class PaperSeen:
    """One attached file."""

    public_id: str
    name: str
    size: int
    attached_at: datetime
    let_go_at: datetime | None

    @property
    def is_kept(self) -> bool:
        return self.let_go_at is None


def papers_of(request_id: int) -> list[PaperSeen]:
    """What is attached to a request, in the order it came. One statement."""
    rows = db.session().execute(
        select(StoredFile.public_id, StoredFile.name, StoredFile.size, StoredFile.stored_at, StoredFile.let_go_at)
        .join(RequestPaper, RequestPaper.file_id == StoredFile.id)
        .where(RequestPaper.request_id == request_id)
        .order_by(StoredFile.id)
    )
    return [PaperSeen(*row) for row in rows]


def paper_of(request_id: int, public_id: str) -> StoredFile | None:
    """The file of that public id, where it is attached to that request. One statement."""
    return db.session().scalar(
        select(StoredFile)
        .join(RequestPaper, RequestPaper.file_id == StoredFile.id)
        .where(RequestPaper.request_id == request_id, StoredFile.public_id == public_id)
    )


def how_many_papers(request_id: int) -> int:
    """How many files are attached to a request."""
    counted = select(func.count()).where(RequestPaper.request_id == request_id)
    return db.session().scalar(counted) or 0


def papers_done_with(*, before: datetime, limit: int) -> Collection[int]:
    """Files still kept of requests that were settled before a moment (UTC), at most `limit`."""
    found = (
        select(StoredFile.id)
        .join(RequestPaper, RequestPaper.file_id == StoredFile.id)
        .join(ChangeRequest, ChangeRequest.id == RequestPaper.request_id)
        .where(ChangeRequest.settled_at < before, StoredFile.let_go_at.is_(None))
        .order_by(StoredFile.id)
        .limit(limit)
    )
    return db.session().scalars(found).all()
