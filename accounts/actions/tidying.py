"""What time has ended is marked or thrown away. Records no event: nobody did anything, time passed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from accounts.models import Draft, MailedLink, SessionRecord, StaffInvitation
from accounts.rules import sessions
from foundation import db

LONGEST = max(sessions.FAMILY.overall, sessions.STAFF.overall)
IDLEST = max(sessions.FAMILY.idle, sessions.STAFF.idle)
LINKS_KEPT_FOR = timedelta(days=30)


def tidy(*, at: datetime) -> None:
    """Mark sign-ins that are over by any limit as ended; forget links dead for so long that nobody will ask."""
    db.session().execute(
        update(SessionRecord)
        .where(
            SessionRecord.ended_at.is_(None),
            or_(SessionRecord.created_at <= at - LONGEST, SessionRecord.last_seen_at <= at - IDLEST),
        )
        .values(ended_at=at, ended_because="timed-out")
    )
    db.session().execute(delete(MailedLink).where(MailedLink.expires_at <= at - LINKS_KEPT_FOR))
    db.session().execute(delete(StaffInvitation).where(StaffInvitation.expires_at <= at - LINKS_KEPT_FOR))
    db.session().execute(delete(Draft).where(Draft.expires_at <= at))
