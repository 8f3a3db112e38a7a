"""`/support/cases/<number>/desk`: a case as its advisor sees it, and one page for each deed on it."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from foundation import clock
from foundation.web import formats, once
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.pages import next_path, page
from support.actions.working import assign
from support.forms.desk import DeedForm, offered
from support.models import Case
from support.queries.case_page import CaseSeen
from support.queries.cases import case_held, case_numbered
from support.queries.desk import (
    CaseAtDesk,
    advisors,
    case_at_desk,
    gaps_of,
    known_contacts,
    permissions_of,
)
from support.queries.queue import facts_of
from support.queries.replies import canned_replies, canned_reply
from support.rules.canned import fill
from support.rules.kinds import EntryKind
from support.rules.next_due import is_late, next_of
from support.views.case_page import plan_of, response_of
from support.views.desk_deeds import Stale, do, viewer
from support.views.desk_table import DEEDS, CaseDeed
from support.views.door import CASES, bp, me
from support.views.viewing import shown_to
from support.words import advisors as words
from support.words import cases as said


@bp.get("/cases/<int:number>/desk")
@requires(CASES)
def desk_case(number: int) -> Response:
    seen, who = shown_to(viewer(me()), number)
    case, at = seen.case, clock.now()
    due = next_of(facts_of(case, follow_ups_in(seen)))
    return page(
        "support/desk_case.html",
        seen=seen,
        case=case,
        due=due,
        is_late=is_late(due, at=at),
        response=response_of(seen),
        plan=plan_of(case),
        deeds=[(name, each) for name, each in DEEDS.items() if each.is_offered(case)],
        viewer=who,
        words=words,
        said=said,
    )


@bp.post("/cases/<int:number>/take")
@requires(CASES)
def take_case(number: int) -> Response:
    form = EditForm()

    def deed(by: SignedIn, at: datetime) -> Response:
        case = _held(number, form, by)
        assign(case, by.account_id, by.full_name, by=by, at=at)
        flash(_("You have the case now."))
        there = next_path(url_for("support.desk_case", number=number))
        return redirect(there, 303)

    def show(status: int) -> Response:
        flash(_("A colleague changed the case meanwhile. Look at it before you take it."))
        return redirect(url_for("support.desk_case", number=number), 303)

    return do(form, deed, show)


@bp.get("/cases/<int:number>/call")
@requires(CASES)
def call(number: int) -> Response:
    """Where the number that a caller says leads: whose case it is, and how to know them."""
    return redirect(url_for("support.desk_deed", number=_case(number).number, deed="call"), 303)


@bp.get("/cases/<int:number>/desk/<deed>")
@requires(CASES)
def desk_deed(number: int, deed: str) -> Response:
    kind, case = DEEDS.get(deed) or abort(404), _case(number)
    seen = case_at_desk(case)
    form = kind.form(formdata=None, data=_known(deed, case))
    problems = _put_in(form, seen) if deed == "reply" and request.args.get("canned") else []
    return _page(deed, kind, seen, form, problems=problems)


@bp.post("/cases/<int:number>/desk/<deed>")
@requires(CASES)
def do_desk_deed(number: int, deed: str) -> Response:
    kind, case = DEEDS.get(deed) or abort(404), _case(number)
    form = kind.form()
    _offer(deed, form, case)

    def act(by: SignedIn, at: datetime) -> Response:
        held = _held(number, form, by)
        kind.act(held, form.filled(), by, at)
        return once.done(form, str(kind.done), "support.desk_case", number=number)

    def show(status: int) -> Response:
        now = _case(number)
        if status == 409:
            form.version.raw_data, form.version.data = None, str(now.version)
        return _page(deed, kind, case_at_desk(now), form, status=status)

    return do(form, act, show)


def _held(number: int, form: EditForm, by: SignedIn) -> Case:
    """The case inside the transaction, at the version that was seen. Raises Stale."""
    case = case_held(viewer(by), number) or abort(404)
    if case.version != form.seen:
        raise Stale
    return case


def _case(number: int) -> Case:
    return case_numbered(viewer(me()), number) or abort(404)


def _known(deed: str, case: Case) -> dict[str, Any]:
    """What a form begins with."""
    told: dict[str, Any] = {"version": str(case.version)}
    if deed == "triage":
        told |= {"module": case.module, "type": case.type, "priority": case.priority}
    if deed == "assign":
        told |= {"advisor": str(case.owner_id or "")}
    return told


def _offer(deed: str, form: Any, case: Case) -> None:
    """Fill what is chosen from records."""
    today = clock.today()
    if deed == "assign":
        form.advisor.choices = offered((str(each.account_id), each.full_name) for each in advisors(today))
    if deed in ("call", "hand-over"):
        contacts = known_contacts(case.organization_id, today)
        named = [(each.public_id, f"{each.full_name} ({each.kind})") for each in contacts]
        form.contact.choices = offered([("", _("None of these")), *named])
    if deed == "step":
        given = [each for each in permissions_of(case.id) if each.is_given and not each.withdrawn_at]
        form.permission.choices = offered([("", _("Choose one that stands")), *((str(e.id), e.what) for e in given)])


def _put_in(form: Any, seen: CaseAtDesk) -> list[str]:
    """Put a canned reply into the form; what stands in its way, where something does: then its text as it is."""
    canned = canned_reply(request.args["canned"]) or abort(404)
    due_on = formats.short_day(seen.case.due_on) if seen.case.due_on else ""
    filled = fill(canned.body, gaps_of(seen, advisor=me().full_name, due_on=due_on))
    if isinstance(filled, str):
        form.body.data = filled
        return []
    form.body.data = canned.body
    return [words.flaw(each) for each in filled]


def _page(
    deed: str,
    kind: CaseDeed,
    seen: CaseAtDesk,
    form: DeedForm,
    *,
    status: int = 200,
    problems: list[str] | None = None,
) -> Response:
    _offer(deed, form, seen.case)
    today = clock.today()
    return page(
        "support/desk_deed.html",
        status=status,
        deed=deed,
        kind=kind,
        seen=seen,
        form=form,
        problems=problems or [],
        is_stale=status == 409,
        canned=canned_replies() if deed == "reply" else [],
        known=known_contacts(seen.organization_id, today) if deed in ("call", "hand-over") else [],
        permissions=permissions_of(seen.case.id) if deed in ("permission", "step") else [],
        words=words,
        said=said,
    )


FOLLOWED_UP = (EntryKind.FOLLOW_UP.value, EntryKind.FOLLOW_UP_MISSED.value)


def follow_ups_in(seen: CaseSeen) -> int:
    """How many follow-ups of the last resolution are done, by its timeline, which stands newest first."""
    since = takewhile(lambda line: line.kind != EntryKind.RESOLUTION.value, seen.lines)
    return sum(line.kind in FOLLOWED_UP for line in since)
