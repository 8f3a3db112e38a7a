"""What the home page says of each topic: what it is, until when or why, and where to go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from district.queries import Child
from district.rules.requests import Kind
from district.words import requests
from foundation.web import formats
from portal.queries.home_lines import HomeLine


class Said(NamedTuple):
    """One line that needs the reader: a sentence, what follows, and one button."""

    what: str
    when: str
    """Until when or why; may be empty."""
    address: str
    deed: str
    """What the button does: `See them`."""


class SaidToday(NamedTuple):
    """One line of today: `9:00 AM` and `Biology, room 118`."""

    label: str
    text: str


def _request_answered(line: HomeLine, child: Child | None) -> Said:
    return Said(
        what=_("Your request was answered: %(kind)s", kind=requests.kind(Kind(line.what))),
        when=_("The answer and its reason stand in it."),
        address=url_for("portal.one_request", public_id=line.ref),
        deed=_("Read the answer"),
    )


def _missing_work(line: HomeLine, child: Child | None) -> Said:
    said = ngettext(
        "%(num)d assignment is missing in %(class_title)s",
        "%(num)d assignments are missing in %(class_title)s",
        line.amount or 0,
        class_title=line.what,
    )
    return Said(
        what=said,
        when=_("Since %(day)s", day=formats.short_day(line.day)) if line.day else "",
        address=url_for("portal.grades", public_id=child.public_id if child else ""),
        deed=_("See the grades"),
    )


def _due_today(line: HomeLine, child: Child) -> SaidToday:
    return SaidToday(_("Due today"), _("%(work)s, %(class_title)s", work=line.what, class_title=line.detail))


def _fee_due(line: HomeLine, child: Child | None) -> Said:
    when = _("No day is set.") if line.day is None else _("Due %(day)s.", day=formats.short_day(line.day))
    return Said(
        what=_("%(amount)s is owed: %(fee)s", amount=formats.money(line.amount or 0), fee=line.what),
        when=when,
        address=url_for("portal.fees", public_id=line.ref),
        deed=_("See the fees"),
    )


def _absent(line: HomeLine, child: Child | None) -> Said:
    day = formats.near_day(line.day) if line.day else ""
    missed = line.amount or 1
    what = (
        _("Absent on %(day)s, and not excused", day=day)
        if line.what == "day"
        else ngettext(
            "%(num)s class missed on %(day)s, and not excused",
            "%(num)s classes missed on %(day)s, and not excused",
            missed,
            day=day,
        )
    )
    return Said(
        what=what,
        when=_("The school’s record says so, or does not say that it is excused."),
        address=url_for("portal.attendance", public_id=child.public_id if child else ""),
        deed=_("See the attendance"),
    )


def _excuse_answered(line: HomeLine, child: Child | None) -> Said:
    return Said(
        what=_("The office answered about an absence"),
        when=_("The answer to each day stands on the page about attendance."),
        address=url_for("portal.attendance", public_id=child.public_id if child else ""),
        deed=_("Read the answer"),
    )


def _nurse_answered(line: HomeLine, child: Child | None) -> Said:
    return Said(
        what=_("The nurse answered you"),
        when=_("The answer stands on the page about immunizations."),
        address=url_for("portal.immunizations", public_id=child.public_id if child else ""),
        deed=_("Read the answer"),
    )


def _immunization_missing(line: HomeLine, child: Child | None) -> Said:
    return Said(
        what=ngettext(
            "%(num)s required immunization is not complete on record",
            "%(num)s required immunizations are not complete on record",
            line.amount or 0,
        ),
        when=_("The page says which, and how to have the record corrected."),
        address=url_for("portal.immunizations", public_id=child.public_id if child else ""),
        deed=_("See the immunizations"),
    )


def _messages_unread(line: HomeLine, child: Child | None) -> Said:
    count = line.amount or 0
    return Said(
        what=ngettext("A new message from the school", "%(num)s new messages from the school", count),
        when="",
        address=url_for("portal.messages"),
        deed=_("Read them"),
    )


def _message_answered(line: HomeLine, child: Child | None) -> Said:
    return Said(
        what=_("The school answered you: %(subject)s", subject=line.what),
        when="",
        address=url_for("portal.conversation", public_id=line.ref),
        deed=_("Read the answer"),
    )


def _limit_mark(line: HomeLine, child: Child | None) -> Said:
    return _limit(_("A mark fell below your limit: %(class_title)s", class_title=line.what), child)


def _limit_absences(line: HomeLine, child: Child | None) -> Said:
    return _limit(_("Absences reached your limit"), child)


def _limit(what: str, child: Child | None) -> Said:
    return Said(
        what=what,
        when=_("The page says how it was worked out."),
        address=url_for("portal.limits", public_id=child.public_id if child else ""),
        deed=_("See your limits"),
    )


NEEDS: dict[str, Callable[[HomeLine, Child | None], Said]] = {
    "request-answered": _request_answered,
    "missing-work": _missing_work,
    "fee-due": _fee_due,
    "absent": _absent,
    "limit-mark": _limit_mark,
    "limit-absences": _limit_absences,
    "excuse-answered": _excuse_answered,
    "nurse-answered": _nurse_answered,
    "immunization-missing": _immunization_missing,
    "messages-unread": _messages_unread,
    "message-answered": _message_answered,
}
"""By the names of `portal.queries.needs.NEEDS`; the child is None for what is of the whole family."""

TODAY: dict[str, Callable[[HomeLine, Child], SaidToday]] = {
    "due-today": _due_today,
}
"""By the names of `portal.queries.needs.TODAY`."""


def how_many(needs: int) -> str:
    """Said after the greeting: `3 things need you.` Empty where nothing does."""
    return str(ngettext("One thing needs you.", "%(num)s things need you.", needs)) if needs else ""


def need_you(lines: Iterable[HomeLine], child: Child | None = None) -> list[Said]:
    """What the lines that need the reader say, in their order."""
    return [NEEDS[each.kind](each, child) for each in lines]


def today(lines: Iterable[HomeLine], child: Child) -> list[SaidToday]:
    """What the lines of today say, in their order."""
    return [TODAY[each.kind](each, child) for each in lines]
