"""Rules are drafted and published. A version, once there, is never changed: the database refuses it.

Two who save at once, or publish at once, meet at a unique index: the second writes nothing and is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db, jobs
from foundation.audit import Actor
from household.access.events import PolicyDraftSaved, PolicyPublished
from household.access.models import PolicyDraft, PolicyVersion
from household.access.queries.drafts import Draft, draft_of, newest_number, published_from
from household.access.rules.policy_writing import document_of
from household.access.rules.publishing import PublishRefusal, why_not_published

REVIEW = "access-review"
TRIES = 10


@dataclass(frozen=True)
class Published:
    """The version a draft became; `is_new` False where it had become it before, by the same form or another's."""

    number: int
    is_new: bool


def save_draft(
    area: str,
    rules: Mapping[str, Any],
    *,
    starts: date,
    began_from: int,
    based_on: int | None,
    by: Actor,
    at: datetime,
) -> bool:
    """Save a draft as the next revision after `began_from`; False where somebody else has saved that one meanwhile."""
    once = sqlite.insert if db.is_sqlite() else postgresql.insert
    revision = began_from + 1
    written = (
        once(PolicyDraft)
        .values(
            area=area,
            revision=revision,
            based_on=based_on,
            starts=starts,
            rules=dict(rules),
            saved_at=at,
            saved_by_id=by.person_id,
        )
        .on_conflict_do_nothing(index_elements=["area", "revision"])
        .returning(PolicyDraft.id)
    )
    if db.session().execute(written).one_or_none() is None:
        return False
    audit.record(PolicyDraftSaved(area, revision, starts), by=by, at=at)
    return True


def publish_draft(
    area: str, *, looked_at: int, reason: str, today: date, by: Actor, at: datetime
) -> Published | PublishRefusal:
    """Let the draft of an area, as it was looked at, be the next version. The same draft twice is one version."""
    if (number := published_from(area, looked_at)) is not None:
        return Published(number, is_new=False)
    draft = draft_of(area, on=today)
    refusal = _why_not(draft, looked_at, today)
    if draft is None or refusal is not None:  # where a rival was faster by a statement, it is published all the same
        number = published_from(area, looked_at)
        return refusal or PublishRefusal.NO_DRAFT if number is None else Published(number, is_new=False)
    rules = {"areas": {area: document_of(draft.policy)}}
    number = _number_and_write(
        rules, draft.policy.starts, reason, by=by, at=at, draft_area=area, draft_revision=looked_at
    )
    if number is None:
        return Published(published_from(area, looked_at) or 0, is_new=False)
    _tell(number, (area,), draft.policy.starts, reason, by=by, at=at)
    return Published(number, is_new=True)


def publish_document(document: Mapping[str, Any], *, starts: date, reason: str, by: Actor, at: datetime) -> int:
    """Publish a policy that is kept as a file, as it was read and found good: every area it names. Its number."""
    areas = tuple(document["areas"])
    number = _number_and_write({"areas": dict(document["areas"])}, starts, reason, by=by, at=at)
    if number is None:
        raise RuntimeError("No number was free for the version.")
    _tell(number, areas, starts, reason, by=by, at=at)
    return number


def _why_not(draft: Draft | None, looked_at: int, today: date) -> PublishRefusal | None:
    if draft is None:
        return PublishRefusal.NO_DRAFT
    return why_not_published(
        saved_revision=draft.revision if draft.is_saved else None,
        looked_at=looked_at,
        based_on=draft.based_on,
        newest=draft.newest.number if draft.newest else None,
        starts=draft.policy.starts,
        today=today,
        is_otherwise=draft.is_otherwise,
    )


def _number_and_write(
    rules: Mapping[str, Any],
    starts: date,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    draft_area: str | None = None,
    draft_revision: int | None = None,
) -> int | None:
    """Write a version under the next free number; None where this draft was published meanwhile."""
    once = sqlite.insert if db.is_sqlite() else postgresql.insert
    for _ in range(TRIES):
        values = {
            "number": newest_number() + 1,
            "starts": starts,
            "rules": dict(rules),
            "reason": reason,
            "draft_area": draft_area,
            "draft_revision": draft_revision,
            "published_at": at,
            "published_by_id": by.person_id,
        }
        written = once(PolicyVersion).values(**values).on_conflict_do_nothing().returning(PolicyVersion.number)
        number = db.session().scalar(written)
        if number is not None:
            return int(number)
        if draft_area is not None and draft_revision is not None and published_from(draft_area, draft_revision):
            return None
    return None


def _tell(number: int, areas: tuple[str, ...], starts: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Everybody is weighed anew soon: requests decide by the new version at once, lists follow with the review."""
    for area in areas:
        jobs.queue(REVIEW, {"area": area}, at=at, slot=f"{REVIEW}:{number}:{area}")
    audit.record(PolicyPublished(number, list(areas), starts, reason), by=by, at=at)
