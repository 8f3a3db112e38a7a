"""Notices for tests to post."""

from __future__ import annotations

from datetime import timedelta

from foundation import audit, clock, db
from support.actions.status import NewNotice, post_notice
from support.models import StatusNotice
from support.rules.status import NoticeKind, System

BY = audit.command("test")
DOWN = {"en": "The family portal is slow", "es": "El portal de familias está lento"}
TEXTS = {"en": "Pages take a minute. We look for the cause.", "es": "Las páginas tardan un minuto. Buscamos la causa."}


def incident(title: dict[str, str] = DOWN, *, key: str = "first") -> StatusNotice:
    """An incident of the portal, posted now."""
    new = NewNotice(NoticeKind.INCIDENT, System.FAMILY_PORTAL, title, TEXTS)
    return _post(new, key)


def maintenance(*, key: str = "night", begins: timedelta = timedelta(days=3)) -> StatusNotice:
    """Two hours of maintenance, beginning so long from now."""
    title = {"en": "Messages rest on Saturday night", "es": "Los mensajes descansan el sábado por la noche"}
    starts = clock.now() + begins
    return _post(
        NewNotice(NoticeKind.MAINTENANCE, System.MESSAGES, title, TEXTS, starts, starts + timedelta(hours=2)), key
    )


def _post(new: NewNotice, key: str) -> StatusNotice:
    with db.transaction():
        posted = post_notice(new, key=key, by=BY, at=clock.now())
    assert isinstance(posted, StatusNotice)
    return posted
