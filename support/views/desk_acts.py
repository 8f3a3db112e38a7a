"""What each form of an advisor does on the case that is held; refused with a sentence beside its field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from accounts.queries import SignedIn
from foundation import clock
from support.actions import calling, escalating, resolving, working
from support.actions.calling import Call
from support.actions.defects import link_case
from support.actions.working import Then
from support.models import Case
from support.queries import Named, contacts_in_force
from support.queries.cases import case_held
from support.queries.defects import defect, issue_called
from support.queries.desk import advisors, permission_held
from support.rules.calls import CallRefusal, Check
from support.rules.canned import left_over
from support.rules.defects import DefectRefusal
from support.rules.escalation import Team
from support.rules.kinds import CaseType, Module
from support.rules.permissions import PermissionKind
from support.rules.response import Priority
from support.views.desk_deeds import Unfit, viewer
from support.words import advisors as words
from support.words import cases as said

Typed = dict[str, Any]


def reply(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Write to the contact."""
    left = left_over(typed["body"])
    if left:
        raise Unfit(" ".join(words.flaw(each) for each in left), field="body")
    then, day = Then(typed["then"]), typed["on"]
    if then is Then.SCHEDULE and (day is None or day < clock.day_of(at)):
        raise Unfit(_("Choose the day on which the desk goes on with it, today or later."), field="on")
    working.reply(case, typed["body"], then=then, on=day, by=by, at=at)


def note(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Write among advisors."""
    working.note(case, typed["body"], asks_assist=typed["asks"] == "yes", by=by, at=at)


def triage(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Say what it is about and how bad it is."""
    module, type_, priority = Module(typed["module"]), CaseType(typed["type"]), Priority(typed["priority"])
    if not working.triage(case, module=module, type_=type_, priority=priority, by=by, at=at):
        raise Unfit(_("It says so already. Choose another module, type or priority, or go back."))


def assign(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Give it to an advisor."""
    chosen = next((each for each in advisors(clock.day_of(at)) if str(each.account_id) == typed["advisor"]), None)
    if chosen is None:
        raise Unfit(_("Choose somebody who works cases today."), field="advisor")
    if chosen.account_id == case.owner_id:
        raise Unfit(_("%(name)s has it already.", name=chosen.full_name), field="advisor")
    working.assign(case, chosen.account_id, chosen.full_name, by=by, at=at)


def go_on(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Bring it back to work."""
    working.go_on(case, by=by, at=at)


def resolve(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Write the resolution."""
    refused = resolving.resolve(case, typed["body"], by=by, at=at)
    if refused:
        raise Unfit(words.not_closed(refused))


def escalate(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Hand it to a team."""
    refused = escalating.escalate(case, Team(typed["team"]), typed["body"], by=by, at=at)
    if refused:
        raise Unfit(words.not_escalated(refused), field="body" if refused.value == "no-note" else "team")


def ask_permission(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Ask the contacts in writing."""
    refused = escalating.ask_permission(case, PermissionKind(typed["kind"]), typed["what"], by=by, at=at)
    if refused:
        raise Unfit(words.no_step(refused), field="what")


def record_step(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Say what was done under a permission."""
    chosen = typed["permission"] or ""
    permission = permission_held(case.id, int(chosen)) if chosen.isdecimal() and len(chosen) < 16 else None
    refused = escalating.record_step(case, permission, typed["body"], by=by, at=at)
    if refused:
        raise Unfit(words.no_step(refused), field="body" if refused.value == "no-words" else "permission")


def link_defect(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Say of which defect it is one."""
    issue = issue_called(typed["reference"])
    found = defect(issue.id, held=True) if issue else None
    refused = link_case(case, found, by=by, at=at) if found else DefectRefusal.UNKNOWN_REFERENCE
    if refused:
        raise Unfit(words.defect_refused(refused), field="reference")


def close(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Close it with a reason."""
    refused = resolving.close_by_desk(case, typed["body"], is_solved=typed["solved"] == "yes", by=by, at=at)
    if refused:
        raise Unfit(words.not_closed(refused))


def close_duplicate(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Close it as the same as another one."""
    number = typed["number"].strip()
    other = case_held(viewer(by), int(number)) if number.isdecimal() and len(number) == 7 else None
    refused = resolving.close_as_duplicate(case, other, typed["body"], by=by, at=at)
    if refused:
        raise Unfit(words.not_closed(refused), field="number")


def reopen(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Open it again."""
    problem = resolving.reopen_by_desk(case, typed["body"], today=clock.day_of(at), by=by, at=at)
    if problem:
        raise Unfit(said.not_reopened(problem))


def hand_over(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Hand an emergency to a contact."""
    refused = calling.hand_over(case, _contact(case, typed["contact"], at), typed["body"], by=by, at=at)
    if refused:
        raise Unfit(words.emergency_refused(refused), field="contact")


def log_call(case: Case, typed: Typed, by: SignedIn, at: datetime) -> None:
    """Log a call, and how the caller was known."""
    call = Call(
        contact=_contact(case, typed["contact"], at),
        names_contact=bool(typed["contact"]),
        others=typed["others"] or "",
        checks=tuple(Check(each) for each in typed["checks"] or ()),
        note=typed["body"] or "",
    )
    refused = calling.log_call(case, call, by=by, at=at)
    fields = {CallRefusal.NOT_VERIFIED: "checks", CallRefusal.NO_NOTE: "body"}
    if refused:
        raise Unfit(words.call_refused(refused), field=fields.get(refused, "contact"))


def _contact(case: Case, public_id: str | None, at: datetime) -> Named | None:
    """One of the contacts of its organization who is in force."""
    named = contacts_in_force(case.organization_id, clock.day_of(at))
    return next((each for each in named if each.public_id == public_id), None)
