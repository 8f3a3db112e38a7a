"""What the school wrote to whoever is signed in. Shown only as long as they see a student it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import aliased

from accounts.models import Account
from accounts.queries import SignedIn
from district import queries as district
from district.models import Person, School, Section
from district.queries import Child
from district.queries.children import children_seen_by, own_record
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import Message, MessageRecipient
from portal.rules.codes import Kind

SHOWN = 30

_of_section = aliased(School)


@dataclass(frozen=True)
class Received:
    """A message as its reader finds it in the list. `texts` are by language."""

    id: int
    public_id: str
    kind: str
    texts: dict[str, Any]
    goes_at: datetime
    author: str
    author_id: int
    school: str
    """Of the class or the school it was written to; empty where it is the district's."""
    students: tuple[int, ...]
    """Those of the reader whom it is about."""
    is_read: bool


def students_seen(account: SignedIn, *, on: date, policy: SightPolicy) -> list[Child]:
    """The students whose messages whoever is signed in reads. One statement."""
    if account.account_kind != Kind.STUDENT:
        return district.children_seen_by(account.person_id, on=on, policy=policy)
    own = own_record(account.person_id, on=on, policy=policy)
    return [own] if own is not None else []


def received(person_id: int, students: Collection[int], *, page: int = 1) -> list[Received]:
    """The newest first, one more than a page shows. One statement."""
    return _received(person_id, students, page=page)


def received_one(person_id: int, students: Collection[int], public_id: str) -> Received | None:
    """One message, where it is for this person because of a student they see. One statement."""
    return next(iter(_received(person_id, students, Message.public_id == public_id)), None)


def still_for(message_id: int, person_id: int, *, on: date, policy: SightPolicy) -> bool:
    """Whether a message is for a person because of a student they still see. Two or three statements."""
    about = set(
        db.session().scalars(
            select(MessageRecipient.student_id).where(
                MessageRecipient.message_id == message_id, MessageRecipient.person_id == person_id
            )
        )
    )
    return bool(seen_by(person_id, about, on=on, policy=policy))


def language_of(person_id: int) -> str:
    """In which language to write to a guardian or student: chosen for the account, else on file, else English."""
    found = (
        select(func.coalesce(Account.language, Person.language))
        .select_from(Person)
        .outerjoin(
            Account, and_(Account.person_id == Person.id, Account.kind.in_((Kind.PARENT.value, Kind.STUDENT.value)))
        )
    )
    return db.session().scalars(found.where(Person.id == person_id).order_by(Account.kind)).first() or "en"


def seen_by(person_id: int, students: Collection[int], *, on: date, policy: SightPolicy) -> set[int]:
    """Those of the students whom a person sees on that day, the own record included. One or two statements."""
    seen = {each.person_id for each in children_seen_by(person_id, on=on, policy=policy)}
    if person_id in students and own_record(person_id, on=on, policy=policy) is not None:
        seen.add(person_id)
    return seen.intersection(students)


def _received(person_id: int, students: Collection[int], *conditions: Any, page: int = 1) -> list[Received]:
    if not students:
        return []
    ids = func.aggregate_strings(cast(MessageRecipient.student_id, String), ",")
    mine = (
        select(
            MessageRecipient.message_id,
            ids.label("students"),
            func.count(MessageRecipient.read_at).label("read"),
        )
        .join(Message, Message.id == MessageRecipient.message_id)
        .where(MessageRecipient.person_id == person_id, MessageRecipient.student_id.in_(sorted(students)), *conditions)
        .group_by(MessageRecipient.message_id, Message.goes_at)
        .order_by(Message.goes_at.desc(), MessageRecipient.message_id.desc())
        .limit(SHOWN + 1)
        .offset((page - 1) * SHOWN)
        .subquery()
    )
    rows = db.session().execute(
        select(Message, Person, func.coalesce(_of_section.name, School.name, ""), mine.c.students, mine.c.read)
        .join(mine, mine.c.message_id == Message.id)
        .join(Person, Person.id == Message.author_id)
        .outerjoin(Section, Section.id == Message.section_id)
        .outerjoin(_of_section, _of_section.id == Section.school_id)
        .outerjoin(School, School.id == Message.school_id)
        .order_by(Message.goes_at.desc(), Message.id.desc())
    )
    return [
        Received(
            message.id,
            message.public_id,
            message.kind,
            message.texts,
            message.goes_at,
            author.full_name,
            author.id,
            school,
            tuple(int(each) for each in about.split(",")),
            bool(read),
        )
        for message, author, school, about, read in rows
    ]
