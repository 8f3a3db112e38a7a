"""Templates of messages: the district’s, and those of whoever is signed in. Another’s own is not there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from foundation import db
from portal.models import MessageTemplate

MOST = 50
"""Of one person, and of the district."""


def templates_for(person_id: int) -> Sequence[MessageTemplate]:
    """What somebody may begin with: their own, and the district’s, by name. One statement."""
    mine = or_(MessageTemplate.owner_id == person_id, MessageTemplate.owner_id.is_(None))
    found = select(MessageTemplate).where(mine, MessageTemplate.ended_at.is_(None))
    return db.session().scalars(found.order_by(MessageTemplate.name, MessageTemplate.id).limit(2 * MOST)).all()


def template_for(person_id: int, public_id: str) -> MessageTemplate | None:
    """One of these. One statement."""
    mine = or_(MessageTemplate.owner_id == person_id, MessageTemplate.owner_id.is_(None))
    named = MessageTemplate.public_id == public_id, MessageTemplate.ended_at.is_(None)
    return db.session().scalar(select(MessageTemplate).where(mine, *named))
