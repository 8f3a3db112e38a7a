"""What families of the demo ask to have excused: Marisol waits for an answer about Lucía, Hoa has one about Minh."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.cast import Someone
from demo.staff import Staff
from demo.world import World
from district.queries.attendance import attendance_of
from district.rules.attendance import is_open
from foundation import clock
from foundation.audit import Actor
from portal.actions.excuses import Asking, Given, Told, answer_excuse, ask_to_excuse
from portal.queries.excuses import asked_named, queue, schools_of_days
from portal.rules.excuses import Answer, Reason, Record, record_of
from portal.rules.messages.writing import Reach

EVERYWHERE = Reach(everywhere=True)


def some_excuses(world: World, staff: Staff, *, today: date, at: datetime) -> None:
    """Write into the open transaction what was asked, and one answer. Attendance is on record already."""
    _asks(world.hoa, world.minh, Reason.APPOINTMENT, "", today=today, at=at - timedelta(days=2))
    _noelle_answers(staff, at=at - timedelta(days=1))
    said = "Lucía tenía fiebre. Llamé a las ocho, pero nadie contestó."
    _asks(world.marisol, world.lucia, Reason.ILLNESS, said, today=today, at=at - timedelta(hours=20))


def _asks(guardian: Someone, student: Someone, reason: Reason, said: str, *, today: date, at: datetime) -> None:
    found = attendance_of(student.id, starts=today - timedelta(days=14), ends=today)
    days = {each.mark.day for each in found if is_open(each.mark)}
    schools = schools_of_days(student.id, days, otherwise=None)
    ask_to_excuse(Asking(student.id, guardian.id, schools, reason, said), by=_actor(guardian), at=at)


def _noelle_answers(staff: Staff, *, at: datetime) -> None:
    """She accepts the whole day and wants a note for the classes."""
    listed = queue(EVERYWHERE, is_open=True, school="", number=1).listed
    asked = asked_named(listed[0].public_id, EVERYWHERE) if listed else None
    if asked is None:
        return
    given = {}
    for each in asked.days:
        ends = each.day + timedelta(days=1)
        marks = [event.mark for event in attendance_of(asked.student_id, starts=each.day, ends=ends)]
        then = record_of(marks)
        because = "Bring the note of the doctor’s office, then ask again." if then is Record.UNEXCUSED else ""
        given[each.day] = Given(Answer.DECLINED if because else Answer.ACCEPTED, because, then)
    told = Told((), "en", clock.zone())
    answer_excuse(asked, given, version=asked.version, told=told, by=_actor(staff.noelle), at=at)


def _actor(person: Someone) -> Actor:
    return Actor("account", person_id=person.id)
