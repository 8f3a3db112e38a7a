"""What is said of requests for approval: to whoever asks, to whoever answers, and to DoTS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from foundation.web.formats import day, moment, short_day
from household.access.queries.approvals import AnswerGiven, Asked
from household.access.rules.answers import State
from household.access.rules.approvals import (
    MOST_A_DAY,
    AnswerRefusal,
    ApprovalRules,
    AskRefusal,
    Capacity,
    LendingRefusal,
    Outcome,
    Snag,
)

_CAPACITIES: dict[Capacity, Callable[[], str]] = {
    Capacity.PRINCIPAL: lambda: _("leads the school"),
    Capacity.DELEGATE: lambda: _("stands in for the principal"),
    Capacity.NAMED: lambda: _("named by DoTS"),
}

_OUTCOMES: dict[Outcome, Callable[[], str]] = {
    Outcome.YES: lambda: _("Approved"),
    Outcome.NO: lambda: _("Not approved"),
    Outcome.WITHDRAWN: lambda: _("Withdrawn by whoever asked"),
    Outcome.JOB_ENDED: lambda: _("Over: the job it was asked for has ended"),
    Outcome.NOT_NEEDED: lambda: _("Over: no approval is needed any more"),
}

_SNAGS: dict[Snag, Callable[[], str]] = {
    Snag.NO_PRINCIPAL: lambda: _("Nobody is on record as leading the school."),
    Snag.ONLY_ONESELF: lambda: _("Only whoever asks leads the school, and nobody answers for themselves."),
    Snag.NO_ACCOUNT: lambda: _("Nobody of those who may answer has a staff account."),
    Snag.NO_ANSWER: lambda: _("Nobody has answered, and the reminders are over."),
}

_ASK_REFUSALS: dict[AskRefusal, Callable[[], str]] = {
    AskRefusal.NOT_NEEDED: lambda: _(
        "There is nothing to ask for that school: no job of yours there waits for an approval today."
    ),
    AskRefusal.TOO_OFTEN: lambda: ngettext(
        "You have asked once today. You can ask again tomorrow.",
        "You have asked %(num)s times today. You can ask again tomorrow.",
        MOST_A_DAY,
    ),
}

_ANSWER_REFUSALS: dict[AnswerRefusal, Callable[[], str]] = {
    AnswerRefusal.CLOSED: lambda: _("Your answer was not needed any more: the request was closed before it arrived."),
    AnswerRefusal.NOT_NEEDED: lambda: _(
        "Your answer was not needed any more: the job has ended, or no longer asks for an approval."
    ),
    AnswerRefusal.ACCESS_BEGAN: lambda: _(
        "The approval stays: access has begun by it. Only DoTS can take access away; call them if it must end."
    ),
    AnswerRefusal.ASKED_AGAIN: lambda: _("This answer stays: the same was asked again since. Answer the new request."),
}

_LENDING_REFUSALS: dict[LendingRefusal, Callable[[], str]] = {
    LendingRefusal.NOT_LEADING: lambda: _("You do not lead that school today, as Human Resources has it."),
    LendingRefusal.NOT_THERE: lambda: _(
        "Nobody else who works at that school today has this employee number. Ask your office for it."
    ),
    LendingRefusal.OVERLAPS: lambda: _("This colleague already stands in for you on one of these days."),
}

_STATES: dict[State, Callable[[], str]] = {
    State.AWAITING_APPROVAL: lambda: _("All courses are done: with your yes, access begins at once."),
    State.IN_PROGRESS: lambda: _("Courses are begun, not finished: with your yes, access begins when they are."),
    State.NONE: lambda: _("No course is done yet: with your yes, access begins when all are."),
    State.LAPSED: lambda: _("Access lapsed: with your yes, it begins again when the courses are done again."),
    State.ENDED: lambda: _("Access ended with a change of job: with your yes, it can go on."),
    State.REVOKED: lambda: _("DoTS took access away: your yes alone does not give it back."),
}


def capacity(code: Capacity) -> str:
    """By what right somebody answers."""
    return _CAPACITIES[code]()


def outcome(code: Outcome) -> str:
    """How a request ended."""
    return _OUTCOMES[code]()


def snag(code: Snag) -> str:
    """Why a request does not get its answer by itself."""
    return _SNAGS[code]()


def ask_refused(code: AskRefusal) -> str:
    """Why one cannot ask, and what to do."""
    return _ASK_REFUSALS[code]()


def answer_refused(code: AnswerRefusal) -> str:
    """Why an answer does not count."""
    return _ANSWER_REFUSALS[code]()


def lending_refused(code: LendingRefusal) -> str:
    """Why nobody can be named, and what to do."""
    return _LENDING_REFUSALS[code]()


def what_yes_does(asked: Asked) -> str:
    """What comes of a yes, as things stand today."""
    said = _STATES.get(asked.state)
    return said() if said else str(_("There is access already, by another job."))


def how_many_wait(number: int) -> Markup:
    """The first sentence of the page of those who answer."""
    if not number:
        return Markup(_("Nobody waits for your approval."))  # noqa: S704
    return Markup(  # noqa: S704
        ngettext("<b>One person waits</b> for your approval.", "<b>%(num)s people wait</b> for your approval.", number)
    )


def who_answered(given: AnswerGiven) -> str:
    """`Approved by Ingrid Solberg, on behalf of …, November 18, 2026, 9:00 AM MST`."""
    told = {"name": given.by, "when": moment(given.answered_at), "principal": given.on_behalf_of}
    if given.on_behalf_of:
        said = (
            _("Approved by %(name)s on behalf of %(principal)s, %(when)s", **told)
            if given.answer is Outcome.YES
            else _("Not approved by %(name)s on behalf of %(principal)s, %(when)s", **told)
        )
    elif given.answer is Outcome.YES:
        said = _("Approved by %(name)s, %(when)s", **told)
    else:
        said = _("Not approved by %(name)s, %(when)s", **told)
    return str(said)


def whom_it_went_to(names: Sequence[tuple[str, Capacity]]) -> list[str]:
    """Each of those who may answer, with why."""
    return [f"{name} ({capacity(code)})" for name, code in names]


def what_comes(next_reminder: date | None, dots_on: date, today: date) -> str:
    """What happens while nobody answers."""
    if next_reminder is not None:
        return str(
            _(
                "No answer is not a yes: the request stays open. A reminder goes out on %(day)s; from %(dots)s on "
                "DoTS looks at it too.",
                day=day(max(next_reminder, today)),
                dots=day(dots_on),
            )
        )
    if dots_on > today:
        return str(
            _(
                "No answer is not a yes: the request stays open. The reminders are over; from %(dots)s on DoTS looks "
                "at it.",
                dots=day(dots_on),
            )
        )
    return str(_("No answer is not a yes: the request stays open. DoTS has been told and looks at it."))


def how_counted(ours: ApprovalRules) -> str:
    """Of which days reminders go out, and DoTS looks."""
    counted = _("Business days after the day you asked: DoTS looks after %(dots)s.", dots=ours.dots_after)
    if ours.reminder_days:
        counted = _(
            "Business days after the day you asked: reminders after %(days)s, DoTS looks after %(dots)s.",
            days=_(" and ").join(str(each) for each in ours.reminder_days),
            dots=ours.dots_after,
        )
    closed = _("Weekends, holidays and days on which the district is closed do not count.")
    return f"{counted} {closed}"


def why_it_waits(code: Snag, place: str) -> str:
    """Told to whoever asked: why nobody answers yet, and who takes care of it."""
    reasons: dict[Snag, Callable[[], str]] = {
        Snag.NO_PRINCIPAL: lambda: _(
            "Nobody is on record as leading %(place)s today. DoTS has been told and names who answers; you do not have "
            "to ask again.",
            place=place,
        ),
        Snag.ONLY_ONESELF: lambda: _(
            "You lead %(place)s yourself, and nobody answers for themselves. DoTS has been told and names who answers.",
            place=place,
        ),
        Snag.NO_ACCOUNT: lambda: _(
            "Whoever leads %(place)s cannot sign in yet. DoTS has been told and sees to it.", place=place
        ),
        Snag.NO_ANSWER: lambda: _("Nobody has answered for %(place)s yet. DoTS has been told.", place=place),
    }
    return str(reasons[code]())


def through(first_day: date, last_day: date) -> str:
    """The days of a delegation."""
    return str(_("%(first)s through %(last)s", first=short_day(first_day), last=short_day(last_day)))
