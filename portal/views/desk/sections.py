"""Which pages a school shows to families: hidden for some days by whoever leads it, or by a district administrator."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions import hiding as actions
from portal.forms.hiding import BESIDE, HideForm, ShowForm
from portal.queries.hiding import Reached, hidings_at, schools_reached
from portal.rules.hiding import HidingFault
from portal.views.desk.door import bp, me, settings
from portal.words import hiding as words
from portal.words import sections as names

SECTIONS = "family.sections"
EVERYWHERE = "district-admin"


class NotHidden(Exception):
    """Nothing was done, and why."""

    def __init__(self, fault: HidingFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@bp.get("/sections")
@requires(SECTIONS)
def sections() -> Response:
    return _page(HideForm(starts=clock.today()))


@bp.post("/sections")
@requires(SECTIONS)
def hide_section() -> Response:
    form = HideForm().offering(_reached())
    if not form.validate():
        return _page(form, status=422)

    try:
        return _hide(form)
    except NotHidden as refused:
        form.add_error(BESIDE[refused.fault], words.fault(refused.fault))
    return _page(form, status=422)


def _hide(form: HideForm) -> Response:
    """Hide what a valid form asks. Raises NotHidden, and nothing is done then."""
    with db.transaction():
        school = next((each for each in _reached() if each.public_id == form.school.data), None) or abort(404)
        before = once.entered(form)
        if before is not None:
            return before
        fault = actions.hide(form.asked(), school, on=clock.today(), by=me(), at=clock.now())
        if fault is not None:
            raise NotHidden(fault)
        return once.done(form, _("Families are told so from the first day on."), "desk.sections")


@bp.post("/sections/<public_id>/shown")
@requires(SECTIONS)
def show_section(public_id: str) -> Response:
    form = ShowForm()
    with db.transaction():
        schools = [each.school_id for each in _reached()]
        if all(each.public_id != public_id for each in hidings_at(schools)):
            abort(404)
        before = once.entered(form)
        if before is not None:
            return before
        if actions.show_again(public_id, schools, version=form.seen, by=me(), at=clock.now()):
            return once.done(form, _("The page is shown again."), "desk.sections")
    return _page(HideForm(formdata=None, starts=clock.today()), status=409, is_late=True)


def _reached() -> list[Reached]:
    leading = {each.casefold() for each in settings().approver_job_roles}
    everywhere = EVERYWHERE in me().roles
    return schools_reached(me().person_id, everywhere=everywhere, leading=leading, on=clock.today())


def _page(form: HideForm, *, status: int = 200, is_late: bool = False) -> Response:
    schools, on = _reached(), clock.today()
    hidings = hidings_at([each.school_id for each in schools])
    return page(
        "desk/sections.html",
        status=status,
        form=form.offering(schools),
        schools=schools,
        now=[(each, _shown(each.version)) for each in hidings if not each.is_over(on)],
        past=[each for each in hidings if each.is_over(on)],
        today=on,
        is_late=is_late,
        words=words,
        names=names,
    )


def _shown(version: int) -> ShowForm:
    return ShowForm(formdata=None, version=str(version))
