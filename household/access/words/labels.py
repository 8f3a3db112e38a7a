"""Codes of household access in two or three words, for lists, tags, charts and the Rules page."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from household.access.rules.answers import EndsBy, State
from household.access.rules.ledger import EventKind
from household.access.rules.policy import AfterLapse, AfterReturn, OnChange
from household.access.rules.watching import AT_RISK_DAYS, STUCK_AFTER

_STATES: dict[State, Callable[[], str]] = {
    State.REVOKED: lambda: _("Revoked"),
    State.RECERTIFY: lambda: _("To be renewed"),
    State.ACTIVE: lambda: _("Active"),
    State.ENDED: lambda: _("Ended"),
    State.LAPSED: lambda: _("Lapsed"),
    State.AWAITING_APPROVAL: lambda: _("Waiting for approval"),
    State.IN_PROGRESS: lambda: _("Courses begun"),
    State.NONE: lambda: _("No access"),
}

_EVENTS: dict[EventKind, Callable[[], str]] = {
    EventKind.GRANTED: lambda: _("Access began"),
    EventKind.RENEWED: lambda: _("Access was renewed"),
    EventKind.LAPSED: lambda: _("Access lapsed: it was not renewed"),
    EventKind.ENDED: lambda: _("Access ended"),
    EventKind.REVOKED: lambda: _("Access was taken away"),
    EventKind.REINSTATED: lambda: _("Access was given back"),
    EventKind.CHANGED_TRACK: lambda: _("Access goes on by another track or with another last day"),
}

_ENDINGS: dict[EndsBy, Callable[[], str]] = {
    EndsBy.TERM: lambda: _("The term ends"),
    EndsBy.JOB: lambda: _("The job ends"),
    EndsBy.PERSON: lambda: _("Somebody took it away"),
}

_CHANGES: dict[OnChange, Callable[[], str]] = {
    OnChange.REASSESS: lambda: _("Access goes on where the requirements of the new job are met"),
    OnChange.KEEP: lambda: _("Access goes on"),
    OnChange.END: lambda: _("Access ends, and all requirements are asked again"),
}

_AFTER_LAPSE: dict[AfterLapse, Callable[[], str]] = {
    AfterLapse.FULL_COURSES: lambda: _("All courses again"),
    AfterLapse.QUIZ: lambda: _("The recertification quiz, or all courses again"),
}

_AFTER_RETURN: dict[AfterReturn, Callable[[], str]] = {
    AfterReturn.FULL_COURSES: lambda: _("Only what is done after the return counts"),
    AfterReturn.KEEP_COMPLETIONS: lambda: _("What was done before the departure still counts"),
}


def state(code: State | str) -> str:
    """How a person stands."""
    return _STATES[State(code)]()


def watched(only: str) -> str:
    """A list of whom DoTS looks after: `stuck` or `at-risk`."""
    return str(_("Stuck on the way")) if only == "stuck" else str(_("At risk of losing access"))


def what_is_watched(only: str) -> str:
    """By which rule somebody is in such a list."""
    if only == "stuck":
        begun, asked = (STUCK_AFTER[each].days for each in (State.IN_PROGRESS, State.AWAITING_APPROVAL))
        return str(
            _(
                "Courses begun and no other requirement met for %(begun)s days, or only the approval missing for "
                "%(asked)s days. Who waits longest comes first.",
                begun=begun,
                asked=asked,
            )
        )
    return str(
        _(
            "The window to renew is open and the term not renewed, or access ends within %(days)s days. Whose access "
            "ends first comes first.",
            days=AT_RISK_DAYS,
        )
    )


def event(kind: EventKind | str) -> str:
    """What a line of the ledger tells."""
    return _EVENTS[EventKind(kind)]()


def ending(code: EndsBy | str) -> str:
    """What ends an access."""
    return _ENDINGS[EndsBy(code)]()


def on_change(code: OnChange | str) -> str:
    """What a change of job or place does to a running term."""
    return _CHANGES[OnChange(code)]()


def after_lapse(code: AfterLapse | str) -> str:
    """The way back after a lapse."""
    return _AFTER_LAPSE[AfterLapse(code)]()


def after_return(code: AfterReturn | str) -> str:
    """What a return after a departure finds."""
    return _AFTER_RETURN[AfterReturn(code)]()
