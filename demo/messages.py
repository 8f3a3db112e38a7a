"""What the school of the demo has written to families, and what a family and a teacher write to each other.

Dana wrote to her biology class, the office of the high school to everybody there (in both languages), Ingrid has a
message scheduled for tomorrow, and Hoa asks Dana about Minh and is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update

from demo.cast import Someone
from demo.staff import Staff
from demo.world import World
from district.models import Section
from district.queries import sight_policy
from foundation import clock, db, file_kinds
from foundation.audit import Actor
from foundation.file_kinds import Upload
from foundation.settings import Settings
from portal.actions.conversations import answer_family, begin_conversation
from portal.actions.message_files import attach_files
from portal.actions.message_templates import keep_template
from portal.actions.messages import Draft, send_message, write_message
from portal.message_kinds import message_kinds
from portal.models import Message, MessageRecipient
from portal.papers import Document, Table, paper
from portal.queries.messages import addressed, conversations, lists
from portal.queries.reach import reach_of
from portal.rules.messages.leaving import State
from portal.rules.messages.writing import Audience, Kind, Target
from portal.rules.preferences import By

SENT_AGO = (timedelta(days=5), timedelta(days=2))


def some_messages(world: World, staff: Staff, *, settings: Settings, today: date, at: datetime) -> None:
    """Write into the open transaction what was sent, what waits, and one conversation."""
    town = world.town
    everybody = _drafted(
        staff, staff.noelle, Draft(Kind.GENERAL, Audience.BOTH, Target(school_id=town.high.id), _FAIR), at
    )
    _goes_with(everybody, _flyer(), staff, staff.noelle, at)
    _is_sent(everybody, SENT_AGO[0], settings=settings, today=today, at=at)
    biology = _biology(town.classes[town.high.id])
    lab = _drafted(staff, staff.dana, Draft(Kind.TEACHER, Audience.FAMILIES, Target(section_id=biology), _LAB), at)
    _is_sent(lab, SENT_AGO[1], settings=settings, today=today, at=at)
    _reads(everybody, world.hoa, at=at - SENT_AGO[1])
    morning = datetime.combine(today + timedelta(days=1), datetime.min.time().replace(hour=10), clock.zone())
    snow = Draft(Kind.PRIORITY, Audience.FAMILIES, Target(school_id=town.aspen.id), _SNOW, morning)
    waits = _drafted(staff, staff.ingrid, snow, at)
    send_message(waits, zone=clock.zone(), by=_actor(staff, staff.ingrid), at=at)
    _conversation(world, staff, today=today, at=at)
    keep_template("Snow day", _SNOW, owner_id=None, by=_actor(staff, staff.ingrid), at=at)
    keep_template("Missing work", _MISSING, owner_id=staff.dana.id, by=_actor(staff, staff.dana), at=at)


_FAIR = {
    "en": ("The winter fair is on December 11", "Doors open at five. Bring a friend, and warm gloves for the yard."),
    "es": (
        "La feria de invierno es el 11 de diciembre",
        "Las puertas abren a las cinco. Traiga a un amigo y guantes abrigados para el patio.",
    ),
}
_MISSING = {
    "en": (
        "{child} and what is missing",
        "{child} has not handed in everything yet. Write to me.\n{teacher}, {school}",
    ),
    "es": ("{child} y lo que falta", "{child} todavía no ha entregado todo. Escríbame.\n{teacher}, {school}"),
}
_LAB = {"en": ("Lab day on Thursday", "We look at pond water. Closed shoes, please, and long hair tied back.")}
_SNOW = {
    "en": ("If it snows on Friday", "School begins two hours later. Buses follow the snow plan."),
    "es": ("Si nieva el viernes", "Las clases empiezan dos horas más tarde. Los autobuses siguen el plan de nieve."),
}


def _drafted(staff: Staff, author: Someone, draft: Draft, at: datetime) -> Message:
    account_id = staff.sign_in(author).account_id
    public_id = write_message(draft, account_id=account_id, author_id=author.id, by=_actor(staff, author), at=at)
    db.session().flush()
    return db.session().scalars(select(Message).where(Message.public_id == public_id)).one()


def _flyer() -> Upload:
    flyer = Document(
        title="Winter fair",
        district="Juniper Valley Public Schools",
        child="December 11, five o’clock",
        details=("In the yard and the gym",),
        made="Bring a friend.",
        page_of="Page {page} of {pages}",
        lost="A question mark stands where a letter cannot be printed.",
        parts=(Table("Program", ("When", "What"), (("5:00 PM", "Doors open"), ("6:00 PM", "Choir"))),),
    )
    judged = file_kinds.judged("winter fair.pdf", paper(flyer, "en"))
    if not isinstance(judged, Upload):
        raise TypeError(f"The demo’s flyer may not be attached: {judged}.")
    return judged


def _goes_with(message: Message, file: Upload, staff: Staff, author: Someone, at: datetime) -> None:
    refusal = attach_files(message, [file], by=_actor(staff, author), at=at)
    if refusal:
        raise ValueError(f"The demo attaches what may not be attached: {refusal}.")


def _is_sent(message: Message, ago: timedelta, *, settings: Settings, today: date, at: datetime) -> None:
    """As the worker would have, so long ago; its mails have gone."""
    found = lists.message_to_work(message.id)
    if found is None:
        raise ValueError("What was just written is not there.")
    students, kind = addressed.ids_of(found.target, on=today), message_kinds()[message.kind]
    weighed = addressed.weigh(
        students,
        audience=Audience(message.audience),
        language="",
        ways=lambda people: reach_of(people, kind, carried=tuple(By), on=today),
        on=today,
        policy=sight_policy(settings),
    )
    rows = [
        {
            "message_id": message.id,
            "person_id": each.person_id,
            "student_id": each.student_id,
            "language": each.language,
            "reached": each.reached,
        }
        for each in weighed.addressees
    ]
    db.session().execute(insert(MessageRecipient), rows)
    left = at - ago
    count = len(students)
    message.state, message.written_at, message.goes_at, message.sent_at = State.SENT.value, left, left, left
    message.total, message.done = count, count
    db.session().flush()


def _reads(message: Message, someone: Someone, *, at: datetime) -> None:
    mine = MessageRecipient.message_id == message.id, MessageRecipient.person_id == someone.id
    db.session().execute(update(MessageRecipient).where(*mine).values(read_at=at))


def _biology(sections: Sequence[int]) -> int:
    return db.session().scalars(select(Section.id).where(Section.id.in_(sections), Section.title == "Biology")).one()


def _conversation(world: World, staff: Staff, *, today: date, at: datetime) -> None:
    """Hoa asks, Dana answers."""
    dana = next(each for each in conversations.correspondents([world.minh.id], on=today) if each.id == staff.dana.id)
    hoa = Actor("account", person_id=world.hoa.id)
    asked = begin_conversation(
        dana,
        family_id=world.hoa.id,
        subject="Minh and the lab day",
        body="Minh sprained his ankle. May he sit for the lab?",
        on_message=None,
        by=hoa,
        at=at - timedelta(days=1),
    )
    talk = conversations.talk_of_family(world.hoa.id, [world.minh.id], asked)
    if talk is None:
        raise ValueError("What was just asked is not there.")
    answer_family(
        talk,
        author_id=staff.dana.id,
        body="Of course. I keep a stool at the front bench for him.",
        channels=(),
        language="en",
        sender=staff.dana.full_name,
        zone=clock.zone(),
        by=_actor(staff, staff.dana),
        at=at - timedelta(hours=20),
    )


def _actor(staff: Staff, person: Someone) -> Actor:
    return Actor("account", account_id=staff.sign_in(person).account_id, person_id=person.id)
