"""What advisors find on the desk beside the open cases: one that another team has, and two defects."""

from __future__ import annotations

from datetime import datetime

from demo.cases import a_case, a_line, days_before
from demo.cast import keep, write
from demo.supported import Supported
from support.models import Case, CaseDefect, DefectReplication, DevelopmentIssue
from support.rules.escalation import Team
from support.rules.kinds import CaseType, EntryKind, Module
from support.rules.office_hours import OFFICE
from support.rules.statuses import Side, Status


def some_desk_work(desk: Supported, *, at: datetime) -> None:
    """Write them into the open transaction; no mail goes out."""
    local = at.astimezone(OFFICE)
    _escalated(desk, local)
    _defect(desk, local)


def _escalated(desk: Supported, at: datetime) -> None:
    """One that another team looks at, as its contact reads."""
    case = _worked(desk, "A state report counts a student twice", at, Status.ASSIST, type=CaseType.REPORTING)
    case.team, case.is_first_level = Team.PROCESS_CONSULTING.value, False
    note = "They know the rules of the report. You see here what they find."
    when, tomas = days_before(at, 3), desk.people["tomas"]
    a_line(case, EntryKind.ESCALATION, side=Side.DESK, by=tomas, at=when, body=note, became=case.team)


def _defect(desk: Supported, at: datetime) -> None:
    """One that development works on, with its cases, and one that a release mends."""
    tomas = desk.people["tomas"]
    told = {"opened_at": days_before(at, 6), "opened_by_id": tomas.id, "module": Module.HOUSEHOLDS.value}
    issue = write(DevelopmentIssue(reference="DEV-2210", title="A move leaves the old address without an end", **told))
    for environment in ("production", "sandbox"):
        seen = {"was_seen": True, "tried_at": days_before(at, 5), "tried_by_id": tomas.id}
        keep(DefectReplication(issue_id=issue.id, environment=environment, **seen))
    case = _worked(desk, "Both addresses of a family get report cards", at, Status.DEVELOPMENT)
    case.is_first_level = False
    linked = {"linked_at": days_before(at, 5), "linked_by_id": tomas.id}
    keep(CaseDefect(case_id=case.id, issue_id=issue.id, **linked))
    a_line(case, EntryKind.DEFECT, side=Side.DESK, by=tomas, at=days_before(at, 5), became=issue.reference)
    fixed = {"fixed_at": days_before(at, 2), "fixed_by_id": tomas.id, "fixed_in": "2026.11", "note": "The menu closes."}
    write(DevelopmentIssue(reference="DEV-2107", title="A menu stays open on a phone", **told, **fixed))


def _worked(desk: Supported, subject: str, at: datetime, status: Status, *, type: CaseType = CaseType.PROBLEM) -> Case:
    """One of the district’s, a week old, that the advisor has and has answered."""
    denise, tomas, answered = desk.people["denise"], desk.people["tomas"], days_before(at, 7, hour=13)
    case = a_case(
        desk.district,
        subject,
        contact=desk.contacts["denise"],
        opened_by=denise,
        at=days_before(at, 7),
        status=status,
        type=type,
        module=Module.HOUSEHOLDS,
        owner=desk.accounts["tomas"],
        answered=answered,
    )
    a_line(case, EntryKind.OWNER, side=Side.DESK, by=tomas, at=answered, became=tomas.full_name)
    a_line(case, EntryKind.REPLY, side=Side.DESK, by=tomas, at=answered, body="We try it out and write to you here.")
    return case
