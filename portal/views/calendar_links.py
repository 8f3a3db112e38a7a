"""The addresses under which a calendar program reads a student's schedule: made, shown once, ended."""

from __future__ import annotations

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import done, page, unreferred
from portal.actions.calendars import end_calendar_link, make_calendar_link
from portal.forms.calendars import CalendarLinkForm
from portal.queries.calendars import links_of
from portal.rules.calendars import MOST_LINKS
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.door import bp, me, settings


@bp.get("/students/<public_id>/schedule/calendar")
@requires("family.home")
def calendar_links(public_id: str) -> Response:
    frame = child_page(public_id, Section.SCHEDULE)
    return hidden_page(frame) if frame.hidden else _page(frame)


@bp.post("/students/<public_id>/schedule/calendar")
@requires("family.home")
def make_link(public_id: str) -> Response:
    """A new address. The answer to this POST is the only page that ever shows it."""
    form = CalendarLinkForm()
    if not form.validate():
        frame = child_page(public_id, Section.SCHEDULE)
        return hidden_page(frame) if frame.hidden else _page(frame, form, status=422)

    with db.transaction():
        frame = child_page(public_id, Section.SCHEDULE)
        if frame.hidden:
            return hidden_page(frame)
        before = once.entered(form)
        if before is not None:
            return before
        token = make_calendar_link(
            me().account_id or 0, frame.child.person_id, shows_work=form.shows_work.data, by=me(), at=clock.now()
        )
        if token is not None:
            once.gone_on(form, "portal.calendar_links", public_id=public_id)
    if token is None:
        return _page(frame, status=409)
    address = settings().public_url.rstrip("/") + url_for("portal.calendar_feed", token=token)
    return unreferred(page("portal/calendar_link.html", frame=frame, address=address))


@bp.post("/students/<public_id>/schedule/calendar/<link>/end")
@requires("family.home")
def end_link(public_id: str, link: str) -> Response:
    with db.transaction():
        frame = child_page(public_id, Section.SCHEDULE)
        ours = links_of(me().account_id or 0, frame.child.person_id)
        found = next((each for each in ours if each.public_id == link), None)
        if found is None:
            abort(404)
        end_calendar_link(found, by=me(), at=clock.now())
    return done(
        _("The address is ended. A calendar that reads it finds nothing more."),
        "portal.calendar_links",
        public_id=public_id,
    )


def _page(frame: ChildPage, form: CalendarLinkForm | None = None, *, status: int = 200) -> Response:
    links = links_of(me().account_id or 0, frame.child.person_id)
    form = form or CalendarLinkForm(formdata=None)
    return page("portal/calendar_links.html", status=status, frame=frame, links=links, form=form, most=MOST_LINKS)
