"""What has happened lately among the staff of the demo, so that their pages and DoTS have something to look at.

Imani reported a course that is on its way, Howard one that has not come in time; human resources has Wanda move in two
weeks. Maeve has begun a draft of other rules. Caleb and Lillian wait for Ingrid’s approval, Clara got a no, and
the principal Leona asks has no account yet.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import update

from demo.places import a_job
from demo.staff import Staff
from demo.town import Town
from district.models import StaffAssignment
from foundation import db
from foundation.audit import Actor
from foundation.settings import Settings
from household.access import actions
from household.access.actions.answering import Deed, answer
from household.access.actions.asking import Requested, ask
from household.access.gate import approval_rules_of
from household.access.models import ApprovalRequest
from household.access.queries import Rulebook, policies
from household.access.queries.approvers import circle_for
from household.access.rules.approvals import ApprovalRules, Outcome
from household.access.rules.policy_writing import document_of
from household.access.rules.promises import Closing

COURSE = "IC-HOUSEHOLD"
REPORTED, REMINDED, FORGOTTEN, ANSWERED = (timedelta(days=each) for each in (1, 6, 9, 12))
DRAFTED_FOR = timedelta(days=30)
MOVES_IN = timedelta(days=14)


def some_things_happen(
    staff: Staff, town: Town, *, book: Rulebook, settings: Settings, today: date, by: Actor, at: datetime
) -> None:
    """Write into the open transaction what happened up to `at`; early in a school year some of it has not yet."""
    closing = Closing(settings.business_ends, settings.zone, settings.closures)
    for person, ago in ((staff.imani, REPORTED), (staff.howard, FORGOTTEN)):
        by_them = Actor("account", account_id=staff.sign_in(person).account_id, person_id=person.id)
        when, day = at - ago, today - ago
        actions.report_course(person.id, COURSE, day, closing=closing, book=book, today=day, by=by_them, at=when)
    _ask_for_approval(staff, town, book=book, ours=approval_rules_of(settings), today=today, at=at)
    _moves(staff, town, today=today)
    _drafts_a_rule(staff, today=today, at=at - REPORTED)
    actions.refresh([staff.wanda.id], book=book, at=at, today=today, by=by)


def _ask_for_approval(
    staff: Staff, town: Town, *, book: Rulebook, ours: ApprovalRules, today: date, at: datetime
) -> None:
    lillian, clara = town.staff["Lillian Frost"], town.staff["Clara Engel"]
    for person, school, ago, why in (
        (clara, town.aspen, ANSWERED, "I would like to look up whom to call about instruments."),
        (lillian, town.aspen, REMINDED, "I stand in for the office on Friday afternoons."),
        (staff.caleb, town.aspen, REPORTED, "I enroll families who speak Spanish, together with the office."),
        (staff.leona, town.middle, REPORTED, "I still help with enrollment in August."),
    ):
        by_them = Actor("account", person_id=person.id)
        asked = ask(
            person.id,
            location=school.code,
            reason=why,
            book=book,
            ours=ours,
            today=today - ago,
            by=by_them,
            at=at - ago,
        )
        if person is clara and isinstance(asked, Requested):
            _ingrid_says_no(staff, asked.request, book=book, ours=ours, today=today - REMINDED, at=at - REMINDED)


def _ingrid_says_no(
    staff: Staff, asked: ApprovalRequest, *, book: Rulebook, ours: ApprovalRules, today: date, at: datetime
) -> None:
    circle = circle_for([asked], ours=ours, on=today)
    by_her = Actor("account", account_id=staff.sign_in(staff.ingrid).account_id, person_id=staff.ingrid.id)
    answerer = circle.answerer(staff.ingrid.id, asked)
    if answerer is not None:
        deed = Deed(book, ours, circle, today, by_her, at)
        answer(asked, answerer, Outcome.NO, reason="The office calls families about instruments. Ask Wanda.", deed=deed)


def _moves(staff: Staff, town: Town, *, today: date) -> None:
    """The same job at another school, without a gap."""
    here = StaffAssignment.person_id == staff.wanda.id, StaffAssignment.ends.is_(None)
    employment = db.session().scalar(
        update(StaffAssignment).where(*here).values(ends=today + MOVES_IN).returning(StaffAssignment.employment_id)
    )
    a_job(staff.wanda, town.middle, job_role="Office Professional", starts=today + MOVES_IN, employment=employment)


def _drafts_a_rule(staff: Staff, *, today: date, at: datetime) -> None:
    """Maeve has begun a draft: counselors would need no approval. Caleb would gain access."""
    table = document_of(policies()[-1])
    counselors = {
        "code": "counselor",
        "title_en": "counselor",
        "title_es": "consejería escolar",
        "category": "school",
        "job_roles": ["Counselor"],
        "courses": [],
        "approval": False,
    }
    table["tracks"] = [table["tracks"][0], counselors, *table["tracks"][1:]]
    by = Actor("account", account_id=staff.sign_in(staff.maeve).account_id, person_id=staff.maeve.id)
    actions.save_draft("household", table, starts=today + DRAFTED_FOR, began_from=0, based_on=1, by=by, at=at)
