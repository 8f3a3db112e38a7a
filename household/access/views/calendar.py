"""The days of one's access for one's own calendar (RFC 5545): when it can be renewed, and its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock
from foundation.settings import Settings
from foundation.web.gates import requires
from foundation.web.language import chosen
from foundation.web.pages import done
from household.access import gate
from household.access.rules.answers import Answer
from household.access.views.door import bp, me
from household.access.views.own_access import OWN

if TYPE_CHECKING:
    from icalendar import Event

DAY = timedelta(days=1)


@bp.get("/access.ics")
@requires(OWN)
def calendar() -> Response:
    answer = gate.own_answer(me(), gate.rulebook(), on=clock.today())
    days = list(_days_of(answer))
    if not days:
        return done(_("There is no day of your access to note yet."), "access.own_access")
    from icalendar import Calendar  # takes longer to load than to use, and few starts of Hearth write a calendar

    file = Calendar()
    file.add("prodid", f"-//Hearth//Household access//{chosen().upper()}")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for name, day, title, about in days:
        file.add_component(_event(name, day, title, about, at=clock.now()))
    return Response(
        file.to_ical(),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="household-access.ics"'},
    )


def _days_of(answer: Answer) -> Iterator[tuple[str, date, str, str]]:
    """(name, day, title, about) of the days of an access that stands."""
    if not answer.has_access or answer.through is None:
        return
    last = answer.through
    if answer.window_opens is not None and answer.window_opens <= last:
        yield (
            "window",
            answer.window_opens,
            _("Household access can be renewed from today"),
            _("Pass the recertification quiz, or take all courses again, by the last day of access."),
        )
    yield (
        "last-day",
        last,
        _("Last day of household access"),
        _("From tomorrow on the household tool is closed to you, unless access was renewed."),
    )


def _event(name: str, day: date, title: str, about: str, *, at: datetime) -> Event:
    """A day as a whole-day event. Its id stays the same, so that a newer file moves it instead of adding another."""
    from icalendar import Event

    settings: Settings = current_app.config["HEARTH"]
    base = settings.public_url.rstrip("/")
    event = Event()
    event.add("uid", f"household-access-{name}-{me().account_id}@{urlsplit(base).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", title, parameters={"LANGUAGE": chosen()})
    event.add("description", about, parameters={"LANGUAGE": chosen()})
    event.add("url", base + url_for("access.own_access"))
    event.add("transp", "TRANSPARENT")
    return event
