"""`/support/cases/<number>`: everything said and done on a case, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import signed_in
from foundation.web.pages import page
from foundation.web.uploads import kinds_said
from support.actions.answering import standing_of
from support.forms.cases import TAKEN, CloseForm, CommentForm, PermissionForm, RemoveForm, ReopenForm
from support.models import Case
from support.queries import contacts_in_force
from support.queries.case_page import CaseSeen
from support.rules.followups import drawn, office_day, plan
from support.rules.kinds import CaseType, EntryKind
from support.rules.reopening import WITHIN_DAYS
from support.rules.response import Priority, counted_by, priority_then
from support.rules.statuses import Status
from support.views.door import bp
from support.views.viewing import shown_case
from support.words import cases as words
from support.words import contacts as contact_words
from support.words import submitting

CASE = "/cases/<int:number>"


@dataclass(frozen=True)
class Forms:
    """The forms of a page. The one that came back with errors stands in its place."""

    comment: CommentForm
    close: CloseForm
    reopen: ReopenForm
    permission: PermissionForm
    remove: RemoveForm


@bp.get(CASE)
@signed_in
def case(number: int) -> Response:
    return show_case(number)


def show_case(
    number: int,
    *,
    comment: CommentForm | None = None,
    close: CloseForm | None = None,
    reopen: ReopenForm | None = None,
    permission: PermissionForm | None = None,
    permission_id: int | None = None,
    status: int = 200,
) -> Response:
    """The page of a case, where whoever is signed in sees it; else it is not there."""
    seen, who = shown_case(number)
    found, today = seen.case, clock.today()
    forms = Forms(
        comment=comment or CommentForm(),
        close=close or CloseForm(formdata=None),
        reopen=reopen or ReopenForm(formdata=None),
        permission=permission or PermissionForm(formdata=None),
        remove=RemoveForm(formdata=None),
    )
    forms.comment.offering(seen.people)
    for each in (forms.close, forms.reopen):
        each.version.data = str(found.version)
    wrong = next((each for each in (comment, close, reopen, permission) if each is not None and each.errors), None)
    return page(
        "support/case.html",
        status=status,
        seen=seen,
        case=found,
        may_write=who.appointment_for(found.organization_id) is not None,
        forms=forms,
        form=wrong or forms.remove,
        wrong_permission=permission_id,
        is_late=status == 409,
        contacts=contacts_in_force(found.organization_id, who.on),
        response=response_of(seen),
        plan=plan_of(found),
        reopening=standing_of(found, today=today) if found.closed_at else None,
        reopen_by=_reopen_by(found),
        taken=kinds_said(TAKEN),
        words=words,
        said=submitting,
        contact_words=contact_words,
        viewer=who,
    )


@dataclass(frozen=True)
class FirstResponse:
    """Until when the first answer is due, whether it came in time, and the sum line by line."""

    is_answered: bool
    is_in_time: bool
    due: str
    was: str
    """What else the case was when that was counted, in a sentence; empty where it is so still."""
    rows: list[tuple[str, str]]
    total: tuple[str, str] | None
    """None where the office hours of today do not explain it."""


def response_of(seen: CaseSeen) -> FirstResponse:
    """Judged by what was due when it came: a priority changed afterwards makes no answer late."""
    found = seen.case
    changes = [(line.at, line.was) for line in seen.lines if line.kind == EntryKind.PRIORITY.value]
    now, is_outage = Priority(found.priority), found.type == CaseType.OUTAGE.value
    then = priority_then(now, found.answered_at, changes)
    counted = counted_by(found.submitted_at, found.answer_due_at, likely=then, is_outage=is_outage)
    due = submitting.office_moment(found.answer_due_at)
    return FirstResponse(
        is_answered=found.answered_at is not None,
        is_in_time=(found.answered_at or clock.now()) <= found.answer_due_at,
        due=due,
        was=submitting.counted_otherwise(counted, now, is_outage=is_outage),
        rows=[submitting.line_of_sum(each) for each in counted.sum.lines] if counted else [],
        total=(due, submitting.duration(submitting.whole_minutes(counted.target))) if counted else None,
    )


def plan_of(found: Case) -> list[tuple[str, str, str]]:
    """The three follow-ups as drawn, while a resolution waits for its verification."""
    if found.status != Status.VERIFICATION.value or found.resolved_on is None:
        return []
    return submitting.plan_shown(drawn(found.resolved_on), office_day(clock.now()))


def _reopen_by(found: Case) -> date | None:
    """Through when the case could be opened again, if the plan closes it."""
    if found.status != Status.VERIFICATION.value or found.resolved_on is None:
        return None
    return clock.day_of(plan(found.resolved_on).closes_at) + timedelta(days=WITHIN_DAYS)
