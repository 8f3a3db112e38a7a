"""Files that go with a message: attached to a draft and taken from it; with what is thrown away they are not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from foundation import audit, db, files
from foundation.audit import Actor
from foundation.file_kinds import Upload
from foundation.files import StoredFile
from portal import events
from portal.models import Message, MessageFile
from portal.rules.messages.leaving import State
from portal.rules.messages.writing import MOST_FILES, FilesRefusal


def attach_files(message: Message, uploads: Sequence[Upload], *, by: Actor, at: datetime) -> FilesRefusal | None:
    """Keep files with a draft; why not, where it has left or they would be too many."""
    if not _holds_draft(message.id):
        return FilesRefusal.LEFT
    there = db.session().scalars(select(MessageFile.file_id).where(MessageFile.message_id == message.id)).all()
    if len(there) + len(uploads) > MOST_FILES:
        return FilesRefusal.TOO_MANY
    kept = files.keep(uploads, at=at)
    db.session().execute(insert(MessageFile), [{"file_id": each.id, "message_id": message.id} for each in kept])

    for each in kept:
        audit.record(events.MessageFileAttached(message.public_id, each.sha256), by=by, at=at)
    return None


def remove_file(message: Message, file: StoredFile, *, by: Actor, at: datetime) -> FilesRefusal | None:
    """Take a file from a draft; why not, where it has left."""
    if not _holds_draft(message.id):
        return FilesRefusal.LEFT
    _discard([file.id])

    audit.record(events.MessageFileRemoved(message.public_id, file.sha256), by=by, at=at)
    return None


def discard_files(message_id: int) -> None:
    """Keep nothing of what went with a message that is taken back: it has come to nobody.

    Records no event of its own: that the message was taken back is told.
    """
    gone = select(MessageFile.file_id).where(MessageFile.message_id == message_id)
    _discard(list(db.session().scalars(gone)))


def _discard(file_ids: Sequence[int]) -> None:
    db.session().execute(delete(MessageFile).where(MessageFile.file_id.in_(file_ids)))
    files.discard(file_ids)


def _holds_draft(message_id: int) -> bool:
    """Let nobody send or change the draft until this is done; False where it is none any more."""
    touched = (
        update(Message)
        .where(Message.id == message_id, Message.state == State.DRAFT.value)
        .values(version=Message.version)
        .returning(Message.id)
    )
    return db.session().scalar(touched) is not None
