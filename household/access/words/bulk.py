"""Reminders to a whole list as DoTS reads them: whom, how far, what came of it."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from household.access.models import BulkReminder
from household.access.queries import SchoolToChoose, wanted_of
from household.access.rules.bulk import LATELY, About, Fate, Progress, Stop
from household.access.words.labels import state as state_name
from household.access.words.labels import watched
from household.access.words.voice import Voice

_PROGRESS: dict[Progress, Callable[[], str]] = {
    Progress.COUNTING: lambda: _("Being counted"),
    Progress.COUNTED: lambda: _("Counted, nothing sent"),
    Progress.RUNNING: lambda: _("Being sent"),
    Progress.DONE: lambda: _("Sent"),
    Progress.STOPPED: lambda: _("Stopped"),
}
_STOPS: dict[Stop, Callable[[], str]] = {
    Stop.BY_HAND: lambda: _("It was stopped by hand. What had been sent is sent; nobody else is written to."),
    Stop.RIGHT_ENDED: lambda: _("Whoever asked for it is no DoTS administrator any more. Nobody else is written to."),
    Stop.NOT_RUN: lambda: _("Nobody sent it within two days. Count the list anew."),
    Stop.RESTORED: lambda: _("A backup was restored while it was on its way. Count the list anew."),
}
_FATES: dict[Fate, Callable[[], str]] = {
    Fate.WRITE: lambda: _("are written to"),
    Fate.UNREACHED: lambda: _("have no working address, and are left out"),
    Fate.LATELY: lambda: _("were reminded in the last %(days)s days, and are left out", days=LATELY.days),
}
_ABOUTS: dict[About, Callable[[], str]] = {
    About.ENDS: lambda: _("that access ends"),
    About.MISSING: lambda: _("what is still missing"),
    About.LAPSED: lambda: _("the way back after a lapse"),
}
_STAMPS = {
    Progress.COUNTING: "wait",
    Progress.COUNTED: "wait",
    Progress.RUNNING: "wait",
    Progress.DONE: "good",
    Progress.STOPPED: "bad",
}


def number(value: int) -> str:
    """A number as the language writes it."""
    return str(format_decimal(value))


def progress(code: Progress | str) -> str:
    """How far a run has come, in a word or two."""
    return _PROGRESS[Progress(code)]()


def stamp(run: BulkReminder) -> str:
    """The sign beside the headline."""
    return _STAMPS[Progress(run.state)]


def why_stopped(code: Stop | str) -> str:
    """Why a run ended before its end, and what to do."""
    return _STOPS[Stop(code)]()


def fate(code: Fate | str) -> str:
    """What becomes of so many people."""
    return _FATES[Fate(code)]()


def about(code: About | str) -> str:
    """What a reminder is about."""
    return _ABOUTS[About(code)]()


def whom(run: BulkReminder, voice: Voice, schools: list[SchoolToChoose]) -> str:
    """The list, as its filter has it: `At risk of losing access, Ridgeline High School, 14 days left at most`."""
    wanted = wanted_of(run)
    if wanted.only:
        told = [watched(wanted.only)]
    else:
        told = [state_name(wanted.states[0]) if len(wanted.states) == 1 else str(_("With access"))]
    if wanted.track:
        told.append(voice.track(wanted.track))
    told += [each.name for each in schools if each.id == wanted.school_id]
    if wanted.at_most_days is not None:
        days = wanted.at_most_days
        told.append(ngettext("at most %(num)s day left", "at most %(num)s days left", days))
    return ", ".join(told)


def headline(run: BulkReminder) -> str:
    """How far a run has come, as a whole sentence."""
    at, counts = Progress(run.state), run.counts or {}
    if at is Progress.COUNTING:
        return str(_("The list is being counted. Nothing is sent."))
    if at is Progress.COUNTED:
        to_write = counts.get(Fate.WRITE.value, 0)
        return str(
            ngettext(
                "One person would be reminded. Nothing has been sent.",
                "%(number)s people would be reminded. Nothing has been sent.",
                to_write,
                number=number(to_write),
            )
        )
    if at is Progress.RUNNING:
        all_of_them = number(counts.get(Fate.WRITE.value, 0))
        return str(_("%(given)s of %(all)s reminders are written.", given=number(run.given), all=all_of_them))
    return str(
        ngettext("One reminder was written.", "%(number)s reminders were written.", run.given, number=number(run.given))
    )


def reckoning(run: BulkReminder) -> list[tuple[str, str]]:
    """From the whole list to those who are written to."""
    counts = run.counts or {}
    rows = [(str(_("In the list")), number(sum(counts.values())))]
    rows += [(_capital(fate(each)), number(counts.get(each.value, 0))) for each in (Fate.UNREACHED, Fate.LATELY)]
    return rows


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
