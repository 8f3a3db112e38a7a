"""Whether everybody may see how satisfied contacts are: an administrator decides, and takes it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from foundation import audit, db
from foundation.audit import Actor
from support.events.surveys import NumbersPublished, NumbersWithdrawn
from support.models import PublishedNumbers


def publish_numbers(page: str, *, by: Actor, at: datetime) -> bool:
    """Let everybody see it from now on; False where everybody does already."""
    try:
        with db.session().begin_nested():
            db.session().add(PublishedNumbers(page=page, began_at=at, began_by_id=by.person_id))
    except IntegrityError:
        return False

    audit.record(NumbersPublished(page), by=by, at=at)
    return True


def withdraw_numbers(page: str, *, by: Actor, at: datetime) -> bool:
    """Show it to everybody no more; False where nobody else sees it anyway."""
    ended = db.session().execute(
        update(PublishedNumbers)
        .where(PublishedNumbers.page == page, PublishedNumbers.ended_at.is_(None))
        .values(ended_at=at, ended_by_id=by.person_id)
        .returning(PublishedNumbers.id)
    )
    if ended.one_or_none() is None:
        return False

    audit.record(NumbersWithdrawn(page), by=by, at=at)
    return True
