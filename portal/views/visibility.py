"""“Why can’t I see a child?”: every child the district ties to the reader, why it shows or not, and a report."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from foundation import clock, db, throttle
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.language import chosen
from foundation.web.pages import done, page
from portal import queries
from portal.actions.reporting import SCOPE, Missing, report_missing
from portal.forms.visibility import MissingChildForm
from portal.queries.office import person_of
from portal.queries.visibility import explained_to, reports_of
from portal.rules.codes import Kind
from portal.views.door import bp, me, policy
from portal.words import visibility as words


@bp.get("/visibility")
@requires("family.home")
def visibility() -> Response:
    return page(
        "portal/visibility.html",
        explained=explained_to(me(), on=clock.today(), policy=policy()),
        reports=reports_of(me().person_id),
        is_own=_is_student(),
        words=words,
    )


@bp.get("/visibility/missing")
@requires("family.home")
def missing_child() -> Response:
    return _for_guardians() if _is_student() else _page(MissingChildForm())


@bp.post("/visibility/missing")
@requires("family.home")
def report_child() -> Response:
    """The same answer whether or not such a child is on record: the office looks, and nobody else (T12)."""
    if _is_student():
        return _for_guardians()
    form = MissingChildForm()
    if not form.validate():
        return _page(form, status=422)

    at = clock.now()
    with db.transaction():
        before = once.entered(form)
        if before is not None:
            return before
        if report_missing(_missing(form), person_id=me().person_id, by=me(), at=at):
            told = _("The office has your report. It looks at the record and gets in touch with you.")
            return once.done(form, told, "portal.visibility")
    until = throttle.waits_until(SCOPE, str(me().account_id), at=at) or at
    raise TooManyRequests(retry_after=max(1, round((until - at).total_seconds())))


def _missing(form: MissingChildForm) -> Missing:
    asker = person_of(me().person_id)
    return Missing(
        asker_first_name=asker.first_name,
        asker_last_name=asker.last_name,
        first_name=form.first_name.data or "",
        last_name=form.last_name.data or "",
        birth_date=form.birth_date.data,
        school=form.school.data or "",
        message=form.message.data or "",
        language=chosen(),
    )


def _page(form: MissingChildForm, *, status: int = 200) -> Response:
    """A page of its own: it holds every school of the district, and most people only read why a child shows."""
    return page("portal/missing_child.html", status=status, form=form.offering(queries.open_schools()))


def _for_guardians() -> Response:
    told = _("Guardians report a missing child. If something of yours is missing, ask at your school’s office.")
    return done(told, "portal.visibility")


def _is_student() -> bool:
    """A student reads of the own record, and reports nobody."""
    return me().account_kind == Kind.STUDENT
