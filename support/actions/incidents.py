"""Contacts are mailed when an incident begins and when it is over, unless they choose otherwise.

What happened to an incident is told where it is done (`support.actions.status`); here only a choice is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from foundation import audit, clock, db, outbox
from foundation.audit import Actor
from support.events.status import IncidentMailsRefused, IncidentMailsWanted
from support.models import IncidentRefusal, StatusNotice
from support.queries.incidents import contacts_concerned
from support.rules.status import MAIL_LASTS, NoticeKind, System

STILL_TOLD = "incident-still-told"
"""The check that a mail about an incident leaves only while it is true, and wanted."""


def mail_contacts(notice: StatusNotice, texts: Mapping[str, Any], *, is_over: bool, at: datetime) -> None:
    """One mail for each contact whom an incident concerns, each in their language, in two statements; none about
    maintenance. Whoever calls has just posted or closed it, which happens once."""
    if notice.kind != NoticeKind.INCIDENT.value:
        return
    for each in contacts_concerned(System(notice.system), on=clock.day_of(at)):
        if each.address is None or each.contact_id is None:
            continue
        outbox.post(
            "support-incident",
            to=each.address,
            language=each.language,
            at=at,
            expires_at=at + MAIL_LASTS,
            only_while={
                "check": STILL_TOLD,
                "contact": each.contact_id,
                "notice": notice.id,
                "is_over": int(is_over),
            },
            person_id=each.person_id,
            is_one_of_many=True,
            name=each.called,
            headline=notice.title.get(each.language, notice.title["en"]),
            words=texts.get(each.language, texts["en"]),
            is_over=is_over,
        )


def choose_incidents(person_id: int, wanted: bool, *, by: Actor, at: datetime) -> None:
    """Whether somebody gets mails about incidents, as they say themselves. Said twice it is told once."""
    if wanted:
        ended = delete(IncidentRefusal).where(IncidentRefusal.person_id == person_id)
        is_new = db.session().execute(ended.returning(IncidentRefusal.person_id)).one_or_none() is not None
    else:
        is_new = db.add_once(IncidentRefusal, by="person_id", person_id=person_id, refused_at=at)
    if not is_new:
        return

    audit.record(IncidentMailsWanted(person_id) if wanted else IncidentMailsRefused(person_id), by=by, at=at)
