"""Status notices: posted, updated, closed. What was said once is never changed: more is said.

Of an incident the contacts concerned are mailed when it is posted and when it is closed, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from foundation import audit, db
from foundation.audit import Actor
from support.actions.incidents import mail_contacts
from support.events.status import StatusNoticeClosed, StatusNoticePosted, StatusNoticeUpdated
from support.models import StatusNotice, StatusUpdate
from support.rules.status import NoticeFault, NoticeKind, System, fault_of


@dataclass(frozen=True)
class NewNotice:
    """What is to be told: title and text by language; moments (UTC) only of maintenance."""

    kind: NoticeKind
    system: System
    title: dict[str, str]
    texts: dict[str, str]
    starts_at: datetime | None = None
    until_at: datetime | None = None


def post_notice(new: NewNotice, *, key: str, by: Actor, at: datetime) -> StatusNotice | NoticeFault:
    """Tell it to everybody; what keeps it from being told, where something does. `key` names the form that was sent:
    the same one sent twice posts one notice."""
    if fault := fault_of(new.kind, new.starts_at, new.until_at, at=at):
        return fault

    is_new = db.add_once(
        StatusNotice,
        by="key",
        public_id=db.new_public_id(),
        key=key,
        kind=new.kind.value,
        system=new.system.value,
        title=new.title,
        starts_at=new.starts_at,
        until_at=new.until_at,
        posted_at=at,
        updates=1,
    )
    posted = db.session().scalars(select(StatusNotice).where(StatusNotice.key == key)).one()
    if not is_new:
        return posted
    _say(posted.id, new.texts, key=key, closes=False, by=by, at=at)
    mail_contacts(posted, new.texts, is_over=False, at=at)

    audit.record(StatusNoticePosted(posted.id, new.kind.value, new.system.value), by=by, at=at)
    return posted


def say_more(notice: StatusNotice, texts: dict[str, str], *, closes: bool, key: str, by: Actor, at: datetime) -> bool:
    """Add an update to an open notice, and close it with that where `closes`; False, and nothing done, where it was
    closed meanwhile. `key` as above; the caller holds the notice."""
    known = db.session().scalar(select(StatusUpdate.id).where(StatusUpdate.key == key))
    if known is not None:
        return True
    taken = db.session().execute(
        update(StatusNotice)
        .where(StatusNotice.id == notice.id, StatusNotice.closed_at.is_(None))
        .values(updates=StatusNotice.updates + 1, **({"closed_at": at} if closes else {}))
        .returning(StatusNotice.id)
    )
    if taken.one_or_none() is None:
        return False
    _say(notice.id, texts, key=key, closes=closes, by=by, at=at)
    if closes:
        mail_contacts(notice, texts, is_over=True, at=at)

    audit.record(StatusNoticeClosed(notice.id) if closes else StatusNoticeUpdated(notice.id), by=by, at=at)
    return True


def _say(notice_id: int, texts: dict[str, str], *, key: str, closes: bool, by: Actor, at: datetime) -> None:
    said = StatusUpdate(notice_id=notice_id, key=key, texts=texts, closes=closes, said_at=at, said_by_id=by.person_id)
    db.session().add(said)
    db.session().flush()
