"""Where a household is: add an address, end one, correct what was written wrongly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.homes import Use, live_at, stop_living_at
from district.actions.places import address_as_written, correct_place
from district.actions.search_terms import refresh_terms
from district.models import Address, HouseholdAddress
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.once import done
from household.editor import queries, words
from household.editor.forms.households import AddAddressForm, AddConfidentialAddressForm, CorrectAddressForm
from household.editor.forms.people import LastDayForm
from household.editor.queries import HouseholdSeen, Reader, Sharing
from household.editor.views.deeds import Leaf, Row, Unfit, do, fit, household_page, take_on, way_to_household
from household.editor.views.door import RECORDS, bp, household_open, me, reader

DAY = timedelta(days=1)
PLACES = "/households/<public_id>/addresses"
PLACE = f"{PLACES}/<int:number>"
LINES = ("line_1", "line_2", "city", "state", "postal_code")
USES = ("is_primary", "is_mailing", "is_physical")


@bp.get(f"{PLACES}/new")
@requires(RECORDS)
def add_address(public_id: str) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    return _adding(AddAddressForm(data=begun_with(seen, asker)), seen, asker)


@bp.post(f"{PLACES}/new")
@requires(RECORDS)
def address_added(public_id: str) -> Response:
    form, asker = AddAddressForm(), reader()
    deed = adding(form, public_id, is_confidential=False)
    return do(form, deed, lambda status: _adding(form, household_open(public_id, asker), asker, status))


@bp.get(f"{PLACE}/end")
@requires(RECORDS)
def end_address(public_id: str, number: int) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    place = place_in(seen, number, asker)
    return _ending(LastDayForm(data={"last_day": asker.on, "version": seen.version}), seen, place, asker)


@bp.post(f"{PLACE}/end")
@requires(RECORDS)
def address_ended(public_id: str, number: int) -> Response:
    form, asker = LastDayForm(), reader()

    def deed(by: Reader) -> Response:
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        place, why = place_in(seen, number, by), form.reason.data or ""
        fit(stop_living_at(place, ends=form.last_day.data + DAY, by=me(), at=by.at, reason=why), "last_day")
        return finished(form, seen, by, _("The address ends on that day, and stays in the history."))

    def show(status: int) -> Response:
        seen = household_open(public_id, asker)
        return _ending(form, seen, place_in(seen, number, asker), asker, status)

    return do(form, deed, show)


@bp.get(f"{PLACE}/correction")
@requires(RECORDS)
def correct_address(public_id: str, number: int) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    place = place_in(seen, number, asker)
    others = [each for each in queries.sharing(place, asker) if each.is_open]
    form = CorrectAddressForm(data={**_written(place), "version": seen.version}).shared_with(len(others))
    return _correcting(form, seen, place, asker)


@bp.post(f"{PLACE}/correction")
@requires(RECORDS)
def address_corrected(public_id: str, number: int) -> Response:
    asker = reader()
    place = place_in(household_open(public_id, asker), number, asker)
    form = CorrectAddressForm().shared_with(sum(each.is_open for each in queries.sharing(place, asker)))

    def deed(by: Reader) -> Response:
        seen = household_open(public_id, by)
        place = place_in(seen, number, by)
        others = [each for each in queries.sharing(place, by) if each.is_open] if form.is_for_all else []
        take_on(households={seen.id: form.seen, **{each.household_id: None for each in others}})
        _correct(form, place, by)
        for each in others:
            _correct_also(form, each, place, by)
        return finished(form, seen, by, _("Corrected."), others)

    def show(status: int) -> Response:
        seen = household_open(public_id, asker)
        return _correcting(form, seen, place_in(seen, number, asker), asker, status)

    return do(form, deed, show)


def begun_with(seen: HouseholdSeen, asker: Reader) -> dict[str, object]:
    """What a form for a new address begins with."""
    return {"starts": asker.on, "is_mailing": True, "is_physical": True, "version": seen.version}


def adding(
    form: AddAddressForm | AddConfidentialAddressForm, public_id: str, *, is_confidential: bool
) -> Callable[[Reader], Response]:
    """The deed of a form for a new address."""

    def deed(by: Reader) -> Response:
        if is_confidential and not by.sees_confidential:
            abort(404)
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        placed = live_at(
            queries.household_by_id(seen.id),
            address_as_written(form.lines),
            starts=form.starts.data,
            use=form.use(is_confidential=is_confidential),
            by=me(),
            at=by.at,
            reason=form.reason.data or "",
        )
        fit(placed, "starts")
        return finished(form, seen, by, _("The household has the address."))

    return deed


def place_in(seen: HouseholdSeen, number: int, by: Reader) -> HouseholdAddress:
    """An address of that household; a confidential one is not there for whoever may not see it."""
    return queries.place_of(seen.id, number, by) or abort(404)


def finished(form: EditForm, seen: HouseholdSeen, by: Reader, said: str, others: Sequence[Sharing] = ()) -> Response:
    """The deed is done: everybody who lives there is found by what is so now."""
    homes = [seen.id, *(each.household_id for each in others)]
    refresh_terms([person for home in homes for person in queries.everyone_in(home, by)], on=by.on)
    return done(form, said, "household.household", public_id=seen.public_id)


def _correct(form: CorrectAddressForm, place: HouseholdAddress, by: Reader) -> None:
    use = form.use(is_confidential=place.is_confidential)
    why = form.reason.data or ""
    fit(correct_place(place, address_as_written(form.lines), use=use, by=me(), at=by.at, reason=why), "line_1")


def _correct_also(form: CorrectAddressForm, other: Sharing, first: HouseholdAddress, by: Reader) -> None:
    """The same address of another household, which keeps its own uses of it."""
    place = queries.place_of(other.household_id, other.place_id, by)
    if place is None:
        raise Unfit("scope", _("The households at this address have changed. Open the page again."))
    use = Use(place.is_primary, place.is_mailing, place.is_physical, place.is_confidential)
    address = queries.address_by_id(first.address_id)
    why = form.reason.data or ""
    fit(correct_place(place, address, use=use, by=me(), at=by.at, reason=why), "scope")


def _written(place: HouseholdAddress) -> dict[str, object]:
    address: Address = queries.address_by_id(place.address_id)
    return {**{name: getattr(address, name) for name in LINES}, **{name: getattr(place, name) for name in USES}}


def _adding(form: AddAddressForm, seen: HouseholdSeen, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("Add an address of the household %(household)s", household=words.household_name(seen)),
        aside=_("A household has one primary address at a time. When a family moves, enter a move instead."),
        label=_("Add the address"),
        address=url_for("household.address_added", public_id=seen.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _ending(
    form: LastDayForm, seen: HouseholdSeen, place: HouseholdAddress, asker: Reader, status: int = 200
) -> Response:
    address = queries.address_by_id(place.address_id)
    leaf = Leaf(
        heading=_("End the address %(line)s", line=address.line_1),
        aside=_("When a family moves, enter a move instead: it begins the new address on the same day."),
        label=_("End the address"),
        address=url_for("household.address_ended", public_id=seen.public_id, number=place.id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _correcting(
    form: CorrectAddressForm, seen: HouseholdSeen, place: HouseholdAddress, asker: Reader, status: int = 200
) -> Response:
    found = queries.sharing(place, asker)
    leaf = Leaf(
        heading=_("Correct an address of the household %(household)s", household=words.household_name(seen)),
        aside=_("For a slip: the address was never so. When the family has moved, enter a move instead."),
        label=_("Save the correction"),
        address=url_for("household.address_corrected", public_id=seen.public_id, number=place.id),
        back=way_to_household(seen),
    )
    others = [each for each in found if each.is_open]
    shown = {"others": others, "out_of_reach": len(found) - len(others), "words": words}
    apart = _apart(form, _written(place)) if status == 409 else None
    return household_page(form, seen, leaf, asker, status, apart, **shown)


def _apart(form: CorrectAddressForm, theirs: dict[str, object]) -> list[Row]:
    said = {True: _("yes"), False: _("no")}

    def shown(value: object) -> str:
        return said[value] if isinstance(value, bool) else str(value or "")

    return [
        (str(form[name].label.text), shown(value), shown(form[name].data))
        for name, value in theirs.items()
        if value != form[name].data
    ]
