"""A year of closed cases in the demo, with what contacts answered when they were asked how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.cases import a_case, a_line
from demo.cast import keep
from demo.supported import Supported
from foundation import clock
from support.models import Case, Survey, SurveyReader
from support.rules.kinds import CaseType, ClosedBecause, EntryKind, Module
from support.rules.response import Priority
from support.rules.statuses import Side, Status
from support.rules.surveys import Area, Outcome, outcome

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CASES, EVERY, FIRST_AGO = 40, timedelta(days=9), timedelta(days=6)
ASKED = (
    ("Families ask why a mark is not final", CaseType.QUESTION, Module.GRADES, Priority.LOW),
    ("Attendance of the morning came late", CaseType.PROBLEM, Module.ATTENDANCE, Priority.MEDIUM),
    ("How a second household is entered", CaseType.QUESTION, Module.HOUSEHOLDS, Priority.LOW),
    ("Mails to one school came back", CaseType.PROBLEM, Module.MESSAGES, Priority.MEDIUM),
    ("How a new clerk gets household access", CaseType.QUESTION, Module.STAFF_ACCESS, Priority.MEDIUM),
    ("The nightly file was refused", CaseType.PROBLEM, Module.ENROLLMENT, Priority.HIGH),
    ("How long a sign-in stays open", CaseType.QUESTION, Module.ACCOUNTS, Priority.LOW),
    ("Nobody could open the portal", CaseType.PROBLEM, Module.SERVERS, Priority.CRITICAL),
)
CONTACTS = ("denise", "nathan", "carla")
REPLIED = "I have tried it here and see what you see. I write again as soon as I know more."
SOLVED = "It is mended. Look once more, and say here whether it holds."
LATE_EACH, ESCALATED_EACH, SILENT_EACH, COOL_EACH = 11, 4, 5, 17


@dataclass
class _Reader:
    """Whose surveys these are, as they were mailed one after the other."""

    last: date | None = None


def some_closed_cases(desk: Supported, *, at: datetime) -> None:
    """Write them into the open transaction, the oldest first, as of a moment. No mail goes out."""
    readers = {name: _Reader() for name in CONTACTS}
    for number in range(CASES):
        name = CONTACTS[number % len(CONTACTS)]
        case, closed = _case(desk, name, number, submitted=at - FIRST_AGO - EVERY * (CASES - 1 - number))
        _survey(desk, name, readers[name], case, number, at=closed)
    for name, reader in readers.items():
        keep(SurveyReader(person_id=desk.people[name].id, last_mailed_on=reader.last))


def _case(desk: Supported, name: str, number: int, *, submitted: datetime) -> tuple[Case, datetime]:
    subject, kind, module, priority = ASKED[number % len(ASKED)]
    soon = timedelta(days=4) if number % LATE_EACH == LATE_EACH - 1 else (12 + number * 7 % 41) * MINUTE
    answered, resolved, closed = submitted + soon, submitted + soon + DAY, submitted + soon + 2 * DAY
    case = a_case(
        desk.prairie if name == "carla" else desk.district,
        subject,
        contact=desk.contacts[name],
        opened_by=desk.people[name],
        at=submitted,
        status=Status.CLOSED,
        priority=priority,
        type=kind,
        module=module,
        owner=desk.accounts["tomas"],
        answered=answered,
        resolved=resolved,
        closed=closed,
        because=ClosedBecause.SOLVED,
        is_first_level=number % ESCALATED_EACH != ESCALATED_EACH - 1,
    )
    tomas, whose = desk.people["tomas"], desk.people[name]
    a_line(case, EntryKind.REPLY, side=Side.DESK, by=tomas, at=answered, body=REPLIED)
    a_line(case, EntryKind.RESOLUTION, side=Side.DESK, by=tomas, at=resolved, body=SOLVED)
    a_line(case, EntryKind.CLOSED, side=Side.CONTACT, by=whose, at=closed, became=ClosedBecause.SOLVED.value)
    return case, closed


def _survey(desk: Supported, name: str, reader: _Reader, case: Case, number: int, *, at: datetime) -> None:
    on = clock.day_of(at)
    became = outcome(reader.last, opted_out=False, is_reached=True, on=on)
    answers = became is Outcome.MAILED and number % SILENT_EACH != SILENT_EACH - 1
    rate = 3 if number % COOL_EACH == COOL_EACH - 1 else 5
    rates = {area.value: rate - (1 if area is Area.TIMELINESS and rate == 5 else 0) for area in Area}
    keep(
        Survey(
            case_id=case.id,
            person_id=desk.people[name].id,
            outcome=became.value,
            decided_at=at,
            answered_at=at + DAY if answers else None,
            **(rates if answers else {}),
        )
    )
    if became is Outcome.MAILED:
        reader.last = on
