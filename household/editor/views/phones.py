"""How a household as a whole is reached, and its end once nobody lives there."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.homes import add_phone, end_household, end_phone
from district.models import HouseholdPhone
from foundation.web import formats
from foundation.web.gates import requires
from foundation.web.once import done
from household.editor import queries, words
from household.editor.forms.households import AddHouseholdPhoneForm
from household.editor.forms.people import LastDayForm, LastDayForReasonForm
from household.editor.queries import HouseholdSeen, Reader
from household.editor.views.deeds import Leaf, Unfit, do, fit, household_page, take_on, way_to_household
from household.editor.views.door import RECORDS, bp, household_open, me, reader
from household.editor.views.places import finished

DAY = timedelta(days=1)
PHONE = "/households/<public_id>/phones/<int:number>"


@bp.get("/households/<public_id>/phones/new")
@requires(RECORDS)
def add_household_phone(public_id: str) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    return _adding(AddHouseholdPhoneForm(data={"starts": asker.on, "version": seen.version}), seen, asker)


@bp.post("/households/<public_id>/phones/new")
@requires(RECORDS)
def household_phone_added(public_id: str) -> Response:
    form, asker = AddHouseholdPhoneForm(), reader()

    def deed(by: Reader) -> Response:
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        given = {"type": form.sort.data, "starts": form.starts.data, "by": me(), "at": by.at}
        phone = add_phone(queries.household_by_id(seen.id), form.value.data, **given)
        said = _("Saved: %(value)s.", value=formats.phone(phone.value))
        marked = _("Saved as typed: %(value)s. It cannot be dialed, and is marked so.", value=phone.value)
        return finished(form, seen, by, said if phone.is_valid else marked)

    return do(form, deed, lambda status: _adding(form, household_open(public_id, asker), asker, status))


@bp.get(f"{PHONE}/end")
@requires(RECORDS)
def end_household_phone(public_id: str, number: int) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    form = LastDayForm(data={"last_day": asker.on - DAY, "version": seen.version})
    return _ending(form, seen, _phone(seen, number), asker)


@bp.post(f"{PHONE}/end")
@requires(RECORDS)
def household_phone_ended(public_id: str, number: int) -> Response:
    form, asker = LastDayForm(), reader()

    def deed(by: Reader) -> Response:
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        phone, ends = _phone(seen, number), form.last_day.data + DAY
        if ends < phone.starts:
            began = formats.short_day(phone.starts)
            raise Unfit("last_day", _("That day is before the first one, %(day)s.", day=began))
        end_phone(phone, ends=ends, by=me(), at=by.at, reason=form.reason.data or "")
        return finished(form, seen, by, _("It counts through that day, and stays in the history."))

    def show(status: int) -> Response:
        seen = household_open(public_id, asker)
        return _ending(form, seen, _phone(seen, number), asker, status)

    return do(form, deed, show)


@bp.get("/households/<public_id>/end")
@requires(RECORDS)
def close_household(public_id: str) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    return _closing(LastDayForReasonForm(data={"last_day": asker.on, "version": seen.version}), seen, asker)


@bp.post("/households/<public_id>/end")
@requires(RECORDS)
def household_closed(public_id: str) -> Response:
    form, asker = LastDayForReasonForm(), reader()

    def deed(by: Reader) -> Response:
        seen = household_open(public_id, by)
        take_on(households={seen.id: form.seen})
        home, ends = queries.household_by_id(seen.id), form.last_day.data + DAY
        refused = end_household(home, ends=ends, by=me(), at=by.at, reason=form.reason.data)
        if refused is not None and ends >= seen.starts:
            raise Unfit("last_day", _("Somebody lives here after that day. End each stay first, or enter a move."))
        fit(refused, "last_day")
        return done(form, _("The household is closed; its history stays."), "household.search")

    return do(form, deed, lambda status: _closing(form, household_open(public_id, asker), asker, status))


def _phone(seen: HouseholdSeen, number: int) -> HouseholdPhone:
    return queries.phone_of(seen.id, number) or abort(404)


def _adding(form: AddHouseholdPhoneForm, seen: HouseholdSeen, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("Add a phone of the household %(household)s", household=words.household_name(seen)),
        aside=_("For a telephone of everybody who lives there. One person’s own belongs to the person."),
        label=_("Add the phone"),
        address=url_for("household.household_phone_added", public_id=seen.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _ending(
    form: LastDayForm, seen: HouseholdSeen, phone: HouseholdPhone, asker: Reader, status: int = 200
) -> Response:
    leaf = Leaf(
        heading=_("End the phone %(value)s", value=formats.phone(phone.value)),
        label=_("End the phone"),
        address=url_for("household.household_phone_ended", public_id=seen.public_id, number=phone.id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _closing(form: LastDayForReasonForm, seen: HouseholdSeen, asker: Reader, status: int = 200) -> Response:
    leaf = Leaf(
        heading=_("Close the household %(household)s", household=words.household_name(seen)),
        aside=_("Once nobody lives there. It stays on record, with everybody who ever lived there."),
        label=_("Close the household"),
        address=url_for("household.household_closed", public_id=seen.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)
