"""What the review finds, in sentences: how many have access, and when how many lose it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from foundation.web.formats import day, short_day
from household.access.queries import Week
from household.access.rules.answers import EndsBy

DAY = timedelta(days=1)
Endings = Mapping[date, Mapping[EndsBy, int]]


def who_has_access(with_access: int, endings: Endings) -> Markup:
    """The first sentence of the review: how many have access, and the next day on which terms end."""
    first = min((ends for ends, numbers in endings.items() if numbers.get(EndsBy.TERM)), default=None)
    if first is None:
        return Markup(  # noqa: S704
            ngettext(
                "<b>One person</b> has household access.", "<b>%(num)s people</b> have household access.", with_access
            )
        )
    last = short_day(first - DAY)
    if with_access == 1:
        alone = _("The one person with access <b>loses it after %(day)s</b> unless it is renewed.", day=last)
        return Markup(alone)  # noqa: S704
    sentence = ngettext(
        "Of %(all)s people with access, <b>one loses it after %(day)s</b> unless it is renewed.",
        "Of %(all)s people with access, <b>%(some)s lose it after %(day)s</b> unless they renew.",
        endings[first][EndsBy.TERM],
        all=format_decimal(with_access),
        some=format_decimal(endings[first][EndsBy.TERM]),
        day=last,
    )
    return Markup(sentence)  # noqa: S704


def when_it_ends(endings: Endings) -> str:
    """The heading of the chart: the day on which most lose access, and of how many in the coming year."""
    total = sum(sum(numbers.values()) for numbers in endings.values())
    if not total:
        return str(_("Nobody’s access ends in the coming year, as far as is known"))
    worst = max(endings, key=lambda ends: (sum(endings[ends].values()), -ends.toordinal()))
    most = sum(endings[worst].values())
    if most == 1 < total:
        told = {"all": format_decimal(total), "day": day(worst - DAY)}
        return str(_("%(all)s endings in the coming year, each on a day of its own, the first on %(day)s", **told))
    return str(
        ngettext(
            "The only ending of the coming year falls on %(day)s",
            "%(some)s of the %(all)s endings of the coming year fall on one day, %(day)s",
            total,
            some=format_decimal(most),
            all=format_decimal(total),
            day=day(worst - DAY),
        )
    )


def week_rows(weeks: Sequence[Week]) -> list[tuple[str, str, str, str]]:
    """The chart as a table: the week, endings by term, by job, and all."""
    return [
        (
            short_day(each.starts - DAY),
            format_decimal(_number(each, EndsBy.TERM)),
            format_decimal(_by_job(each)),
            format_decimal(sum(each.numbers.values())),
        )
        for each in weeks
    ]


def week_series(weeks: Sequence[Week]) -> tuple[list[int], list[int]]:
    """Endings by term and by job, week by week."""
    return [_number(each, EndsBy.TERM) for each in weeks], [_by_job(each) for each in weeks]


def week_labels(weeks: Sequence[Week]) -> list[tuple[str, str]]:
    """Under each column its first day, and the month where it changes."""
    labels, month = [], ""
    for each in weeks:
        starts = each.starts - DAY
        this = format_date(starts, "MMM")
        labels.append((str(starts.day), "" if this == month else this))
        month = this
    return labels


def _number(week: Week, ends_by: EndsBy) -> int:
    return week.numbers.get(ends_by, 0)


def _by_job(week: Week) -> int:
    return _number(week, EndsBy.JOB) + _number(week, EndsBy.PERSON)
