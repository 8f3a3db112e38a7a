"""Every deed of an advisor on a case, one line each: its form, what it does, its words, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, lazy_gettext

from accounts.queries import SignedIn
from support.forms import desk as forms
from support.forms.desk import DeedForm
from support.models import Case
from support.rules.statuses import Status
from support.views import desk_acts as acts
from support.views.desk_acts import Typed

WAITS = frozenset(
    each.value
    for each in (Status.ASSIST, Status.INPUT, Status.SCHEDULED, Status.DEVELOPMENT, Status.RELEASE, Status.VERIFICATION)
)


@dataclass(frozen=True)
class CaseDeed:
    """One deed. `is_offered` only decides whether the page leads to it: the action itself refuses."""

    form: type[DeedForm]
    act: Callable[[Case, Typed, SignedIn, datetime], None]
    heading: LazyString
    aside: LazyString
    button: LazyString
    done: LazyString
    is_offered: Callable[[Case], bool]


def _open(case: Case) -> bool:
    return case.status != Status.CLOSED.value


def _taken(case: Case) -> bool:
    return _open(case) and case.owner_id is not None


DEEDS: dict[str, CaseDeed] = {
    "reply": CaseDeed(
        forms.ReplyToContact,
        acts.reply,
        lazy_gettext("Reply to the contact"),
        lazy_gettext("The first reply stops the response clock. Every contact involved gets a mail that leads here."),
        lazy_gettext("Send the reply"),
        lazy_gettext("The reply stands on the case, and the contacts are told."),
        _open,
    ),
    "call": CaseDeed(
        forms.CallForm,
        acts.log_call,
        lazy_gettext("Log a call"),
        lazy_gettext("First know who calls, then speak about the case. What you checked stands on it."),
        lazy_gettext("Log the call"),
        lazy_gettext("The call stands on the case."),
        _open,
    ),
    "triage": CaseDeed(
        forms.TriageForm,
        acts.triage,
        lazy_gettext("Module, type and priority"),
        lazy_gettext("By when it is answered first is counted anew from its submission, while nobody has answered."),
        lazy_gettext("Keep it"),
        lazy_gettext("The case says so now."),
        _open,
    ),
    "assign": CaseDeed(
        forms.AssignForm,
        acts.assign,
        lazy_gettext("Give it to an advisor"),
        lazy_gettext("The contacts see who has their case."),
        lazy_gettext("Give it"),
        lazy_gettext("Your colleague has the case now."),
        _open,
    ),
    "note": CaseDeed(
        forms.NoteForm,
        acts.note,
        lazy_gettext("Note among advisors"),
        lazy_gettext("No contact sees it, and no mail tells of it."),
        lazy_gettext("Write the note"),
        lazy_gettext("The note stands on the case, for advisors."),
        _taken,
    ),
    "resolve": CaseDeed(
        forms.ResolutionForm,
        acts.resolve,
        lazy_gettext("Write the resolution"),
        lazy_gettext(
            "The contact says whether it holds. Three follow-ups go out in ten business days; then it is closed."
        ),
        lazy_gettext("Send the resolution"),
        lazy_gettext("The resolution stands on the case and waits for the contact."),
        lambda case: _open(case) and case.status != Status.VERIFICATION.value,
    ),
    "permission": CaseDeed(
        forms.PermissionForm,
        acts.ask_permission,
        lazy_gettext("Ask for written permission"),
        lazy_gettext("Nobody changes data or tests on a site before a contact has said yes in writing on the case."),
        lazy_gettext("Ask for it"),
        lazy_gettext("The contacts are asked. Nothing is changed or tested before one has answered."),
        _open,
    ),
    "step": CaseDeed(
        forms.StepForm,
        acts.record_step,
        lazy_gettext("Record what you changed or tested"),
        lazy_gettext("Only under a permission that stands, and only what it is for."),
        lazy_gettext("Record it"),
        lazy_gettext("What you did stands on the case."),
        _open,
    ),
    "escalate": CaseDeed(
        forms.EscalateForm,
        acts.escalate,
        lazy_gettext("Escalate to a team"),
        lazy_gettext("The contacts read your note and see which team works on it."),
        lazy_gettext("Escalate"),
        lazy_gettext("The team has the case, and the contacts are told."),
        _open,
    ),
    "defect": CaseDeed(
        forms.DefectForm,
        acts.link_defect,
        lazy_gettext("Link it to a defect"),
        lazy_gettext(
            "Once the defect shows in two environments, its cases wait for development; when a release mends it, every "
            "contact is told."
        ),
        lazy_gettext("Link it"),
        lazy_gettext("The case is linked to the defect."),
        _taken,
    ),
    "hand-over": CaseDeed(
        forms.HandOverForm,
        acts.hand_over,
        lazy_gettext("Hand it to a contact"),
        lazy_gettext("An emergency is closed by nobody before a contact has it."),
        lazy_gettext("Hand it over"),
        lazy_gettext("The contact has the case now, and is told by mail."),
        lambda case: _open(case) and case.is_emergency and case.contact_id is None,
    ),
    "go-on": CaseDeed(
        forms.BareForm,
        acts.go_on,
        lazy_gettext("Go on with it"),
        lazy_gettext("It waits for nobody any more. A resolution that waits for the contact is taken back."),
        lazy_gettext("Go on with it"),
        lazy_gettext("The case is back at work."),
        lambda case: case.status in WAITS,
    ),
    "duplicate": CaseDeed(
        forms.DuplicateForm,
        acts.close_duplicate,
        lazy_gettext("Close it as the same as another case"),
        lazy_gettext("The other case goes on, and this one’s contact is told of it, too."),
        lazy_gettext("Close it as the same"),
        lazy_gettext("The case is closed, and linked to the one that goes on."),
        _open,
    ),
    "close": CaseDeed(
        forms.CloseForm,
        acts.close,
        lazy_gettext("Close it with a reason"),
        lazy_gettext(
            "Where a solution can be tried, write the resolution instead: then the contact says whether it holds."
        ),
        lazy_gettext("Close the case"),
        lazy_gettext("The case is closed, and the contacts are told why."),
        _open,
    ),
    "reopen": CaseDeed(
        forms.ReopenForm,
        acts.reopen,
        lazy_gettext("Open it again"),
        lazy_gettext("The desk may at any time, with a reason; a contact within 60 days."),
        lazy_gettext("Open it again"),
        lazy_gettext("The case is open again, and the contacts are told why."),
        lambda case: not _open(case),
    ),
}
