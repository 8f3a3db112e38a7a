"""What is said to whoever takes the quiz."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from foundation.web.formats import short_day
from household.quiz.models import Attempt
from household.quiz.queries import Sheet
from household.quiz.rules.attempts import Limits, OpenRefusal, Outcome

DAY = timedelta(days=1)
LAPSED = "lapsed"
"""The gate's code for a window that is over."""

_REFUSED: dict[str, Callable[[], str]] = {
    LAPSED: lambda: _("It was not sent by the last day of your access. An attempt counts by the moment it is sent."),
    "no-access": lambda: _("The quiz renews access, and you had none when it was sent."),
    "already-renewed": lambda: _("Your access had been renewed already when it was sent."),
    "opens-on": lambda: _("The quiz was not open when it was sent."),
}
"""By the codes of the gate."""

_OUTCOMES: dict[Outcome, Callable[[], str]] = {
    Outcome.PASSED: lambda: _("passed"),
    Outcome.FAILED: lambda: _("not passed"),
    Outcome.REFUSED: lambda: _("refused"),
    Outcome.LEFT: lambda: _("never sent"),
}


def outcome(code: str) -> str:
    """What became of an attempt, in a word or two."""
    return str(_OUTCOMES[Outcome(code)]())


def refused(code: str) -> str:
    """Why an attempt was or would be refused; nothing for none."""
    return str(_REFUSED[code]()) if code else ""


def not_opened(refusal: OpenRefusal, *, today: date, last_day: date | None, limits: Limits) -> tuple[str, list[str]]:
    """Why no attempt begins now, and what to do next."""
    if refusal is OpenRefusal.BANK_TOO_SMALL:
        return (
            str(_("The quiz cannot be taken just now: the district has too few questions ready.")),
            [str(_("Call DoTS and tell them. They can make questions ready at once."))],
        )
    why = ngettext(
        "You have had the one attempt of today.",
        "You have had the %(num)s attempts of today.",
        limits.attempts_a_day,
    )
    return str(why), [_after_today(today, last_day)]


def front(sheet: Sheet | None, *, last_day: date | None) -> str:
    """The first sentence of the front page while the quiz is open."""
    if sheet is not None:
        return str(
            _(
                "Your attempt is waiting: %(answered)s of %(all)s questions have an answer.",
                answered=sheet.answered,
                all=len(sheet.questions),
            )
        )
    if last_day is None:
        return str(_("The quiz is open to you."))
    return str(_("The quiz is open to you through %(day)s.", day=short_day(last_day)))


def what_counts(sheet: Sheet | None) -> str:
    """The line below it."""
    if sheet is not None:
        return str(_("Every answer was kept as you gave it. It counts by the moment you send it."))
    return str(_("Passed in time, access goes on without a gap."))


def result(attempt: Attempt, *, through: date | None) -> Markup:
    """How an attempt ended, as the first sentence of its page; `through` is the last day of access now."""
    numbers = {"right": attempt.right_answers or 0, "all": attempt.questions}
    if attempt.outcome == Outcome.REFUSED:
        said = _("This attempt was refused: <b>the quiz was closed when you sent it.</b>")
    elif attempt.outcome == Outcome.LEFT:
        said = _("This attempt was never sent, <b>and its time is over.</b>")
    elif attempt.outcome == Outcome.FAILED:
        said = _("Not passed: <b>%(right)s of %(all)s answers were right.</b>", **numbers)
    elif through is not None:
        day = short_day(through)
        said = _(
            "Passed, with %(right)s of %(all)s. <b>You have household access through %(day)s.</b>", day=day, **numbers
        )
    else:
        said = _("Passed, <b>with %(right)s of %(all)s.</b>", **numbers)
    return Markup(said)  # noqa: S704 - numbers and a day in sentences of our own


def what_next(attempt: Attempt, *, door_refusal: str, left: int, last_day: date | None, on: date) -> str:
    """What follows from the result."""
    if attempt.outcome == Outcome.PASSED:
        return str(_("There is nothing more to do: it is on record, and access goes on by itself."))
    if door_refusal:
        return refused(attempt.refusal) or str(_("The quiz is closed now. My access says what to do next."))
    if left == 0:
        return _after_today(on, last_day)
    more = ngettext("You can try once more today.", "You can try %(num)s more times today.", left)
    return f"{refused(attempt.refusal)} {more}".strip()


def _after_today(today: date, last_day: date | None) -> str:
    if last_day is not None and last_day <= today:
        return str(_("Today is the last day. Access also goes on if all courses are taken again by tonight."))
    if last_day is None:
        return str(_("You can try again tomorrow."))
    return str(
        _(
            "You can try again from tomorrow, %(day)s, and through %(last)s.",
            day=short_day(today + DAY),
            last=short_day(last_day),
        )
    )


def sign(attempt: Attempt) -> str:
    """The sign of an attempt in a timeline."""
    if attempt.is_open:
        return "wait"
    return {Outcome.PASSED.value: "good", Outcome.FAILED.value: "bad", Outcome.REFUSED.value: "bad"}.get(
        attempt.outcome, ""
    )


def told_of_attempt(attempt: Attempt) -> str:
    """An attempt in a timeline, in a few words."""
    if attempt.is_open:
        return str(_("An attempt at the quiz was begun and waits to be sent"))
    return str(_("An attempt at the quiz: %(outcome)s", outcome=outcome(attempt.outcome)))


def more_of(attempt: Attempt) -> str:
    """What else is known of it: its right answers, or why it was refused."""
    if attempt.right_answers is not None:
        return str(
            _(
                "%(right)s of %(all)s right answers; %(percent)s%% were needed.",
                right=attempt.right_answers,
                all=attempt.questions,
                percent=attempt.pass_percent,
            )
        )
    return refused(attempt.refusal)
