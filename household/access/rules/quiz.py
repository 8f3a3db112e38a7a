"""Whether the recertification quiz may be opened on a day. An attempt counts by the day it is submitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from household.access.rules.answers import State
from household.access.rules.facts import Facts
from household.access.rules.history import holding
from household.access.rules.laying import told
from household.access.rules.policy import AfterLapse, Policy, policy_in_force
from household.access.rules.story import Story
from household.access.rules.terms import DAY


class QuizRefusal(StrEnum):
    """Why the quiz stays shut."""

    OPENS_ON = "opens-on"
    """The window is to come: it opens on the day `opens`."""
    ALREADY_RENEWED = "already-renewed"
    """It was passed in this window; the next opens on the day `opens`."""
    LAPSED = "lapsed"
    """The term is over; all courses again."""
    NO_ACCESS = "no-access"
    """There is no access it could renew."""


@dataclass(frozen=True, slots=True)
class QuizWindow:
    """The answer: open while `refusal` is None, through `last_day` (None: for good)."""

    refusal: QuizRefusal | None = None
    opens: date | None = None
    """The first day it can, or next can, be taken; None where no day is known."""
    last_day: date | None = None


def quiz_window(facts: Facts, policies: Sequence[Policy], on: date, *, year_starts: str) -> QuizWindow:
    """Whether the person may open the quiz on the day, and if not, why."""
    story = Story(facts, policies, year_starts=year_starts)
    story.play(through=on)
    if holding(told(story), on).state is State.REVOKED:
        return QuizWindow(QuizRefusal.NO_ACCESS)
    state = holding(story.segments, on).state
    term = story.term
    if state is State.RECERTIFY and term is not None:
        return QuizWindow(opens=term.opens, last_day=term.ends - DAY)
    if state is State.ACTIVE and term is not None:
        renewed = bool(term.renewals) and on < term.renewals[-1].ends_before
        return QuizWindow(QuizRefusal.ALREADY_RENEWED if renewed else QuizRefusal.OPENS_ON, opens=term.opens)
    if state is State.LAPSED and story.counts_from is not None:
        if policy_in_force(policies, on).after_lapse is AfterLapse.QUIZ:
            return QuizWindow(opens=story.counts_from.day)
        return QuizWindow(QuizRefusal.LAPSED)
    return QuizWindow(QuizRefusal.NO_ACCESS)
