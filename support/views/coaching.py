"""Building coaches are named and ended on the page of their organization."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries import has_job_now_or_later, people_with_staff_id
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from support.actions.appointing import Deed
from support.actions.coaching import end_coach, name_coach
from support.forms.contacts import CoachForm, EmptyForm
from support.models import Organization
from support.queries.coaches import coach_at, coaches_of
from support.queries.organizations import organization_within
from support.views.contacts import organization_page
from support.views.door import CONTACTS, bp, me
from support.views.reach import chooses


@bp.post("/organizations/<public_id>/coaches")
@requires(CONTACTS)
def add_coach(public_id: str) -> Response:
    organization = _organization(public_id)
    schools = coaches_of(organization, on=clock.today())
    form = CoachForm().offering(schools)
    if not form.validate():
        return organization_page(organization, coaching=form, status=422)
    person_id = _person(form)
    if person_id is None:
        return organization_page(organization, coaching=form, status=422)
    school_id = next(each.school_id for each in schools if each.public_id == form.school.data)
    with db.transaction():
        _organization(public_id, hold=True)
        named = name_coach(person_id, school_id, deed=Deed(me(), clock.today(), clock.now()))
    said = _("The coach is named.") if named else _("That is so already. Nothing was changed.")
    return done(said, "support.organization", public_id=public_id)


@bp.get("/organizations/<public_id>/coaches/<coach_id>/end")
@requires(CONTACTS)
def ending_coach(public_id: str, coach_id: str) -> Response:
    organization = _organization(public_id)
    coached = coaches_of(organization, on=clock.today())
    found = next(
        ((school, coach) for school in coached for coach in school.coaches if coach.public_id == coach_id), None
    ) or abort(404)
    return page(
        "support/end_coach.html",
        form=EmptyForm(),
        organization=organization,
        school=found[0],
        coach=found[1],
        heading=_("End the coaching of %(name)s", name=found[1].full_name),
    )


@bp.post("/organizations/<public_id>/coaches/<coach_id>/end")
@requires(CONTACTS)
def do_end_coach(public_id: str, coach_id: str) -> Response:
    with db.transaction():
        organization = _organization(public_id, hold=True)
        coach = coach_at(coach_id, organization) or abort(404)
        ended = end_coach(coach, deed=Deed(me(), clock.today(), clock.now()))
    said = _("The coach is ended.") if ended else _("That is so already. Nothing was changed.")
    return done(said, "support.organization", public_id=public_id)


def _organization(public_id: str, *, hold: bool = False) -> Organization:
    return organization_within(public_id, chooses(), hold=hold) or abort(404)


def _person(form: CoachForm) -> int | None:
    """Whom the number means; None, with the reason beside the field, where that is nobody who works here."""
    found = people_with_staff_id(form.employee_id.data)
    if len(found) != 1:
        form.add_error(
            "employee_id", _("Nobody, or more than one, is known by that number. Look it up in human resources.")
        )
        return None
    if not has_job_now_or_later(found[0], on=clock.today()):
        form.add_error("employee_id", _("This person has no job here. If that is wrong, human resources correct it."))
        return None
    return found[0]
