"""Notes that somebody fetched a file of a case that tells of students."""

from __future__ import annotations

from datetime import datetime

from foundation import audit
from foundation.audit import Actor
from support.events.cases import CaseFileOpened
from support.models import Case, CaseAttachment


def note_opening(case: Case, attachment: CaseAttachment, *, by: Actor, at: datetime) -> None:
    """Tell the audit who fetched it."""
    audit.record(CaseFileOpened(case.id, attachment.id), by=by, at=at)
