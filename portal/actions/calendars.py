"""A family makes a secret address for its calendar program, and ends it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, select, update

from accounts.models import Account
from foundation import audit, db, tokens
from foundation.audit import Actor
from portal.events import CalendarLinkEnded, CalendarLinkMade
from portal.models import CalendarLink
from portal.queries.calendars import links_of
from portal.rules.calendars import MOST_LINKS, PURPOSE


def make_calendar_link(
    account_id: int, student_id: int, *, shows_work: bool = False, by: Actor, at: datetime
) -> str | None:
    """The secret of a new address; it is told once and never again. None where there are as many as may be."""
    db.session().execute(select(Account.id).where(Account.id == account_id).with_for_update()).one()
    if len(links_of(account_id, student_id)) >= MOST_LINKS:
        return None
    token, kept = tokens.make(PURPOSE)

    link = CalendarLink(
        account_id=account_id, student_id=student_id, token_hash=kept, shows_work=shows_work, made_at=at
    )
    db.session().add(link)
    db.session().flush()

    audit.record(CalendarLinkMade(student_id, link.public_id), by=by, at=at)
    return token


def end_calendar_link(link: CalendarLink, *, by: Actor, at: datetime) -> bool:
    """End an address: the next reading finds nothing. False where it is ended already."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(CalendarLink).where(CalendarLink.id == link.id, CalendarLink.ended_at.is_(None)).values(ended_at=at),
        execution_options={"synchronize_session": False},
    )
    if not ended.rowcount:
        return False
    audit.record(CalendarLinkEnded(link.student_id, link.public_id), by=by, at=at)
    return True
