"""Cases that are open in the demo: one at least of every status for every organization, and what was said on each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.cases import a_case, a_line, named_on
from demo.cast import Someone, keep
from demo.supported import Supported
from demo.world import World
from foundation import files
from foundation.file_kinds import Kind, Upload
from support.models import Case, CaseAttachment, CasePermission
from support.rules.kinds import CaseType, ClosedBecause, EntryKind, Module
from support.rules.response import Priority
from support.rules.statuses import Side, Status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOG = b"08:02 request 7f2c took 31 s\n08:03 request 7f2d took 29 s\n08:04 request 7f2e took 33 s\n"


@dataclass(frozen=True)
class _Plot:
    """One open case: where it stands, what it is about, how many days ago it was submitted."""

    status: Status
    subject: str
    module: Module
    priority: Priority
    days: int
    said: str = ""
    type: CaseType = CaseType.PROBLEM


PLOTS = (
    _Plot(Status.NEW, "Grades of second period do not show", Module.GRADES, Priority.HIGH, 0),
    _Plot(Status.NEW, "Where do I see who has no account?", Module.ACCOUNTS, Priority.LOW, 1, type=CaseType.QUESTION),
    _Plot(Status.ASSIGNED, "A letter prints the old address", Module.ATTENDANCE, Priority.MEDIUM, 2, "I look."),
    _Plot(Status.ASSIGNED, "The portal is slow in the morning", Module.SERVERS, Priority.HIGH, 3, "I read the logs."),
    _Plot(Status.ASSIST, "Two calendars of one school overlap", Module.SCHEDULES, Priority.MEDIUM, 4, "Let us see."),
    _Plot(Status.INPUT, "A message did not reach some families", Module.MESSAGES, Priority.MEDIUM, 5, "Which message?"),
    _Plot(Status.SCHEDULED, "Copy the fees of last year", Module.FEES, Priority.LOW, 6, "We do it after school."),
    _Plot(Status.DEVELOPMENT, "The schedule shows a period twice", Module.SCHEDULES, Priority.MEDIUM, 12, "A defect."),
    _Plot(Status.RELEASE, "A report card opens empty on a phone", Module.GRADES, Priority.MEDIUM, 20, "It is mended."),
)
"""What stands in every organization that has contacts."""


def some_open_cases(desk: Supported, world: World, *, at: datetime) -> None:
    """Write them into the open transaction, as of a moment. No mail goes out."""
    askers = ((desk.district, ("denise", "nathan")), (desk.high, ("priya",)), (desk.prairie, ("carla",)))
    for organization, names in askers:
        for number, plot in enumerate(PLOTS):
            _case(desk, organization, names[number % len(names)], plot, at=at)
    _waits_for_word(desk, at=at)
    _asks_permission(desk, at=at)
    _tells_of_a_student(desk, world, at=at)
    _emergency(desk, at=at)
    _outage(desk, at=at)
    _can_be_opened_again(desk, at=at)


def _case(desk: Supported, organization: int, name: str, plot: _Plot, *, at: datetime) -> Case:
    asker, tomas = desk.people[name], desk.people["tomas"]
    submitted = at - plot.days * DAY - HOUR
    is_taken = plot.status is not Status.NEW
    made = a_case(
        organization,
        plot.subject,
        contact=desk.contacts[name],
        opened_by=asker,
        at=submitted,
        status=plot.status,
        priority=plot.priority,
        type=plot.type,
        module=plot.module,
        details="It is so every day, for everybody at the school.",
        steps="" if plot.type is CaseType.QUESTION else "1. Sign in.\n2. Open the page.\n3. Look at today.",
        owner=desk.accounts["tomas"] if is_taken else None,
        answered=submitted + HOUR if is_taken else None,
        scheduled_on=(at + 3 * DAY).date() if plot.status is Status.SCHEDULED else None,
    )
    if is_taken:
        moved: dict[str, Any] = {"side": Side.DESK, "by": tomas, "at": submitted + HOUR}
        a_line(made, EntryKind.STATUS, **moved, was=Status.NEW.value, became=Status.ASSIGNED.value)
        a_line(made, EntryKind.REPLY, **moved, body=plot.said)
    if plot.status not in (Status.NEW, Status.ASSIGNED):
        became: dict[str, Any] = {"was": Status.ASSIGNED.value, "became": plot.status.value}
        a_line(made, EntryKind.STATUS, side=Side.DESK, by=tomas, at=submitted + 2 * HOUR, **became)
    return made


def _waits_for_word(desk: Supported, *, at: datetime) -> None:
    """Resolutions on several days of the plan."""
    subjects = ("Two mailing addresses after a move", "A class has no teacher", "A clerk cannot search")
    for number, (subject, days) in enumerate(zip(subjects, (1, 4, 8), strict=True)):
        name = ("denise", "priya", "carla")[number]
        organization = (desk.district, desk.high, desk.prairie)[number]
        resolved = at - days * DAY
        made = a_case(
            organization,
            subject,
            contact=desk.contacts[name],
            opened_by=desk.people[name],
            at=resolved - 2 * DAY,
            status=Status.VERIFICATION,
            module=Module.HOUSEHOLDS,
            details="After the change both stand on the page.",
            steps="1. Open the household.\n2. Look at the addresses.",
            owner=desk.accounts["tomas"],
            answered=resolved - 2 * DAY + HOUR,
            resolved=resolved,
        )
        told: dict[str, Any] = {"side": Side.DESK, "by": desk.people["tomas"]}
        a_line(made, EntryKind.REPLY, **told, at=resolved - 2 * DAY + HOUR, body="I see it, too.")
        a_line(made, EntryKind.RESOLUTION, **told, at=resolved, body="The old one had no last day. It has one now.")
        became: dict[str, Any] = {"was": Status.ASSIGNED.value, "became": Status.VERIFICATION.value}
        a_line(made, EntryKind.STATUS, **told, at=resolved, **became)


def _asks_permission(desk: Supported, *, at: datetime) -> None:
    asked_at, tomas = at - 5 * HOUR, desk.people["tomas"]
    plot = _Plot(Status.INPUT, "An address without a last day", Module.HOUSEHOLDS, Priority.MEDIUM, 1, "I can end it.")
    made = _case(desk, desk.district, "denise", plot, at=at)
    what = "End the old address of household 2JD-5120 on November 8."
    a_line(made, EntryKind.PERMISSION_ASKED, side=Side.DESK, by=tomas, at=asked_at, body=what)
    keep(CasePermission(case_id=made.id, kind="data-change", what=what, asked_at=asked_at, asked_by_id=tomas.id))


def _tells_of_a_student(desk: Supported, world: World, *, at: datetime) -> None:
    """What is shown by the right to the record alone, with a log that everybody sees."""
    student = next(each for each in world.everyone if each.number)
    denise = desk.people["denise"]
    made = a_case(
        desk.district,
        "One student counts twice in a report",
        contact=desk.contacts["denise"],
        opened_by=denise,
        at=at - 2 * DAY,
        module=Module.ENROLLMENT,
        type=CaseType.REPORTING,
        details="The student left on Friday and came back on Monday: both lines are counted.",
        has_student_data=True,
    )
    about = named_on(made, student.number, person=student, by=denise, at=at - 2 * DAY)
    said: dict[str, Any] = {"side": Side.CONTACT, "by": denise, "at": at - 2 * DAY + HOUR}
    a_line(made, EntryKind.COMMENT, **said, body="Both begin on one day.", has_student_data=True, about=about)
    upload = Upload("slow-requests.txt", Kind.TEXT, hashlib.sha256(LOG).hexdigest(), LOG)
    line = a_line(made, EntryKind.ATTACHED, side=Side.CONTACT, by=denise, at=at - DAY)
    (stored,) = files.keep([upload], at=at - DAY)
    keep(CaseAttachment(case_id=made.id, entry_id=line, file_id=stored.id))


def _emergency(desk: Supported, *, at: datetime) -> None:
    a_case(
        desk.aspen,
        "Nobody in the office can sign in",
        contact=None,
        opened_by=desk.people["tomas"],
        at=at - 3 * HOUR,
        status=Status.ASSIGNED,
        priority=Priority.CRITICAL,
        module=Module.ACCOUNTS,
        owner=desk.accounts["tomas"],
        answered=at - 3 * HOUR,
        is_emergency=True,
        caller="Wanda, who answers the telephone at Aspen Creek",
        emergency_because="The school has no authorized contact, and its office is shut out.",
    )


def _outage(desk: Supported, *, at: datetime) -> None:
    a_case(
        desk.district,
        "The hosted application does not answer",
        contact=desk.contacts["nathan"],
        opened_by=desk.people["nathan"],
        at=at - HOUR / 4,
        priority=Priority.CRITICAL,
        type=CaseType.OUTAGE,
        module=Module.SERVERS,
        details="Every page ends in an error since a few minutes.",
    )


def _can_be_opened_again(desk: Supported, *, at: datetime) -> None:
    """Closed by the plan, one within the sixty days and one long after."""
    for days, subject in ((20, "A printer prints letters twice"), (75, "An import stops at midnight")):
        asker: Someone = desk.people["denise"]
        closed = at - days * DAY
        made = a_case(
            desk.district,
            subject,
            contact=desk.contacts["denise"],
            opened_by=asker,
            at=closed - 20 * DAY,
            status=Status.CLOSED,
            module=Module.MESSAGES,
            owner=desk.accounts["tomas"],
            answered=closed - 19 * DAY,
            resolved=closed - 16 * DAY,
            closed=closed,
            because=ClosedBecause.UNANSWERED,
        )
        told: dict[str, Any] = {"side": Side.HOUSE, "by": None}
        for number, ago in ((1, 11), (2, 6), (3, 1)):
            a_line(made, EntryKind.FOLLOW_UP, **told, at=closed - ago * DAY, became=str(number))
        a_line(made, EntryKind.CLOSED, **told, at=closed, became=ClosedBecause.UNANSWERED.value)
