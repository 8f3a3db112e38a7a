"""Where the household is: the address as typed, and those on record that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.rules.likeness import Band
from foundation.web.gates import requires
from household.editor import queries
from household.editor.forms.entering import LookForm, PlaceForm
from household.editor.queries import OpenDraft, PlaceAlike, Reader
from household.editor.rules.plan import Plan, PlannedPlace, Step
from household.editor.views.door import bp, reader
from household.editor.views.wizard.door import RECORDS, Turn, keep, mine, my_draft, not_so, step_page, turn


def looked_at(place: PlannedPlace, me: Reader) -> PlannedPlace:
    """The place, settled where nobody needs to look: nothing is like it, or one address alone in which nobody lives."""
    alike = queries.places_alike(place, me)
    needs_a_look = any(each.neighbours or each.found.likeness.band is not Band.SAME for each in alike)
    return replace(place, is_settled=not needs_a_look)


def seen_in(alike: Sequence[PlaceAlike]) -> tuple[str, ...]:
    """What somebody has looked at: the addresses, and the households there."""
    places = [f"address {each.found.address_id}" for each in alike]
    return (*places, *(f"household {home.public_id}" for each in alike for home in each.neighbours))


def needs_reason(alike: Sequence[PlaceAlike]) -> bool:
    """Whether somebody must say why a new household or a new address is right."""
    return any(
        each.found.likeness.band is Band.LIKELY or (each.found.likeness.band is Band.SAME and each.neighbours)
        for each in alike
    )


@bp.get("/new/<draft>/address")
@requires(RECORDS)
def draft_address(draft: str) -> Response:
    me = reader()
    found = my_draft(draft, me)
    return _page(found, me, PlaceForm.of(found.plan.place, version=found.version), _look(found))


@bp.post("/new/<draft>/address")
@requires(RECORDS)
def keep_address(draft: str) -> Response:
    form = PlaceForm()
    if not form.validate():
        me = reader()
        found = my_draft(draft, me)
        return _page(found, me, form, _look(found), status=422)

    def change(plan: Plan, me: Reader) -> Turn:
        typed = form.place()
        is_as_it_was = typed.lines == plan.place.lines and plan.place.is_settled
        if is_as_it_was:
            kept = {"is_settled": True, "alike": plan.place.alike, "although": plan.place.although}
            place = replace(typed, **kept)  # type: ignore[arg-type]
        else:
            place = looked_at(typed, me)
        endpoint = "household.draft_people" if place.is_settled else "household.draft_address"
        return turn(replace(plan, place=place), endpoint)

    return keep(form, draft, change, lambda now, me: _page(now, me, form, _look(now), status=409, is_stale=True))


@bp.post("/new/<draft>/address/settle")
@requires(RECORDS)
def settle_address(draft: str) -> Response:
    """Take the address on record, or keep what was typed although others are like it."""
    form = LookForm()
    is_whole = form.validate()

    def again(now: OpenDraft, me: Reader, *, status: int = 409) -> Response:
        return _page(
            now, me, PlaceForm.of(now.plan.place, version=now.version), form, status=status, is_stale=status == 409
        )

    if not is_whole:
        return again(*mine(draft), status=422)

    def change(plan: Plan, me: Reader) -> Turn:
        alike = queries.places_alike(plan.place, me)
        if form.who.data:
            picked = next((each for each in alike if str(each.found.address_id) == form.who.data), None)
            if picked is None:
                abort(404)
            names = ("line_1", "line_2", "city", "state", "postal_code")
            lines = dict(zip(names, picked.found.lines, strict=True))
            place = replace(plan.place, **lines)  # type: ignore[arg-type]
            if picked.neighbours and not form.although.data:
                form.add_error("although", _("Say why it is another household than the one that lives there."))
        else:
            place = plan.place
            if needs_reason(alike) and not form.although.data:
                form.add_error("although", _("Say in a few words why it is none of them. It stays in the audit."))
        if form.errors:
            return not_so(plan, lambda: again(*mine(draft), status=422))
        place = replace(place, is_settled=True, alike=seen_in(alike), although=form.although.data or "")
        return turn(replace(plan, place=place), "household.draft_people")

    return keep(form, draft, change, again)


def _look(found: OpenDraft) -> LookForm:
    return LookForm(formdata=None, data={"version": str(found.version), "although": found.plan.place.although})


def _page(
    found: OpenDraft, me: Reader, form: PlaceForm, look: LookForm, *, status: int = 200, is_stale: bool = False
) -> Response:
    alike = queries.places_alike(found.plan.place, me)
    return step_page(
        "household/wizard/address.html",
        Step.PLACE,
        found,
        status=status,
        form=form if form.errors else look,
        typed=form,
        look=look,
        alike=alike,
        asks_why=needs_reason(alike),
        is_stale=is_stale,
    )
