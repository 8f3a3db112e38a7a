"""A person settles which value of somebody's own record counts: the one the office has set, or the one a feed says now.

Whoever calls has taken on the person with `holding.hold`. A question is settled once.
"""

from __future__ import annotations

from datetime import datetime

from district.actions.feed_questions import settle_once
from district.actions.office_edits import CONTACTS, OFFICE, forget_edit, let_feed_count
from district.actions.people import add_contact, end_contact, open_contacts
from district.actions.search_terms import refresh_terms
from district.events import PersonQuestionSettled
from district.queries.contacts import FAMILY
from district.queries.person_questions import PersonQuestion
from district.rules.tie_questions import KEPT, TAKEN
from foundation import audit, clock
from foundation.audit import Actor


def keep_office_value(question: PersonQuestion, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let what the office has set stand, until the feed says something else again. Raises AlreadySettled."""
    _settle(question, KEPT, by=by, at=at, reason=reason)


def take_feed_value(question: PersonQuestion, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let what the feed says count, now and later. Raises AlreadySettled."""
    _settle(question, TAKEN, by=by, at=at, reason=reason)
    if question.field in CONTACTS:
        _take_contact(question, by=by, at=at, reason=reason)
    else:
        let_feed_count(question.person, field=question.field, value=question.now, by=by, at=at, reason=reason)


def _take_contact(question: PersonQuestion, *, by: Actor, at: datetime, reason: str) -> None:
    """What the office or the family set ends today, and the feed's begins; other feeds keep what they say."""
    person_id, kind, today = question.person.id, CONTACTS[question.field], clock.day_of(at)
    source = question.asked.source
    for each in (OFFICE, FAMILY, *(() if question.now else (source,))):
        for point in open_contacts(person_id, kind=kind, type=question.field, source=each):
            end_contact(point, ends=today, by=by, at=at, reason=reason)
    if question.now:
        given = {"kind": kind, "type": question.field, "starts": today, "source": source}
        add_contact(person_id, question.now, by=by, at=at, reason=reason, **given)  # type: ignore[arg-type]
    forget_edit(person_id, question.field)
    refresh_terms((person_id,), on=today)


def _settle(question: PersonQuestion, how: str, *, by: Actor, at: datetime, reason: str) -> None:
    settle_once(question, how, by=by, at=at, reason=reason)
    told = PersonQuestionSettled(
        question.person.id, field=question.field, answer=how, source=question.asked.source, reason=reason
    )
    audit.record(told, by=by, at=at)
