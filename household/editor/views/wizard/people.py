"""Who belongs to the household: everybody chosen so far, and one more to describe."""

from __future__ import annotations

from dataclasses import replace

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from household.editor import queries, words
from household.editor.forms.entering import DeedForm, HomeForm, PersonForm
from household.editor.queries import OnRecord, OpenDraft, Reader
from household.editor.rules.plan import MOST_PEOPLE, Home, Plan, Step, first_home
from household.editor.views.door import bp, note, reader
from household.editor.views.wizard.door import RECORDS, Turn, keep, mine, my_draft, not_so, step_page, turn

PEOPLE = "household.draft_people"


@bp.get("/new/<draft>/people")
@requires(RECORDS)
def draft_people(draft: str) -> Response:
    me = reader()
    return _page(my_draft(draft, me), me)


@bp.post("/new/<draft>/people")
@requires(RECORDS)
def describe_person(draft: str) -> Response:
    """Whoever is like nobody on record is in the plan at once; else those who are alike are shown first."""
    form = PersonForm()

    def again(now: OpenDraft, me: Reader, *, status: int = 409) -> Response:
        return _page(now, me, form, status=status, is_stale=status == 409)

    if not form.validate():
        return again(*mine(draft), status=422)

    def change(plan: Plan, me: Reader) -> Turn:
        if len(plan.people) >= MOST_PEOPLE:
            form.add_error("first_name", _("That is as many people as one household is entered with. Save it first."))
            return not_so(plan, lambda: again(*mine(draft), status=422))
        person = form.person(plan)
        alike = queries.people_alike(queries.traits_of(person, plan.place), me)
        made = plan.with_person(replace(person, is_settled=not alike))
        return turn(made, "household.draft_person", key=person.key) if alike else turn(made, PEOPLE)

    return keep(form, draft, change, again)


@bp.post("/new/<draft>/people/<key>/remove")
@requires(RECORDS)
def remove_person(draft: str, key: str) -> Response:
    return _change_one(DeedForm(), draft, key, lambda plan: plan.without_person(key))


@bp.post("/new/<draft>/people/<key>/home")
@requires(RECORDS)
def choose_home(draft: str, key: str) -> Response:
    """Let the household be a first home, a second home, or none, to somebody."""
    form = HomeForm()
    chosen = next((each for each in Home if each.value == form.home.data), None)

    def change(plan: Plan) -> Plan:
        person = plan.person(key)
        if chosen is None or person is None:
            abort(404)
        return plan.with_person(replace(person, home=chosen))

    return _change_one(form, draft, key, change)


def _change_one(form: DeedForm | HomeForm, draft: str, key: str, change: object) -> Response:
    if not form.validate():
        me = reader()
        return _page(my_draft(draft, me), me, status=422)

    def changed(plan: Plan, me: Reader) -> Turn:
        if plan.person(key) is None:
            abort(404)
        return turn(change(plan), PEOPLE)  # type: ignore[operator]

    return keep(form, draft, changed, lambda now, me: _page(now, me, status=409, is_stale=True))


def _page(
    found: OpenDraft, me: Reader, form: PersonForm | None = None, *, status: int = 200, is_stale: bool = False
) -> Response:
    record = queries.on_record(found.plan, me)
    note(record.people.values(), where="household-draft", by=me)
    version = {"version": str(found.version)}
    return step_page(
        "household/wizard/people.html",
        Step.PEOPLE,
        found,
        status=status,
        record=record,
        form=form or PersonForm(formdata=None, data=version),
        deed_form=DeedForm(formdata=None, data=version),
        first_homes=first_homes(found.plan, record),
        Home=Home,
        is_stale=is_stale,
        words=words,
    )


def first_homes(plan: Plan, record: OnRecord) -> dict[str, object]:
    """By the key of whoever has a first home elsewhere: that home."""
    found: dict[str, object] = {}
    for person in plan.people:
        refused = first_home(plan, replace(person, home=Home.HERE), record.standing)
        if refused and person.person_id is not None and person.is_member and refused.household_id is not None:
            found[person.key] = record.homes[person.person_id][refused.household_id]
    return found
