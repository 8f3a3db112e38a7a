"""Status notices in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from foundation.web import formats
from support.queries.status import Notice
from support.rules.status import NoticeFault, NoticeKind, Overall, Standing, System


@dataclass(frozen=True)
class Line:
    """One update as it is read: its text, and when it was said."""

    text: str
    said_at: datetime


@dataclass(frozen=True)
class Told:
    """A notice as somebody reads it, in one language."""

    public_id: str
    kind: str
    """`incident` or `maintenance`: its colour."""
    called: str
    system: str
    title: str
    stands: str
    when: str
    is_open: bool
    cases: str
    """How many cases are the same, in words for the desk; empty where none is, and for everybody else."""
    said: tuple[Line, ...]
    """Newest first."""


KINDS = {NoticeKind.INCIDENT: _("incident"), NoticeKind.MAINTENANCE: _("maintenance")}
SYSTEMS = {
    System.EVERYTHING: _("everything"),
    System.FAMILY_PORTAL: _("family portal"),
    System.STAFF_PAGES: _("staff pages"),
    System.SIGN_IN: _("sign-in"),
    System.MESSAGES: _("mails, texts and calls"),
    System.HOSTING: _("hosted application"),
    System.SUPPORT_DESK: _("pages of the support desk"),
}
STANDINGS = {
    Standing.PLANNED: _("planned"),
    Standing.UNDER_WAY: _("under way"),
    Standing.OVERDUE: _("takes longer than planned"),
    Standing.ONGOING: _("not solved yet"),
    Standing.CLOSED: _("closed"),
}
OVERALL = {
    Overall.INCIDENT: _("There is an incident. What we know stands below."),
    Overall.MAINTENANCE: _("There is no incident. Maintenance is planned or under way."),
    Overall.NONE: _("There is no incident, and no maintenance is planned."),
}
FAULTS = {
    NoticeFault.NO_WINDOW: _(
        "Maintenance is told with its time. Give the day and the time of its beginning and its end."
    ),
    NoticeFault.ENDS_FIRST: _("The end is not after the beginning. Correct one of them."),
    NoticeFault.OVER_ALREADY: _("The end has passed already. Maintenance is told before it is over."),
    NoticeFault.TOO_FAR: _("That begins more than a year from now. Look at the year."),
}


def kind(code: NoticeKind) -> str:
    """What a notice is about, in a word."""
    return str(KINDS[code])


def system(code: System) -> str:
    """What a system is called."""
    return str(SYSTEMS[code])


def stands(code: Standing) -> str:
    """How a notice stands, in a few words."""
    return str(STANDINGS[code])


def overall(code: Overall) -> str:
    """The answer of the page."""
    return str(OVERALL[code])


def fault(code: NoticeFault) -> str:
    """Why a notice was not posted, and what to do."""
    return str(FAULTS[code])


def told(
    notices: Iterable[Notice], language: str, *, at: datetime, linked: Mapping[int, int] | None = None
) -> list[Told]:
    """Notices as they are read in `language` at that moment; for the desk with how many cases are `linked` to each."""
    return [_told(each, language, at, (linked or {}).get(each.id, 0)) for each in notices]


def linked(number: int) -> str:
    """How many cases are the same as an incident."""
    return str(ngettext("one case is the same", "%(num)s cases are the same", number))


def _told(notice: Notice, language: str, at: datetime, number: int) -> Told:
    how = notice.standing(at=at)
    return Told(
        public_id=notice.public_id,
        kind=notice.kind.value,
        called=kind(notice.kind),
        system=system(notice.system),
        title=notice.title[language],
        stands=stands(how),
        when=when(notice, at=at),
        is_open=how is not Standing.CLOSED,
        cases=linked(number) if number else "",
        said=tuple(Line(each.texts[language], each.said_at) for each in notice.said),
    )


def when(notice: Notice, *, at: datetime) -> str:
    """The moments of a notice in one line, the one that matters at `at` first."""
    return str(_when(notice, at))


def _when(notice: Notice, at: datetime) -> Any:
    times, how = notice.times, notice.standing(at=at)
    if how is Standing.CLOSED and times.closed_at is not None:
        return gettext(
            "from %(posted)s to %(closed)s",
            posted=formats.moment(times.starts_at or notice.posted_at),
            closed=formats.moment(times.closed_at),
        )
    if times.starts_at is None or times.until_at is None:
        return gettext("since %(posted)s", posted=formats.moment(notice.posted_at))
    return gettext(
        "from %(starts)s until %(until)s", starts=formats.moment(times.starts_at), until=formats.moment(times.until_at)
    )
