"""Whether a draft may become a version of the policy, and if not, why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class PublishRefusal(StrEnum):
    """Why a draft stays a draft."""

    NO_DRAFT = "no-draft"
    """Nobody has saved one since the last version."""
    SAVED_MEANWHILE = "saved-meanwhile"
    """Somebody saved it after the page was opened: what was looked at is not what would be published."""
    OVERTAKEN = "overtaken"
    """Another version of the area was published since the draft was begun."""
    IN_THE_PAST = "in-the-past"
    """Its first day is over."""
    NO_CHANGE = "no-change"
    """It says what the newest version says."""


def why_not_published(
    *,
    saved_revision: int | None,
    looked_at: int,
    based_on: int | None,
    newest: int | None,
    starts: date,
    today: date,
    is_otherwise: bool,
) -> PublishRefusal | None:
    """None: it may be published. `saved_revision` is the draft's, None where there is none."""
    if saved_revision is None:
        return PublishRefusal.NO_DRAFT
    if saved_revision != looked_at:
        return PublishRefusal.SAVED_MEANWHILE
    if based_on != newest:
        return PublishRefusal.OVERTAKEN
    if starts < today:
        return PublishRefusal.IN_THE_PAST
    return None if is_otherwise else PublishRefusal.NO_CHANGE
