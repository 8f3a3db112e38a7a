"""Proposals and their refusals as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from foundation.web.formats import moment, short_day
from household.access.queries import Proposed
from household.access.rules.proposals import Course, Kind, Refusal

_REFUSALS: dict[Refusal, Callable[[], str]] = {
    Refusal.ONESELF: lambda: _("Nobody decides about their own access. Ask a colleague in DoTS."),
    Refusal.SAME_PERSON: lambda: _("You proposed this. A second administrator has to confirm it."),
    Refusal.SETTLED: lambda: _("This proposal was settled meanwhile. Nothing was done."),
    Refusal.EXPIRED: lambda: _("This proposal has expired. Make a new one if it is still wanted."),
    Refusal.ASKED_ALREADY: lambda: _("The same is proposed already and waits for a second person."),
    Refusal.NOT_REVOKED: lambda: _("This access is not taken away, so there is nothing to give back."),
    Refusal.REVOKED: lambda: _("This access was taken away, and stays so. Give it back instead."),
    Refusal.NO_JOB: lambda: _("No job of this person stands today. Nothing is given to who does not work here."),
    Refusal.PAST: lambda: _("That day is over. Choose today or a later day."),
    Refusal.TOO_FAR: lambda: _("That is later than a term that began today would run."),
    Refusal.HAS_ACCESS: lambda: _("This person has access through that day already."),
}

_COURSES: dict[Course, Callable[[], str]] = {
    Course.OPEN: lambda: _("Waits for a second person"),
    Course.CONFIRMED: lambda: _("Confirmed"),
    Course.WITHDRAWN: lambda: _("Withdrawn"),
    Course.EXPIRED: lambda: _("Expired"),
}

STAMPS = {Course.OPEN: "wait", Course.CONFIRMED: "good", Course.WITHDRAWN: "", Course.EXPIRED: ""}


def refused(why: Refusal, *, at_most: date | None = None) -> str:
    """Why nothing was done, and what to do instead."""
    said = _REFUSALS[why]()
    if why is Refusal.TOO_FAR and at_most is not None:
        latest = _("The latest day is %(day)s.", day=short_day(at_most))
        return f"{said} {latest}"
    return said


def course_of(code: Course) -> str:
    """What became of a proposal."""
    return _COURSES[code]()


def course(proposal: Proposed) -> str:
    """What became of this one."""
    return course_of(proposal.course)


def kind(code: Kind) -> str:
    """What is asked for, without its day."""
    return str(_("Access by hand")) if code is Kind.GRANT else str(_("Access given back"))


def what(proposal: Proposed) -> str:
    """What is asked for, in a few words."""
    last = short_day(proposal.last_day) if proposal.last_day else ""
    if proposal.kind == Kind.GRANT:
        return str(_("Access by hand through %(day)s", day=last))
    if last:
        return str(_("Access given back through %(day)s", day=last))
    return str(_("Access given back for good"))


def facts(proposal: Proposed) -> list[tuple[str, str]]:
    """A proposal in lines."""
    lines = [
        (_("Asked for"), what(proposal)),
        (_("Reason"), proposal.reason),
        (_("Proposed by"), _("%(name)s, %(moment)s", name=proposal.proposed_by, moment=moment(proposal.proposed_at))),
        (_("State"), course(proposal)),
    ]
    if proposal.course is Course.OPEN:
        lines.append((_("Can be confirmed through"), short_day(proposal.good_through)))
    if proposal.settled_by and proposal.settled_at:
        who = _("%(name)s, %(moment)s", name=proposal.settled_by, moment=moment(proposal.settled_at))
        lines.append((_("Settled by"), who))
    return lines
