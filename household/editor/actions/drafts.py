"""Keeping a household while it is being entered. Records no event: nothing of the record has changed.

A draft belongs to whoever began it, and is sealed. Each save names the version it was made from.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from foundation import db, sealing, versions
from household.editor.models import HouseholdDraft
from household.editor.rules.drafts import KEPT_FOR
from household.editor.rules.plan import Plan, as_json


def begin_draft(plan: Plan, *, owner_id: int, at: datetime) -> HouseholdDraft:
    """A draft of this plan."""
    draft = HouseholdDraft(owner_id=owner_id, sealed=_sealed(plan), version=1, started_at=at, saved_at=at)
    db.session().add(draft)
    db.session().flush()
    return draft


def keep_draft(draft: HouseholdDraft, plan: Plan, *, seen: int, at: datetime) -> bool:
    """Let the draft hold this plan; False where it was changed since the version that was `seen`, or is finished."""
    if draft.finished_at is not None or not versions.move_on(HouseholdDraft, draft.id, seen=seen):
        return False
    draft.sealed, draft.saved_at = _sealed(plan), at
    return True


def finish_draft(draft: HouseholdDraft, *, household_id: int, at: datetime) -> None:
    """The household stands: what was typed is forgotten."""
    draft.sealed, draft.finished_at, draft.household_id = b"", at, household_id


def throw_away(draft: HouseholdDraft) -> None:
    """Forget a draft whole."""
    db.session().execute(delete(HouseholdDraft).where(HouseholdDraft.id == draft.id))


def forget_drafts(*, at: datetime) -> int:
    """Forget drafts nobody has touched for long, finished or not; how many."""
    gone = db.session().execute(delete(HouseholdDraft).where(HouseholdDraft.saved_at < at - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _sealed(plan: Plan) -> bytes:
    return sealing.seal(as_json(plan).encode())
