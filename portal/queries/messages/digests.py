"""Whom the day's digest is for, and what it tells: only what is still for them, and unread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from district.models import Person, School, Section
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import Message, MessageRecipient
from portal.queries.messages.addressed import weigh
from portal.queries.messages.files import names_by_message
from portal.rules.messages.writing import Audience

PORTION = 200


@dataclass(frozen=True)
class Line:
    """One message that waits to be told to one person."""

    message: Message
    sender: str
    students: frozenset[int]
    files: tuple[str, ...] = ()
    """What those that go with it are called."""


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person, the oldest first."""

    person_id: int
    language: str
    lines: tuple[Line, ...]

    @property
    def students(self) -> frozenset[int]:
        return frozenset().union(*(each.students for each in self.lines))


def people_waiting(*, at: datetime) -> list[int]:
    """Some of those for whom a digest is due. One statement."""
    due = select(MessageRecipient.person_id).where(
        MessageRecipient.digest_at.is_not(None), MessageRecipient.digest_at <= at
    )
    return list(db.session().scalars(due.distinct().order_by(MessageRecipient.person_id).limit(PORTION)))


def waiting_for(people: Collection[int], *, at: datetime, on: date, policy: SightPolicy) -> list[Waiting]:
    """What waits for each of some people, where they still see the student it is about. Three statements."""
    of_section = aliased(School)
    rows = (
        db.session()
        .execute(
            select(MessageRecipient, Message, Person, func.coalesce(of_section.name, School.name, ""))
            .join(Message, Message.id == MessageRecipient.message_id)
            .join(Person, Person.id == Message.author_id)
            .outerjoin(Section, Section.id == Message.section_id)
            .outerjoin(of_section, of_section.id == Section.school_id)
            .outerjoin(School, School.id == Message.school_id)
            .where(MessageRecipient.person_id.in_(people))
            .where(MessageRecipient.digest_at.is_not(None), MessageRecipient.digest_at <= at)
            .order_by(Message.goes_at, Message.id)
        )
        .all()
    )
    still = _seen({row[0].student_id for row in rows}, on=on, policy=policy)
    about: dict[tuple[int, int], set[int]] = defaultdict(set)
    said: dict[tuple[int, int], tuple[Message, str, str]] = {}
    for recipient, message, author, school in rows:
        key = (recipient.person_id, message.id)
        if (recipient.person_id, recipient.student_id) in still:
            about[key].add(recipient.student_id)
            sender = f"{author.full_name}, {school}" if school else author.full_name
            said[key] = (message, sender, recipient.language)
    named = names_by_message({number for _, number in said})
    return [
        Waiting(
            person_id,
            next(language for (one, _), (_, _, language) in said.items() if one == person_id),
            tuple(
                Line(message, sender, frozenset(about[one, number]), tuple(named.get(number, ())))
                for (one, number), (message, sender, _) in said.items()
                if one == person_id
            ),
        )
        for person_id in sorted({one for one, _ in said})
    ]


def _seen(students: set[int], *, on: date, policy: SightPolicy) -> set[tuple[int, int]]:
    """Who sees whom today: person and student."""
    found = weigh(students, audience=Audience.BOTH, language="", ways=lambda people: {}, on=on, policy=policy)
    return {(each.person_id, each.student_id) for each in found.addressees}
