"""Canned replies are written, changed and taken out; whoever saw an older one changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from foundation import audit, db
from foundation.audit import Actor
from support.events.working import CannedReplyChanged, CannedReplyWithdrawn
from support.models import CannedReply
from support.queries.replies import Canned
from support.rules.canned import Wrong, flaws


def write_reply(
    code: str, *, title: str, body: str, language: str, seen: int, by: Actor, at: datetime
) -> tuple[Wrong, ...] | bool:
    """Write it as version `seen` + 1; False where it is not as it was seen. Its flaws, where the text has any."""
    wrong = flaws(body)
    if wrong:
        return wrong
    values = {"title": title, "body": body, "language": language, "changed_at": at, "changed_by_id": by.person_id}
    if not (_change(code, seen, **values) if seen else db.add_once(CannedReply, by="code", code=code, **values)):
        return False
    audit.record(CannedReplyChanged(code, title, language, version=seen + 1), by=by, at=at)
    return True


def take_out_reply(reply: Canned, *, seen: int, by: Actor, at: datetime) -> bool:
    """Offer it no more; False where it is not as it was seen."""
    values = {"changed_at": at, "changed_by_id": by.person_id, "retired_at": at}
    told = {"title": reply.title, "body": reply.body, "language": reply.language}
    if seen:
        is_done = _change(reply.code, seen, **values)
    else:
        is_done = db.add_once(CannedReply, by="code", code=reply.code, **told, **values)
    if is_done:
        audit.record(CannedReplyWithdrawn(reply.code, reply.title), by=by, at=at)
    return is_done


def _change(code: str, seen: int, **values: object) -> bool:
    changed = db.session().execute(
        update(CannedReply)
        .where(CannedReply.code == code, CannedReply.version == seen, CannedReply.retired_at.is_(None))
        .values(version=CannedReply.version + 1, **values)
        .returning(CannedReply.id),
        execution_options={"synchronize_session": False},
    )
    return changed.one_or_none() is not None
