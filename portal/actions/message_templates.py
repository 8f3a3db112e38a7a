"""Words that are written again and again are kept, changed and let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from foundation import audit, db, versions
from foundation.audit import Actor
from portal import events
from portal.models import MessageTemplate
from portal.queries.messages.templates import MOST

Texts = Mapping[str, tuple[str, str]]


def keep_template(name: str, texts: Texts, *, owner_id: int | None, by: Actor, at: datetime) -> str | None:
    """Keep new words, for `owner_id` or (None) for the district; gives the public id, None where there are too many."""
    counted = select(func.count()).where(MessageTemplate.owner_id.is_not_distinct_from(owner_id))
    if (db.session().scalar(counted.where(MessageTemplate.ended_at.is_(None))) or 0) >= MOST:
        return None
    public_id = db.new_public_id()
    values = {"name": name, "texts": _kept(texts), "owner_id": owner_id, "saved_at": at}
    db.session().add(MessageTemplate(public_id=public_id, **values))

    audit.record(events.MessageTemplateSaved(public_id, owner_id is None, is_new=True), by=by, at=at)
    return public_id


def change_template(template: MessageTemplate, name: str, texts: Texts, *, seen: int, by: Actor, at: datetime) -> bool:
    """Keep words as they are now; False where somebody changed them since."""
    if not versions.move_on(MessageTemplate, template.id, seen=seen):
        return False
    _write(template, name=name, texts=_kept(texts), saved_at=at)

    audit.record(events.MessageTemplateSaved(template.public_id, template.owner_id is None, is_new=False), by=by, at=at)
    return True


def end_template(template: MessageTemplate, *, by: Actor, at: datetime) -> None:
    """Offer these words no more. Messages that were begun with them stay as they are."""
    _write(template, ended_at=at)

    audit.record(events.MessageTemplateEnded(template.public_id), by=by, at=at)


def _write(template: MessageTemplate, **values: object) -> None:
    db.session().execute(
        update(MessageTemplate).where(MessageTemplate.id == template.id).values(values),
        execution_options={"synchronize_session": False},
    )


def _kept(texts: Texts) -> dict[str, list[str]]:
    return {language: list(words) for language, words in texts.items()}
