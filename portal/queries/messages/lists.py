"""What whoever writes is shown: one message, what was sent, and how far it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import aliased

from district.models import Person, School, Section
from foundation import db
from portal.models import Message, MessagePart, MessageRecipient
from portal.queries.messages.files import FileSeen, listed_files, read_list
from portal.rules.messages.writing import Target

SHOWN = 30


@dataclass(frozen=True)
class Written:
    """A message with the names of what it is about; empty where there is none of the kind."""

    message: Message
    author: str
    section: str
    school: str
    """Of the class, or the school written to."""
    section_school_id: int | None
    student: str
    student_public_id: str
    school_public_id: str
    """Of the school written to as a whole."""
    files: tuple[FileSeen, ...] = ()
    """What goes with it, in the order it was attached."""

    @property
    def target(self) -> Target:
        return Target(
            section_id=self.message.section_id,
            section_school_id=self.section_school_id,
            school_id=self.message.school_id,
            student_id=self.message.student_id,
            grade=self.message.grade,
            language=self.message.language,
        )


@dataclass(frozen=True)
class Figures:
    """How far a message came, in people."""

    people: int = 0
    read: int = 0
    by: tuple[tuple[str, int], ...] = ()
    """`mail`, `text`, `voice`: so many; `portal`: so many who have nothing but the portal; `nobody`: not reached."""


def written_by(author_id: int, *, before: int | None = None) -> list[Written]:
    """What somebody wrote, the newest first. One statement."""
    found = _written().where(Message.author_id == author_id).order_by(Message.id.desc()).limit(SHOWN + 1)
    if before is not None:
        found = found.where(Message.id < before)
    return [_seen(row) for row in db.session().execute(found)]


def own_message(public_id: str, *, author_id: int) -> Written | None:
    """A message of this author. One statement."""
    found = _written().where(Message.public_id == public_id, Message.author_id == author_id)
    row = db.session().execute(found).one_or_none()
    return None if row is None else _seen(row)


def message_to_work(message_id: int) -> Written | None:
    """A message for the worker. One statement."""
    row = db.session().execute(_written().where(Message.id == message_id)).one_or_none()
    return None if row is None else _seen(row)


def part_to_send(message: int, number: int) -> list[int] | None:
    """The students of a portion that nobody has done yet. One statement."""
    found = db.session().scalar(
        select(MessagePart.students).where(
            MessagePart.message_id == message, MessagePart.number == number, MessagePart.done_at.is_(None)
        )
    )
    return None if found is None else list(found["ids"])


def figures_of(message_ids: list[int]) -> dict[int, Figures]:
    """How far each of these messages came. One statement."""
    if not message_ids:
        return {}
    person = MessageRecipient.person_id
    rows = db.session().execute(
        select(
            MessageRecipient.message_id,
            MessageRecipient.reached,
            func.count(person.distinct()),
            func.count(case((MessageRecipient.read_at.is_not(None), person)).distinct()),
        )
        .where(MessageRecipient.message_id.in_(message_ids))
        .group_by(MessageRecipient.message_id, MessageRecipient.reached)
    )
    counts: dict[int, dict[str, int]] = {each: {} for each in message_ids}
    people, read = dict.fromkeys(message_ids, 0), dict.fromkeys(message_ids, 0)
    for message_id, reached, some, readers in rows:
        people[message_id] += some
        read[message_id] += readers
        for way in _ways(reached):
            counts[message_id][way] = counts[message_id].get(way, 0) + some
    order = ("mail", "text", "voice", "portal", "nobody")
    return {
        each: Figures(people[each], read[each], tuple((way, counts[each][way]) for way in order if way in counts[each]))
        for each in message_ids
    }


def _ways(reached: str) -> list[str]:
    """The portal counts where there is nothing else: it sends nothing, and waits to be looked at."""
    ways = [each for each in reached.split(",") if each and each != "portal"]
    return ways or (["portal"] if reached else ["nobody"])


_student, _of_section = aliased(Person), aliased(School)


def _written() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message,
            Person,
            Section.title.label("section"),
            func.coalesce(_of_section.name, School.name, "").label("school"),
            Section.school_id.label("section_school_id"),
            _student,
            School.public_id.label("school_public_id"),
            listed_files(Message.id).label("files"),
        )
        .join(Person, Person.id == Message.author_id)
        .outerjoin(Section, Section.id == Message.section_id)
        .outerjoin(_of_section, _of_section.id == Section.school_id)
        .outerjoin(School, School.id == Message.school_id)
        .outerjoin(_student, _student.id == Message.student_id)
    )


def _seen(row: Row[*tuple[Any, ...]]) -> Written:
    message, author, section, school, section_school_id, student, school_public_id, files = row
    name, student_public_id = (student.full_name, student.public_id) if student is not None else ("", "")
    return Written(
        message,
        author.full_name,
        section or "",
        school,
        section_school_id,
        name,
        student_public_id,
        school_public_id or "",
        read_list(files),
    )
