"""Who lives in a household: let somebody join, end a stay, make it a first or a second home, write a note."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.homes import join, leave, stay_on
from district.actions.search_terms import refresh_terms
from district.actions.stays import change_home as change
from district.actions.stays import first_home_of
from district.actions.stays import note_stay as write_note
from district.models import HouseholdMember
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.once import done
from household.editor import queries, words
from household.editor.forms.households import SECOND, AddMemberForm, ChangeHomeForm, NoteStayForm
from household.editor.forms.people import LastDayForReasonForm
from household.editor.queries import HouseholdSeen, Reader, Subject
from household.editor.views.deeds import Leaf, Unfit, do, fit, household_page, take_on, way_to_household
from household.editor.views.door import RECORDS, bp, household_open, me, person_open, reader

DAY = timedelta(days=1)
MEMBER = "/households/<public_id>/members/<person>"


@bp.get(f"{MEMBER}/new")
@requires(RECORDS)
def add_member(public_id: str, person: str) -> Response:
    asker = reader()
    seen, subject = household_open(public_id, asker), person_open(person, asker)
    form = AddMemberForm(data={"starts": asker.on, "version": seen.version})
    return _adding(form, seen, subject, asker)


@bp.post(f"{MEMBER}/new")
@requires(RECORDS)
def member_added(public_id: str, person: str) -> Response:
    form, asker = AddMemberForm(), reader()

    def deed(by: Reader) -> Response:
        seen, subject = household_open(public_id, by), person_open(person, by)
        person_id = subject.line.person_id
        take_on(households={seen.id: form.seen}, people=[person_id])
        home = queries.household_by_id(seen.id)
        joined = join(
            home,
            person_id,
            starts=form.starts.data,
            is_secondary=form.home.data == SECOND,
            notes=form.notes.data or "",
            by=me(),
            at=by.at,
            reason=form.reason.data or "",
        )
        fit(joined, "starts")
        refresh_terms((person_id,), on=by.on)
        return _done(form, seen, _("%(name)s is a member of the household.", name=subject.line.name))

    return do(form, deed, lambda status: _adding(form, *_both(public_id, person, asker), asker, status))


@bp.get(f"{MEMBER}/end")
@requires(RECORDS)
def end_stay(public_id: str, person: str) -> Response:
    asker = reader()
    seen, subject = _both(public_id, person, asker)
    _stay(seen, subject, asker)
    return _ending(LastDayForReasonForm(data={"last_day": asker.on, "version": seen.version}), seen, subject, asker)


@bp.post(f"{MEMBER}/end")
@requires(RECORDS)
def stay_ended(public_id: str, person: str) -> Response:
    form, asker = LastDayForReasonForm(), reader()

    def deed(by: Reader) -> Response:
        seen, subject = _both(public_id, person, by)
        take_on(households={seen.id: form.seen}, people=[subject.line.person_id])
        stay = _stay(seen, subject, by)
        fit(leave(stay, ends=form.last_day.data + DAY, by=me(), at=by.at, reason=form.reason.data), "last_day")
        refresh_terms((subject.line.person_id,), on=by.on)
        return _done(form, seen, _("The stay ends on that day, and stays in the history."))

    return do(form, deed, lambda status: _ending(form, *_both(public_id, person, asker), asker, status))


@bp.get(f"{MEMBER}/home")
@requires(RECORDS)
def change_home(public_id: str, person: str) -> Response:
    asker = reader()
    seen, subject = _both(public_id, person, asker)
    form = ChangeHomeForm(data={"starts": asker.on, "version": seen.version})
    return _changing(form, seen, subject, asker)


@bp.post(f"{MEMBER}/home")
@requires(RECORDS)
def home_changed(public_id: str, person: str) -> Response:
    form, asker = ChangeHomeForm(), reader()

    def deed(by: Reader) -> Response:
        seen, subject = _both(public_id, person, by)
        stay = _stay(seen, subject, by)
        given = {"starts": form.starts.data, "by": me(), "at": by.at, "reason": form.reason.data or ""}
        other = first_home_of(subject.line.person_id, on=form.starts.data) if stay.is_secondary else None
        elsewhere = {} if other is None else {other.household_id: None}
        take_on(households={**elsewhere, seen.id: form.seen}, people=[subject.line.person_id])
        if other is not None:
            if not queries.is_household_open(other.household_id, by):
                raise Unfit("starts", _("The first home is a household out of your reach. Ask a colleague there."))
            fit(change(other, is_secondary=True, **given), "starts")
        fit(change(stay, is_secondary=not stay.is_secondary, **given), "starts")
        return _done(form, seen, _("Changed from that day on."))

    return do(form, deed, lambda status: _changing(form, *_both(public_id, person, asker), asker, status))


@bp.get(f"{MEMBER}/note")
@requires(RECORDS)
def note_stay(public_id: str, person: str) -> Response:
    asker = reader()
    seen, subject = _both(public_id, person, asker)
    form = NoteStayForm(data={"notes": _stay(seen, subject, asker).notes, "version": seen.version})
    return _noting(form, seen, subject, asker)


@bp.post(f"{MEMBER}/note")
@requires(RECORDS)
def stay_noted(public_id: str, person: str) -> Response:
    form, asker = NoteStayForm(), reader()

    def deed(by: Reader) -> Response:
        seen, subject = _both(public_id, person, by)
        take_on(households={seen.id: form.seen})
        is_new = write_note(_stay(seen, subject, by), form.notes.data or "", by=me(), at=by.at)
        return _done(form, seen, _("Noted.") if is_new else _("That is so already. Nothing was changed."))

    return do(form, deed, lambda status: _noting(form, *_both(public_id, person, asker), asker, status))


def _both(public_id: str, person: str, by: Reader) -> tuple[HouseholdSeen, Subject]:
    return household_open(public_id, by), person_open(person, by)


def _stay(seen: HouseholdSeen, subject: Subject, by: Reader) -> HouseholdMember:
    """The stay of today, or the next one, or the last one there was."""
    person_id = subject.line.person_id
    return stay_on(seen.id, person_id, on=by.on) or queries.last_stay(seen.id, person_id) or abort(404)


def _done(form: EditForm, seen: HouseholdSeen, said: str) -> Response:
    return done(form, said, "household.household", public_id=seen.public_id)


def _adding(form: AddMemberForm, seen: HouseholdSeen, subject: Subject, asker: Reader, status: int = 200) -> Response:
    names = {"name": subject.line.name, "household": words.household_name(seen)}
    leaf = Leaf(
        heading=_("%(name)s joins the household %(household)s", **names),
        aside=_("A person has one first home at a time. Where one has moved, a move ends one and begins the other."),
        label=_("Add to the household"),
        address=url_for("household.member_added", public_id=seen.public_id, person=subject.line.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _ending(
    form: LastDayForReasonForm, seen: HouseholdSeen, subject: Subject, asker: Reader, status: int = 200
) -> Response:
    names = {"name": subject.line.name, "household": words.household_name(seen)}
    leaf = Leaf(
        heading=_("%(name)s leaves the household %(household)s", **names),
        aside=_("For a mistake, choose the day before the stay began. Relationships stay as they are."),
        label=_("End the stay"),
        address=url_for("household.stay_ended", public_id=seen.public_id, person=subject.line.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _changing(
    form: ChangeHomeForm, seen: HouseholdSeen, subject: Subject, asker: Reader, status: int = 200
) -> Response:
    names = {"name": subject.line.name}
    if _stay(seen, subject, asker).is_secondary:
        heading = _("Make this the first home of %(name)s", **names)
        aside = _("The first home of before becomes a second one on the same day.")
    else:
        heading = _("Make this a second home of %(name)s", **names)
        aside = _("The person then has no first home here. Make another household the first one, or let them join it.")
    leaf = Leaf(
        heading=heading,
        aside=aside,
        label=_("Change it"),
        address=url_for("household.home_changed", public_id=seen.public_id, person=subject.line.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status)


def _noting(form: NoteStayForm, seen: HouseholdSeen, subject: Subject, asker: Reader, status: int = 200) -> Response:
    apart = None
    if status == 409:
        stay = _stay(seen, subject, asker)
        apart = [(_("Note"), stay.notes, form.notes.data or "")] if stay.notes != form.notes.data else []
    leaf = Leaf(
        heading=_("A note about the stay of %(name)s", name=subject.line.name),
        label=_("Save the note"),
        address=url_for("household.stay_noted", public_id=seen.public_id, person=subject.line.public_id),
        back=way_to_household(seen),
    )
    return household_page(form, seen, leaf, asker, status, apart)
