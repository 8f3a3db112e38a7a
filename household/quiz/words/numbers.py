"""What the numbers of the quiz say."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_percent, ngettext
from flask_babel import gettext as _

from household.quiz.queries.numbers import Missed, Sent
from household.quiz.rules.bank import is_often_missed


def pass_rate(sent: Sent, *, year: str) -> str:
    """The first sentence: how many attempts of a school year passed."""
    if not sent.scored:
        return str(_("No attempt at the quiz was sent in %(year)s.", year=year))
    return str(
        ngettext(
            "The one attempt sent in %(year)s: %(rate)s passed.",
            "Of %(num)s attempts sent in %(year)s, %(rate)s passed.",
            sent.scored,
            year=year,
            rate=rate(sent.passed, sent.scored),
        )
    )


def most_missed(missed: Sequence[Missed]) -> str:
    """Which question is missed most."""
    most = missed[0] if missed else None
    if most is None or not most.missed:
        return str(_("No question was missed"))
    return str(
        _(
            "Question %(number)s is missed most: %(missed)s of %(asked)s times",
            number=most.question.id,
            missed=most.missed,
            asked=most.asked,
        )
    )


def rate(part: int, whole: int) -> str:
    return str(format_percent(part / whole)) if whole else ""


def is_suspect(each: Missed) -> bool:
    """Whether so many miss it that the question itself may be at fault."""
    return is_often_missed(each.missed, each.asked)
