"""Addresses that are kept from everybody without the right to see them: for whoever holds it, and with a reason.

The right alone reaches nobody: without household access beside it no household is found.
"""

from __future__ import annotations

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.places import set_confidential
from district.models import HouseholdAddress
from foundation.web.gates import requires
from household.editor import queries, words
from household.editor.forms.households import AddConfidentialAddressForm, ReasonForm
from household.editor.queries import HouseholdSeen, Reader
from household.editor.views.deeds import Leaf, do, household_page, take_on, way_to_household
from household.editor.views.door import CONFIDENTIAL, bp, household_open, me, reader
from household.editor.views.places import PLACE, PLACES, adding, begun_with, finished, place_in


@bp.get(f"{PLACES}/new-confidential")
@requires(CONFIDENTIAL, proved=True)
def add_confidential_address(public_id: str) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    return _adding(AddConfidentialAddressForm(data=begun_with(seen, asker)), seen, asker)


@bp.post(f"{PLACES}/new-confidential")
@requires(CONFIDENTIAL, proved=True)
def confidential_address_added(public_id: str) -> Response:
    form, asker = AddConfidentialAddressForm(), reader()
    deed = adding(form, public_id, is_confidential=True)
    return do(form, deed, lambda status: _adding(form, household_open(public_id, asker), asker, status))


@bp.get(f"{PLACE}/confidentiality")
@requires(CONFIDENTIAL, proved=True)
def change_confidentiality(public_id: str, number: int) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    place = place_in(seen, number, asker)
    return _changing(ReasonForm(data={"version": seen.version}), seen, place, asker)


@bp.post(f"{PLACE}/confidentiality")
@requires(CONFIDENTIAL, proved=True)
def confidentiality_changed(public_id: str, number: int) -> Response:
    form, asker = ReasonForm(), reader()

    def deed(by: Reader) -> Response:
        if not by.sees_confidential:
            abort(404)
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        place = place_in(seen, number, by)
        is_now = not place.is_confidential
        set_confidential(place, is_now, by=me(), at=by.at, reason=form.reason.data)
        kept, shown = _("The address is confidential from now on."), _("The address is confidential no more.")
        return finished(form, seen, by, kept if is_now else shown)

    def show(status: int) -> Response:
        seen = household_open(public_id, asker)
        return _changing(form, seen, place_in(seen, number, asker), asker, status)

    return do(form, deed, show)


def _adding(form: AddConfidentialAddressForm, seen: HouseholdSeen, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("Add a confidential address of the household %(household)s", household=words.household_name(seen)),
        aside=_("Nobody without the right sees it: on no page, in no letter, mail or file, and no search finds it."),
        label=_("Add the address"),
        address=url_for("household.confidential_address_added", public_id=seen.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _changing(
    form: ReasonForm, seen: HouseholdSeen, place: HouseholdAddress, asker: Reader, status: int = 200
) -> Response:
    line = queries.address_by_id(place.address_id).line_1
    if place.is_confidential:
        heading, label = _("Let %(line)s be confidential no more", line=line), _("Lift the confidentiality")
        aside = _("Everybody with household access to this family then sees the address, and finds the family by it.")
    else:
        heading, label = _("Make %(line)s confidential", line=line), _("Make it confidential")
        aside = _("Nobody without the right sees it: on no page, in no letter, mail or file, and no search finds it.")
    leaf = Leaf(
        heading=heading,
        aside=aside,
        label=label,
        address=url_for("household.confidentiality_changed", public_id=seen.public_id, number=place.id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)
