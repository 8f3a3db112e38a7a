"""Three follow-ups in ten business days, and the closing after them: each once, whatever becomes of the nights.

A follow-up has one row for a resolution and its number: whoever adds the row sends the mail, in one transaction. A case
is held while it is looked at, so that an answer that arrives meanwhile is either seen or comes after.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from foundation import audit, clock, db, outbox
from foundation.audit import Actor
from support.actions.casework import STILL_A_CONTACT, move_case, write_entry
from support.events.cases import CaseClosed, CaseFollowUpMissed, CaseFollowUpSent
from support.models import Case, CaseFollowUp
from support.queries.involved import contacts_involved
from support.rules.followups import Due, due, first_day_asked, office_day, plan
from support.rules.kinds import ClosedBecause, EntryKind
from support.rules.reopening import WITHIN_DAYS
from support.rules.statuses import Doing, Side, Status

WAITS = Status.VERIFICATION.value
TEMPLATES = ("support-follow-up", "support-case-closed")
"""The mails of the plan. One that is missing stops the night before anything is written."""


def cases_to_follow_up(at: datetime) -> list[int]:
    """The ids of the cases of which the plan may ask something at a moment."""
    newest = first_day_asked(office_day(at))
    asked = select(Case.id).where(Case.status == WAITS, Case.resolved_on <= newest, Case.contact_id.is_not(None))
    return list(db.session().scalars(asked.order_by(Case.id)))


def follow_up(case_id: int, *, by: Actor, at: datetime) -> Due:
    """Do what the plan of one case asks for now, in the open transaction; tells what it was."""
    case = db.session().scalars(select(Case).where(Case.id == case_id).with_for_update()).one()
    if case.status != WAITS or case.resolved_on is None:
        return Due()
    rows = db.session().scalars(
        select(CaseFollowUp.number).where(CaseFollowUp.case_id == case.id, CaseFollowUp.resolution == case.resolution)
    )
    asked = due(case.resolved_on, list(rows), at=at)
    for number in asked.missed:
        _miss(case, case.resolved_on, number, by=by, at=at)
    if asked.send is not None:
        _send(case, case.resolved_on, asked.send, by=by, at=at)
    if asked.close:
        _close(case, missed=len(asked.missed), by=by, at=at)
    return asked


def _miss(case: Case, resolved_on: date, number: int, *, by: Actor, at: datetime) -> None:
    _keep(case, resolved_on, number, sent_at=None)
    write_entry(case, EntryKind.FOLLOW_UP_MISSED, side=Side.HOUSE, by=by, at=at, became=str(number))
    audit.record(CaseFollowUpMissed(case.id, case.resolution, number), by=by, at=at)


def _send(case: Case, resolved_on: date, number: int, *, by: Actor, at: datetime) -> None:
    _keep(case, resolved_on, number, sent_at=at)
    line = write_entry(case, EntryKind.FOLLOW_UP, side=Side.HOUSE, by=by, at=at, became=str(number))
    closes = plan(resolved_on).closes_at
    for each in contacts_involved(case.id, on=clock.day_of(at)):
        if each.address is not None and each.contact_id is not None:
            outbox.post(
                "support-follow-up",
                to=each.address,
                language=each.language,
                at=at,
                once=f"support-follow-up:{line.id}:{each.account_id}",
                expires_at=closes,
                only_while={"check": STILL_A_CONTACT, "contact": each.contact_id},
                person_id=each.person_id,
                name=each.called,
                number=str(case.number),
                which=number,
                closes=closes.isoformat(),
            )
    audit.record(CaseFollowUpSent(case.id, case.resolution, number), by=by, at=at)


def _close(case: Case, *, missed: int, by: Actor, at: datetime) -> None:
    """At the moment it is done, be it late: the sixty days in which it can be opened again are whole. Unresolved, for
    nobody said otherwise."""
    because = ClosedBecause.UNANSWERED.value
    move_case(case, Status.CLOSED, Doing.CLOSE_UNANSWERED, side=Side.HOUSE, by=by, at=at)
    case.closed_at, case.closed_because, case.is_solved = at, because, False
    case.waits_for_desk = False
    line = write_entry(case, EntryKind.CLOSED, side=Side.HOUSE, by=by, at=at, became=because)
    for each in contacts_involved(case.id, on=clock.day_of(at)):
        if each.address is not None and each.contact_id is not None:
            outbox.post(
                "support-case-closed",
                to=each.address,
                language=each.language,
                at=at,
                once=f"support-case-closed:{line.id}:{each.account_id}",
                only_while={"check": STILL_A_CONTACT, "contact": each.contact_id},
                person_id=each.person_id,
                name=each.called,
                number=str(case.number),
                missed=missed,
                last_day=str(clock.day_of(at) + timedelta(days=WITHIN_DAYS)),
            )
    audit.record(CaseClosed(case.id, because, is_solved=False), by=by, at=at)


def _keep(case: Case, resolved_on: date, number: int, *, sent_at: datetime | None) -> None:
    day = plan(resolved_on).follow_ups[number - 1]
    db.session().add(
        CaseFollowUp(case_id=case.id, resolution=case.resolution, number=number, due_on=day, sent_at=sent_at)
    )
    db.session().flush()
