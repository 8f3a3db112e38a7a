"""The last page of the wizard: everything that will be written, what is in the way, and the one save."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.proposals import confirm_by_hand
from district.rules.homes import HomeFault
from district.words.relationships import not_tied
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.once import done, entered
from household.editor import queries, words
from household.editor.actions.drafts import finish_draft, keep_draft
from household.editor.actions.entering import NotEntered, enter_household, wait_for_others
from household.editor.forms.entering import DeedForm, LookForm
from household.editor.queries import OnRecord, OpenDraft, Reader
from household.editor.rules.plan import Plan, PlanFault, Step, faults_of, gaps_of, kept_apart
from household.editor.views.door import bp, editor, note, reader
from household.editor.views.door import me as account
from household.editor.views.looking_again import look_again
from household.editor.views.wizard.door import RECORDS, my_draft, step_page
from household.editor.views.wizard.people import first_homes
from household.editor.views.wizard.person import alike_to, shown
from household.editor.views.wizard.place import looked_at, seen_in
from household.editor.words.homes import refused


@bp.get("/new/<draft>/check")
@requires(RECORDS)
def draft_check(draft: str) -> Response:
    me = reader()
    return _page(my_draft(draft, me), me)


@bp.post("/new/<draft>/check")
@requires(RECORDS)
def save_household(draft: str) -> Response:
    """Everything is looked at again, in the transaction that writes it: nothing of it is ever half made."""
    form = DeedForm()
    if not form.validate():
        me = reader()
        return _page(my_draft(draft, me), me, status=422)
    problem = ""
    try:
        with db.transaction():
            outcome = _save(form, draft)
    except NotEntered as found:
        outcome, problem = None, _why_not(found)
    if isinstance(outcome, Response):
        return outcome
    me = reader()
    now = my_draft(draft, me)
    if isinstance(outcome, Late) and outcome.key:
        look = LookForm(formdata=None, data={"version": str(now.version)})
        return shown(now, me, outcome.key, look, status=409, is_late=True)
    return _page(now, me, status=409, problem=problem, is_stale=outcome is None and not problem)


def _why_not(found: NotEntered) -> str:
    return refused(found.fault) if isinstance(found.fault, HomeFault) else not_tied(found.fault)


@dataclass(frozen=True)
class Late:
    """Something appeared that nobody had looked at; the key of whom it is like, or nothing where it is the address."""

    key: str = ""


def _save(form: DeedForm, public_id: str) -> Response | Late | None:
    """Inside the transaction: the page that follows; None where the draft, or what it stands on, is another by now."""
    at = clock.now()
    me = editor()
    if (before := entered(form)) is not None:
        return before
    wait_for_others()
    draft = my_draft(public_id, me, lock=True)
    record = queries.on_record(draft.plan, me)
    if draft.version != form.seen:
        return None
    if record.has_own or faults_of(draft.plan, record.standing, everywhere=me.everywhere):
        return Late()
    if (late := _appeared(draft.plan, me)) is not None:
        keep_draft(draft.record, late[0], seen=draft.version, at=at)
        return late[1]
    made = enter_household(draft.plan, by=account(), at=at)
    if draft.plan.proposal:
        members = sum(each.is_member for each in draft.plan.people)
        confirm_by_hand(draft.plan.proposal, made.household, members=members, by=account(), at=at)
    look_again(me, people=list(made.ids.values()), households=[made.household.id])
    finish_draft(draft.record, household_id=made.household.id, at=at)
    return done(form, _("The household is saved."), "household.household", public_id=made.household.public_id)


def _appeared(plan: Plan, me: Reader) -> tuple[Plan, Late] | None:
    """Who, and which household, is like one of the plan and was not there when somebody looked; the plan asks again."""
    for person in plan.people:
        if person.is_new:
            new = {each.person.person_id for each in alike_to(person, plan, me)} - set(person.alike)
            if new:
                return plan.with_person(replace(person, is_settled=False)), Late(person.key)
    new_places = set(seen_in(queries.places_alike(plan.place, me))) - set(plan.place.alike)
    if new_places and not looked_at(plan.place, me).is_settled:
        return replace(plan, place=replace(plan.place, is_settled=False)), Late()
    return None


def _page(found: OpenDraft, me: Reader, *, status: int = 200, problem: str = "", is_stale: bool = False) -> Response:
    record = queries.on_record(found.plan, me)
    note(record.people.values(), where="household-draft", by=me)
    faults = faults_of(found.plan, record.standing, everywhere=me.everywhere)
    return step_page(
        "household/wizard/check.html",
        Step.CHECK,
        found,
        status=status,
        record=record,
        form=DeedForm(formdata=None, data={"version": str(found.version)}),
        faults=[(each, _mended_at(each, found, record)) for each in faults],
        gaps=gaps_of(found.plan, record.standing),
        first_homes=first_homes(found.plan, record),
        problem=problem,
        is_stale=is_stale,
        words=words,
    )


_PAGES = {
    PlanFault.NO_PLACE: "household.draft_address",
    PlanFault.PLACE_OPEN: "household.draft_address",
    PlanFault.TIED_TO_NOBODY: "household.draft_relationships",
}


def _mended_at(fault: tuple[PlanFault, str], found: OpenDraft, record: OnRecord) -> str:
    """The page where something in the way is mended."""
    code, key = fault
    draft, person = found.public_id, found.plan.person(key)
    if code is PlanFault.PERSON_OPEN:
        return url_for("household.draft_person", draft=draft, key=key)
    tie = kept_apart(found.plan, person, record.standing) if person and code is PlanFault.ONLY_CALLED else None
    if tie is not None and all(record.people[each].is_open for each in tie):
        adult, student = (record.people[each].public_id for each in tie)
        return url_for("household.tie", public_id=student, adult=adult)
    return url_for(_PAGES.get(code, "household.draft_people"), draft=draft)
