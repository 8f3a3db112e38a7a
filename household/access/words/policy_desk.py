"""What stands on DoTS's desk when rules are edited: what differs, worked dates, and whom a draft concerns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation.web.formats import short_day
from household.access.rules.answers import State
from household.access.rules.policy import AfterLapse, AfterReturn, OnChange
from household.access.rules.policy_changes import Difference, Value
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.quiz import QuizRefusal, QuizWindow
from household.access.rules.rehearsal import Effect
from household.access.rules.worked_dates import Deed, Doing, Outcome, Tale
from household.access.words import policy_faults
from household.access.words.labels import after_lapse, after_return, on_change, state
from household.access.words.voice import Voice

_ASSUMED: dict[str, Callable[[], str]] = {
    "courses": lambda: _("The list of required courses"),
    "approvals": lambda: _("Which tracks ask for the principal’s approval"),
    "central_teams": lambda: _("The list of central teams"),
}

_CHOICES: dict[str, Callable[[str], str]] = {
    "on_job_change": lambda code: on_change(OnChange(code)),
    "on_location_change": lambda code: on_change(OnChange(code)),
    "after_lapse": lambda code: after_lapse(AfterLapse(code)),
    "after_return": lambda code: after_return(AfterReturn(code)),
    "category": lambda code: category(code),
    "assumptions": lambda code: assumed(code),
}

_EFFECTS: dict[Effect, Callable[[], str]] = {
    Effect.LOSES: lambda: _("Loses access"),
    Effect.SHORTER: lambda: _("Access ends earlier"),
    Effect.GAINS: lambda: _("Gains access"),
    Effect.LONGER: lambda: _("Access runs longer"),
    Effect.NOT_RENEWABLE: lambda: _("Keeps it to its last day, and cannot renew it"),
}

STAMP_OF_EFFECT: dict[Effect, str] = {
    Effect.LOSES: "bad",
    Effect.SHORTER: "bad",
    Effect.GAINS: "good",
    Effect.LONGER: "good",
    Effect.NOT_RENEWABLE: "wait",
}

_TALES: dict[Tale, Callable[[], str]] = {
    Tale.LAST_COURSE: lambda: _("The last course in autumn"),
    Tale.LAST_DAY_OF_YEAR: lambda: _("The last course on the last day of the school year"),
    Tale.FIRST_DAY_OF_YEAR: lambda: _("The last course on the first day of the next school year"),
    Tale.QUIZ_TOO_EARLY: lambda: _("The quiz tried on the day before the window opens"),
    Tale.QUIZ_AT_ONCE: lambda: _("The quiz passed on the first day of the window"),
    Tale.QUIZ_ON_LAST_DAY: lambda: _("The quiz passed on the last day of access"),
    Tale.COURSES_INSTEAD: lambda: _("All courses again in the window, instead of the quiz"),
    Tale.NOTHING_DONE: lambda: _("Nothing done in the window, the quiz tried on the day after"),
    Tale.COURSES_AFTER_LAPSE: lambda: _("All courses again after the lapse"),
    Tale.ONE_COURSE_TOO_EARLY: lambda: _("One course before the lapse, the others after"),
    Tale.RULES_CHANGE: lambda: _("Trained on the day before these rules begin"),
}

_DEEDS: dict[Doing, Callable[[Deed, Voice], str]] = {
    Doing.COURSES: lambda deed, voice: _("All courses finished by %(day)s", day=short_day(deed.on)),
    Doing.COURSE: lambda deed, voice: _(
        "%(course)s finished on %(day)s", course=voice.course(deed.course), day=short_day(deed.on)
    ),
    Doing.APPROVAL: lambda deed, voice: _("Approved by the principal on %(day)s", day=short_day(deed.on)),
    Doing.QUIZ: lambda deed, voice: _("Quiz passed on %(day)s", day=short_day(deed.on)),
    Doing.QUIZ_TRIED: lambda deed, voice: _("Quiz opened on %(day)s", day=short_day(deed.on)),
}


def category(code: str) -> str:
    """Where the jobs of a track are."""
    return str(_("at the central office, in the central teams") if code == "central" else _("at a school"))


def area_name(area: str) -> str:
    """What an access area is called: its own name, with a capital."""
    return str(_("Household")) if area == HOUSEHOLD else area.replace("-", " ").capitalize()


def assumed(code: str) -> str:
    """What is ours and not the district's."""
    said = _ASSUMED.get(code)
    return said() if said is not None else code


def effect(code: Effect) -> str:
    """What becomes of somebody's access."""
    return _EFFECTS[code]()


def tale(code: Tale) -> str:
    """What an example is about."""
    return _TALES[code]()


def deed(told: Deed, voice: Voice) -> str:
    """One line of an example."""
    return _DEEDS[told.doing](told, voice)


def outcome(told: Outcome, voice: Voice) -> str:
    """What the rules answer to an example, in one or two sentences."""
    answer, window = told.answer, told.quiz
    said = []
    if window is not None:
        said.append(_quiz(window, voice))
    if answer.has_access and answer.through is not None:
        said.append(_("Access through %(day)s.", day=short_day(answer.through)))
    elif answer.state is State.LAPSED and answer.through is not None:
        said.append(_("Access lapsed: %(day)s was its last day.", day=short_day(answer.through)))
    else:
        said.append(_("No access: %(state)s.", state=state(answer.state)))
    return " ".join(said)


def _quiz(window: QuizWindow, voice: Voice) -> str:
    if window.refusal is None:
        return str(_("The quiz can be opened."))
    if window.refusal is QuizRefusal.LAPSED:
        return str(_("The quiz is closed; all courses are needed again."))
    return voice.refusal(window)


def difference(told: Difference) -> tuple[str, str, str]:
    """One setting: what it is called, what it was, and what it becomes."""
    before, after = (_value(told, each) for each in (told.before, told.after))
    if not told.kind:
        return policy_faults.setting(told.setting), before, after
    if told.setting == "order":
        name = _("Order of the courses") if told.kind == "courses" else _("Order of the tracks")
        return str(name), before, after
    named = _("Course %(code)s", code=told.code) if told.kind == "courses" else _("Track %(code)s", code=told.code)
    if told.setting == "itself":
        return str(named), before, after
    return f"{named}: {policy_faults.field(told.setting)}", before, after


def how_many(number: int) -> str:
    """How many settings differ."""
    return str(ngettext("%(num)s setting differs", "%(num)s settings differ", number))


def _value(told: Difference, value: Value | None) -> str:
    if value is None:
        return str(_("none"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, tuple):
        return ", ".join(_one(told.setting, str(each)) for each in value) or _if_empty(told)
    return _one(told.setting, str(value)) or _if_empty(told)


def _one(setting: str, value: str) -> str:
    said = _CHOICES.get(setting)
    return said(value) if said is not None and value else value


def _if_empty(told: Difference) -> str:
    empty: Sequence[str] = ("courses", "job_roles") if told.kind == "tracks" else ()
    return str(_("all of them") if told.setting in empty else _("none"))
