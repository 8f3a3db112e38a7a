"""What a family reads of finished courses and averages, and how an average came about."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

import district.words
from district.queries.transcripts import AverageSeen, CourseSeen
from district.rules.transcripts import Average, total
from foundation.web import formats

Row = tuple[str, str, str, str, str]
"""Course, term, where, mark, credits earned."""


def years(courses: Iterable[CourseSeen]) -> list[tuple[str, list[Row]]]:
    """The courses of each school year, under its name."""
    grouped = groupby(courses, lambda each: each.school_year)
    return [(year_name(year), [_row(each) for each in of]) for year, of in grouped]


def year_name(ends: int) -> str:
    """`2025–26` for the school year that ends in 2026."""
    return f"{ends - 1}–{ends % 100:02d}"


def credits(courses: Iterable[CourseSeen]) -> str:
    """All credits earned, in one sentence; that none is on record where none is."""
    earned = total(each.earned for each in courses)
    if earned is None:
        return str(_("No credits are on record."))
    return str(_("Credits earned: %(number)s", number=number(earned)))


def told(average: AverageSeen) -> str:
    """An average as its source tells it."""
    value = number(average.value, places=2)
    of = _("%(value)s of %(scale)s", value=value, scale=number(average.scale, places=2)) if average.scale else value
    day = formats.short_day(average.as_of) if average.as_of else ""
    said = _("%(title)s: %(value)s, as %(source)s tells it", title=average.title, value=of, source=average.source)
    return str(_("%(said)s on %(day)s", said=said, day=day) if day else said)


def worked_out(average: Average) -> str:
    """An average worked out here, and how."""
    said = _(
        "Worked out here: %(value)s of %(scale)s. The points of each mark, weighted by its credits: %(courses)s, "
        "%(credits)s credits.",
        value=number(average.value, places=2),
        scale=number(average.scale, places=2),
        courses=ngettext("%(num)s course", "%(num)s courses", average.courses),
        credits=number(average.credits),
    )
    if not average.left_out:
        return str(said)
    left = ngettext(
        "%(num)s course is not counted: it has no credits, or a mark without points.",
        "%(num)s courses are not counted: they have no credits, or a mark without points.",
        average.left_out,
    )
    return f"{said} {left}"


def number(value: float, *, places: int | None = None) -> str:
    """`0.5`, or `3.50` where places are fixed."""
    return f"{value:.{places}f}" if places is not None else f"{value:g}"


def _row(course: CourseSeen) -> Row:
    grade = district.words.grade(course.grade) if course.grade else ""
    where = ", ".join(each for each in (grade, course.school) if each)
    title = f"{course.title} ({course.code})" if course.code else course.title
    earned = "–" if course.earned is None else number(course.earned)
    return (title, course.term or "–", where or "–", course.mark or _("In progress"), earned)
