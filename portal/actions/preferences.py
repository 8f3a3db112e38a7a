"""A family says how messages come to it: all the boxes it was shown, at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert

from foundation import audit, db, versions
from foundation.audit import Actor
from portal.events import ContactPreferencesSaved
from portal.models import ContactChoice, ContactPreference
from portal.queries.preferences import preference_of
from portal.rules.preferences import Choice


def save_choices(
    person_id: int,
    boxes: Mapping[Choice, bool],
    *,
    were: Mapping[Choice, bool],
    seen: int,
    by: Actor,
    at: datetime,
) -> bool:
    """Keep the boxes as they were left; False, and nothing kept, where others were saved since version `seen`.

    What was not among the boxes shown keeps its choice, or goes by the default. `were`: how the same boxes stood.
    """
    if not _moves_on(person_id, seen=seen, at=at):
        return False
    ends = sorted({to for _, _, to in boxes})
    db.session().execute(
        delete(ContactChoice).where(ContactChoice.person_id == person_id, ContactChoice.to_address.in_(ends))
    )
    if boxes:
        db.session().execute(
            insert(ContactChoice),
            [
                {"person_id": person_id, "kind": kind, "channel": way.value, "to_address": to, "is_wanted": is_wanted}
                for (kind, way, to), is_wanted in boxes.items()
            ],
        )
    changed = {choice: is_wanted for choice, is_wanted in boxes.items() if were.get(choice) is not is_wanted}
    audit.record(
        ContactPreferencesSaved(
            person_id,
            before={_named(each): not is_wanted for each, is_wanted in changed.items()},
            after={_named(each): is_wanted for each, is_wanted in changed.items()},
        ),
        by=by,
        at=at,
    )
    return True


def _moves_on(person_id: int, *, seen: int, at: datetime) -> bool:
    if seen == 0:
        return db.add_once(ContactPreference, by="person_id", person_id=person_id, version=1, saved_at=at)
    kept = preference_of(person_id)
    if kept is None or not versions.move_on(ContactPreference, kept.id, seen=seen):
        return False
    db.session().refresh(kept)
    kept.saved_at = at
    return True


def _named(choice: Choice) -> str:
    kind, way, to = choice
    return f"{kind} {way.value} {to}"
