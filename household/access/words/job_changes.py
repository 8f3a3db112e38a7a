"""What human resources changed of somebody’s jobs, and what became of access by it: the same to them and to DoTS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from foundation.web.formats import short_day
from household.access.rules.job_changes import Effect, JobChange, JobChangeKind
from household.access.words.voice import Voice

Say = Callable[[dict[str, str]], str]

_CHANGES: dict[JobChangeKind, Say] = {
    JobChangeKind.MOVES: lambda told: _(
        "Place of work from %(day)s on: %(place)s, instead of %(other)s. Job: %(job)s.", **told
    ),
    JobChangeKind.CHANGES: lambda told: _(
        "Job from %(day)s on: %(job)s, %(place)s, instead of %(other_job)s, %(other)s.", **told
    ),
    JobChangeKind.BEGINS: lambda told: _("A new job from %(day)s on: %(job)s, %(place)s.", **told),
    JobChangeKind.RETURNS: lambda told: _("Back from %(day)s on: %(job)s, %(place)s.", **told),
    JobChangeKind.ENDS: lambda told: _("Last day of the job %(job)s, %(place)s: %(day)s.", **told),
    JobChangeKind.GOES_ON: lambda told: _("The job %(job)s, %(place)s, goes on.", **told),
    JobChangeKind.LEAVES: lambda told: _("Last day of employment: %(day)s.", **told),
    JobChangeKind.STAYS: lambda told: _("The departure was taken back; its last day was to be %(day)s.", **told),
    JobChangeKind.WITHDRAWN: lambda told: _("The job %(job)s, %(place)s, was taken off the record.", **told),
    JobChangeKind.CORRECTED: lambda told: _("Corrected: the job %(job)s, %(place)s, began on %(day)s.", **told),
}

_EFFECTS: dict[Effect, Say] = {
    Effect.SAME: lambda told: _("Household access goes on, through %(day)s.", **told),
    Effect.EARLIER: lambda told: _("Household access ends earlier, on %(day)s instead of %(was)s.", **told),
    Effect.LATER: lambda told: _("Household access lasts longer, through %(day)s instead of %(was)s.", **told),
    Effect.OVER: lambda told: _("Household access is over; its last day was %(day)s.", **told),
    Effect.AGAIN: lambda told: _("Household access is there again, through %(day)s.", **told),
    Effect.NONE: lambda told: _("There is no household access now.", **told),
}


def job_change(change: JobChange, voice: Voice) -> str:
    """What changed, in one sentence."""
    told = {
        "day": short_day(change.day),
        "job": _job(change.job_role, change.team),
        "place": voice.place(change.location),
        "other_job": change.other_role or _("no role on record"),
        "other": voice.place(change.other_location),
    }
    return _CHANGES[change.kind](told)


def effect(code: Effect | str, *, last_day: date | None, was: date | None) -> str:
    """What became of access; both are last days, inclusive."""
    told = {"day": _said(last_day), "was": _said(was)}
    return _EFFECTS[Effect(code)](told)


def _job(role: str, team: str) -> str:
    return ", ".join(each for each in (role, team) if each) or str(_("no role on record"))


def _said(day: date | None) -> str:
    return short_day(day) if day is not None else ""
