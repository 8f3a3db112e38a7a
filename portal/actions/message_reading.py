"""That somebody has read what the school wrote to them. Records no event: the read record itself tells when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from foundation import db
from portal.models import MessageRecipient


def note_message_read(message_id: int, *, person_id: int, students: Collection[int], at: datetime) -> None:
    """Keep when a person first opened a message; because of the students they see, and none they do not. A digest that
    has not gone yet leaves it out."""
    db.session().execute(
        update(MessageRecipient)
        .where(
            MessageRecipient.message_id == message_id,
            MessageRecipient.person_id == person_id,
            MessageRecipient.student_id.in_(sorted(students)),
            MessageRecipient.read_at.is_(None),
        )
        .values(read_at=at, digest_at=None)
    )
