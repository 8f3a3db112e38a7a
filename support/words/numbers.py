"""The desk’s numbers in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from support.queries.numbers import Answered, FirstLevel, Surveys
from support.rules.numbers import AGES, FEWEST, Asked, Period, share
from support.rules.surveys import GOAL_PERCENT, Area, Outcome, Satisfaction
from support.words import cases, surveys
from support.words import priority as priority_called

MINUTES_OF_AN_HOUR = 60


def period(code: Period) -> str:
    """A time to look at."""
    return str(_("the last %(days)s days", days=code.value))


def headline(answered: Sequence[Answered], over: Period) -> str:
    """The first sentence of the page."""
    good, every = sum(each.in_target for each in answered), sum(each.decided for each in answered)
    if not every:
        return str(_("No case was to be answered in %(period)s.", period=period(over)))
    return str(
        ngettext(
            "The one case of %(period)s: %(share)s answered in target.",
            "Of %(num)s cases of %(period)s, %(share)s were answered in target.",
            every,
            period=period(over),
            share=percent(share(good, every)),
        )
    )


def percent(value: int | None) -> str:
    """`94 %` as the reader writes it; a dash where there is nothing to share."""
    return "–" if value is None else f"{value}%"


def duration(minutes: int | None) -> str:
    """`2 h 15 min`."""
    if minutes is None:
        return str(_("no reply yet"))
    hours, left = divmod(minutes, MINUTES_OF_AN_HOUR)
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=left))


def rows_of_answers(answered: Sequence[Answered]) -> list[list[str | int]]:
    """By priority: in target, late, still running, and the share."""
    return [
        [
            priority_called(each.priority).capitalize(),
            each.in_target,
            each.late,
            each.running,
            percent(share(each.in_target, each.decided)),
        ]
        for each in answered
    ]


def rows_of_backlog(counts: Sequence[int]) -> list[list[str | int]]:
    """The open cases by age."""
    called = [str(_("one day at most"))]
    called += [
        str(_("more than %(first)s, at most %(last)s days", first=first, last=last)) for first, last in pairwise(AGES)
    ]
    called.append(str(_("more than %(last)s days", last=AGES[-1])))
    return [[name, number] for name, number in zip(called, counts, strict=True)]


def rows_of_needs(told: Sequence[Asked]) -> list[list[str | int]]:
    """What was asked about, the most first."""
    return [[cases.module(each.module).capitalize(), cases.type_of(each.type), each.cases] for each in told]


def kept_back(number: int) -> str:
    """How many cases stand in rows that are not told."""
    return str(
        ngettext(
            "One case more stands in a row of fewer than %(fewest)s, which is not shown: it might tell whose it is.",
            "%(num)s cases more stand in rows of fewer than %(fewest)s, not shown: they might tell whose they are.",
            number,
            fewest=FEWEST,
        )
    )


def need(told: Sequence[Asked]) -> str:
    """Where a training would help most."""
    if not told:
        return str(_("Nothing was asked often enough to tell."))
    most = told[0]
    return str(
        _(
            "Asked about most: %(module)s, %(type)s",
            module=cases.module(most.module),
            type=cases.type_of(most.type),
        )
    )


def solved_at_first(found: FirstLevel) -> str:
    """The share solved without escalation or development."""
    return str(
        _(
            "%(share)s (%(part)s of %(whole)s)",
            share=percent(share(found.at_first_level, found.solved)),
            part=found.at_first_level,
            whole=found.solved,
        )
    )


def satisfied(found: Satisfaction) -> str:
    """How satisfied contacts are, against the goal."""
    if found.percent is None:
        return str(
            _("Fewer than %(fewest)s answers have come: too few to tell without telling whose they are.", fewest=FEWEST)
        )
    if found.reaches_goal:
        return str(
            _(
                "%(share)s are satisfied: the goal of %(goal)s is reached.",
                share=percent(found.percent),
                goal=percent(GOAL_PERCENT),
            )
        )
    return str(
        _("%(share)s are satisfied; the goal is %(goal)s.", share=percent(found.percent), goal=percent(GOAL_PERCENT))
    )


def rows_of_areas(found: Satisfaction) -> list[list[str]]:
    """The average of each area, where it is told."""
    return [[surveys.area(each), f"{found.average(each):.1f}"] for each in Area] if found.is_told else []


def rows_of_outcomes(found: Surveys) -> list[tuple[str, int]]:
    """What became of the surveys of all closed cases."""
    answered = [(str(_("answered")), found.satisfaction.answers)] if found.satisfaction.is_told else []
    return [*((surveys.outcome(each), found.outcomes[each]) for each in Outcome), *answered]
