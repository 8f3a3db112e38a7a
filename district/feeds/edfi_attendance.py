"""Attendance and bell times of Ed-Fi: what an event says in our words, and which events a package speaks of.

Source: Ed-Fi Data Standard 5.2, Interchange-StudentAttendance and ClassPeriod. A descriptor that nobody has given a
word for is kept as it stands, counted, and asked about once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from functools import partial

from district.feeds.descriptors import Words, code_of, word_of
from district.feeds.edfi_records import Spreading, Staged, Unusable, day, org_of, periods_of, section_key, who
from district.feeds.staging import Stage
from district.feeds.users import digest
from district.feeds.xml_files import Element
from district.rules.attendance import Category, read_word

EVENTS = ("StudentSchoolAttendanceEvent", "StudentSectionAttendanceEvent")
_BEGINS = {"StudentSchoolAttendanceEvent": "day/", "StudentSectionAttendanceEvent": "class/"}


def readers(spreading: Spreading) -> dict[str, Callable[[Element, Staged], None]]:
    """The readers of attendance and of bell times, by the record's name."""
    event = partial(_event, spreading)
    return {"ClassPeriod": partial(_period, spreading), **dict.fromkeys(EVENTS, event)}


def _period(spreading: Spreading, record: Element, staged: Staged) -> None:
    name, school = record.get("ClassPeriodName"), org_of(record.one("SchoolReference"))
    for begins, finishes in _hours_of(record):
        key, said = f"{name}@{school}#{begins}", (school, name, begins, finishes)
        if not (name and school and begins and finishes and begins < finishes):
            raise Unusable("no-hours", key, f"The class period {key} lacks its school, its name or its hours.")
        spreading.add(staged, "in_meeting", record.line, key, digest(said), False, *said)


def _event(spreading: Spreading, record: Element, staged: Staged) -> None:
    """One of a day, or of a class: then the class says at which school."""
    student = who(record, "student")
    section, org = record.one("SectionReference"), org_of(record.one("SchoolReference"))
    place = section_key(section)[0] if section else ""
    event = record.one("AttendanceEvent") or record
    on = day(event.get("EventDate"), f"{student}@{place or org}")
    code = code_of(event.one("AttendanceEventCategory"))
    key = f"{'class' if place else 'day'}/{student}@{place or org}#{on}#{code}"
    if not on or not code or not (place or org):
        raise Unusable("no-day", key, f"This attendance of {student} lacks its day, its category or its school.")
    said = _said_of(event, code, spreading.words, spreading.file)
    spreading.unknown["attendance excused or not"] += said[0] != "present" and said[1] is None
    row = (student, "" if place else org, place, periods_of(record), on, *said)
    spreading.add(staged, "in_attendance", record.line, key, digest(str(each) for each in row), False, *row)


def _hours_of(record: Element) -> Iterator[tuple[str, str]]:
    """The hours of a class period, `08:35`; empty where one cannot be read."""
    for meeting in record.all("MeetingTime"):
        yield _hour(meeting.get("StartTime")), _hour(meeting.get("EndTime"))


def _said_of(event: Element, code: str, words: Words, file: str) -> tuple[str, bool | None, str, str, str]:
    """Category, excused or not, reason, comment, and the source's own word."""
    category, excused = read_word(words.of("attendance", event.one("AttendanceEventCategory"), file))
    reason = event.get("AttendanceEventReason").rpartition("#")[2].strip()
    if excused is None and category is not Category.PRESENT:
        excused = {"excused": True, "unexcused": False}.get(word_of("attendance_reasons", reason))
    return category, excused, reason, "", code


def spare(stage: Stage, file: str, seen: Mapping[str, int]) -> None:
    """List what the package does not speak of: other days than those from its first to its last, and kinds it lacks."""
    held = "INSERT INTO listed SELECT :file, h.source_key FROM attendance_event h WHERE h.source = :source AND h."
    stage.run(
        f"{held}is_current AND NOT EXISTS (SELECT 1 FROM (SELECT min(day) AS first, max(day) AS last "
        "FROM in_attendance) d WHERE h.day BETWEEN d.first AND d.last)",
        file=file,
    )
    for element, begins in _BEGINS.items():
        if not seen[element]:
            stage.run(f"{held}source_key LIKE :begins", file=file, begins=f"{begins}%")


def _hour(written: str) -> str:
    try:
        return time.fromisoformat(written).strftime("%H:%M")
    except ValueError:
        return ""
