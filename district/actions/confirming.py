"""A family reads a card and says that it is still right: that counts as an update, with its day."""

from __future__ import annotations

from datetime import datetime

from district.events import CardFoundRight
from district.models import CardConfirmed
from foundation import audit, db
from foundation.audit import Actor


def confirm_card(person_id: int, *, by: Actor, at: datetime) -> CardConfirmed:
    """Keep that whoever is `by` found the card of this person right. Raises ValueError where that is nobody."""
    if by.person_id is None:
        raise ValueError("Only a person confirms a card.")
    kept = CardConfirmed(person_id=person_id, by_id=by.person_id, confirmed_at=at)
    db.session().add(kept)
    db.session().flush()

    audit.record(CardFoundRight(person_id), by=by, at=at)
    return kept
