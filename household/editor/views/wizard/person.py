"""Search before create: those on record who are like somebody that was described, and which of them it is, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.rules.likeness import Band
from foundation.web.gates import requires
from household.editor import queries, words
from household.editor.forms.entering import LookForm
from household.editor.queries import Alike, OpenDraft, Reader
from household.editor.rules.plan import Plan, PlannedPerson, Step
from household.editor.views.door import bp, note, own_family, reader
from household.editor.views.wizard.door import RECORDS, Turn, keep, mine, my_draft, not_so, step_page, turn


def needs_reason(alike: Sequence[Alike]) -> bool:
    """Whether somebody must say why it is another person."""
    return any(each.likeness.band is not Band.POSSIBLE for each in alike)


def alike_to(person: PlannedPerson, plan: Plan, me: Reader) -> list[Alike]:
    """Those on record who may be somebody of the plan. Who is in the plan already is not offered again."""
    return queries.people_alike(queries.traits_of(person, plan.place), me, without=plan.on_record)


@bp.get("/new/<draft>/people/<key>")
@requires(RECORDS)
def draft_person(draft: str, key: str) -> Response:
    me = reader()
    found = my_draft(draft, me)
    return shown(found, me, key, LookForm(formdata=None, data={"version": str(found.version)}))


@bp.post("/new/<draft>/people/<key>")
@requires(RECORDS)
def settle_person(draft: str, key: str) -> Response:
    """It is somebody on record, or somebody new although others are alike."""
    form = LookForm()

    def again(now: OpenDraft, me: Reader, *, status: int = 409) -> Response:
        return shown(now, me, key, form, status=status, is_stale=status == 409)

    if not form.validate():
        return again(*mine(draft), status=422)

    def change(plan: Plan, me: Reader) -> Turn:
        person = plan.person(key)
        if person is None or not person.is_new:
            abort(404)
        alike = alike_to(person, plan, me)
        if form.who.data:
            return _picked(plan, person, alike, me, form.who.data)
        if needs_reason(alike) and not form.although.data:
            form.add_error("although", _("Say in a few words why it is none of them. It stays in the audit."))
            return not_so(plan, lambda: again(*mine(draft), status=422))
        ids = tuple(each.person.person_id for each in alike)
        settled = replace(person, is_settled=True, alike=ids, although=form.although.data or "")
        return turn(plan.with_person(settled), "household.draft_people")

    return keep(form, draft, change, again)


def _picked(plan: Plan, person: PlannedPerson, alike: Sequence[Alike], me: Reader, who: str) -> Turn:
    """Somebody out of reach, and somebody who is not among those shown, is not found."""
    one = next((each for each in alike if each.person.public_id == who), None)
    if one is not None and one.person.is_own:
        return not_so(plan, own_family)
    if one is None or not one.person.is_open:
        abort(404)
    picked = PlannedPerson(
        key=person.key,
        home=person.home,
        is_child=person.is_child or (person.is_member and words.is_student(one.person)),
        person_id=one.person.person_id,
        birth_date=one.birth_date,
        is_settled=True,
    )
    return turn(plan.with_person(picked), "household.draft_people")


def shown(
    found: OpenDraft,
    me: Reader,
    key: str,
    look: LookForm,
    *,
    status: int = 200,
    is_stale: bool = False,
    is_late: bool = False,
) -> Response:
    """The page of those who are alike; `is_late` where they appeared while the household was being entered."""
    person = found.plan.person(key)
    if person is None or not person.is_new:
        abort(404)
    alike = alike_to(person, found.plan, me)
    note((each.person for each in alike), where="household-draft", by=me)
    return step_page(
        "household/wizard/person.html",
        Step.PEOPLE,
        found,
        status=status,
        person=person,
        alike=alike,
        form=look,
        asks_why=needs_reason(alike),
        is_stale=is_stale,
        is_late=is_late,
        words=words,
    )
