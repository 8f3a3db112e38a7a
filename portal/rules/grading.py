"""What a student's mark in a class is, from assignments and results: weighted categories, or points.

The source's own mark is the mark. What we add up is there to be understood, and for *what if*: scores somebody supposes
take the place of the real ones for one answer, and are kept nowhere.

- A result counts when it is scored and its points possible are known; missing work counts as zero of its points.
- Exempt work, work not scored yet, in progress, or without points possible, is left out.
- Weights count when every category with something in it has one; their proportions alone matter, so that a category
  with nothing in it yet takes nothing away. Otherwise all points are added up.
- Percentages have one decimal, halves upward; what a source tells in whole ones is compared with ours in whole ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

TENTH, WHOLE, NOTHING = Decimal("0.1"), Decimal(1), Decimal(0)
LARGEST_SCORE = Decimal(100_000)


class State(StrEnum):
    """What has become of one piece of work."""

    SCORED = "scored"
    MISSING = "missing"
    EXEMPT = "exempt"
    HANDED_IN = "handed-in"
    """Not scored yet."""
    PARTLY = "partly"
    """Scored in part, or in progress."""
    OPEN = "open"
    """Nothing is said of it, or it is not due yet."""
    SUPPOSED = "supposed"
    """With a score of *what if*."""


class How(StrEnum):
    """How a mark was added up."""

    WEIGHTED = "weighted"
    POINTS = "points"
    NOT = "not"
    """Nothing counts yet."""


@dataclass(frozen=True)
class Category:
    title: str
    weight: Decimal | None
    """Share of the mark in any unit; None where the source does not say."""


@dataclass(frozen=True)
class Work:
    """One assignment and what the student has in it."""

    ref: str
    """By which a supposed score names it."""
    title: str
    category: Category | None
    state: State
    score: Decimal | None
    points: Decimal | None
    """Points possible; None where the source does not say."""

    @property
    def counts(self) -> bool:
        """Whether it is part of the mark."""
        if self.points is None:
            return False
        return self.state is State.MISSING or (self.state in (State.SCORED, State.SUPPOSED) and self.score is not None)

    @property
    def earned(self) -> Decimal:
        """Points it brings. Missing work brings none, unless the source gives it some."""
        return self.score if self.score is not None else NOTHING

    @property
    def may_be_supposed(self) -> bool:
        """Whether *what if* may give it a score."""
        return self.points is not None and self.points > 0 and self.state is not State.EXEMPT


@dataclass(frozen=True)
class Part:
    """What one category brings to the mark."""

    category: Category | None
    earned: Decimal
    possible: Decimal
    share: Decimal | None
    """Its part of the mark in percent, of the categories that count; None where points are added up."""

    @property
    def percent(self) -> Decimal | None:
        return tenths(100 * self.earned / self.possible) if self.possible else None

    @property
    def brings(self) -> Decimal | None:
        """Percentage points of the mark."""
        if self.share is None or not self.possible:
            return None
        return tenths(self.share * self.earned / self.possible)


@dataclass(frozen=True)
class AddedUp:
    """A mark as we add it up, and how."""

    how: How
    percent: Decimal | None
    parts: tuple[Part, ...] = ()
    left_out: int = 0
    """Pieces of work with a score or text that no points possible are known of, or that are exempt."""


@dataclass(frozen=True)
class Shown:
    """The mark a family sees, and how it came about."""

    letter: str
    """Letter or word of the source; ours has none."""
    percent: Decimal | None
    is_told: bool
    """Whether it is the source’s own."""
    is_final: bool
    added: AddedUp
    differs: bool
    """Whether the source’s percentage is another than the one we add up."""

    @property
    def is_anything(self) -> bool:
        return bool(self.letter) or self.percent is not None


def shown(added: AddedUp, *, letter: str = "", percent: Decimal | None = None, is_final: bool = False) -> Shown:
    """The source’s mark where it gives one, else ours, which is never final."""
    if letter or percent is not None:
        told = None if percent is None else tenths(percent)
        return Shown(letter, told, True, is_final, added, differs(percent, added.percent))
    return Shown("", added.percent, False, False, added, False)


def tenths(number: Decimal) -> Decimal:
    """To one decimal, halves upward."""
    return number.quantize(TENTH, ROUND_HALF_UP)


def state_of(
    *,
    status: str,
    score: float | None,
    is_missing: bool | None,
    in_progress: bool | None,
    due_on: date | None,
    on: date,
) -> State:
    """What has become of a piece of work on the district day `on`. What the source says of missing goes first.

    Not handed in is missing from the day after it was due; work the source says nothing of is open, never missing.
    """
    if status == "exempt":
        return State.EXEMPT
    if is_missing:
        return State.MISSING
    if status == "not-submitted":
        return State.MISSING if is_missing is None and due_on is not None and due_on < on else State.OPEN
    if status == "partly-graded" or in_progress:
        return State.PARTLY
    if status == "graded" or (not status and score is not None):
        return State.SCORED
    return State.HANDED_IN if status == "submitted" else State.OPEN


def added_up(works: Iterable[Work]) -> AddedUp:
    """The mark these pieces of work add up to."""
    all_works = list(works)
    counting = [each for each in all_works if each.counts]
    left_out = sum(each.state is State.EXEMPT or (each.state is State.SCORED and not each.counts) for each in all_works)
    sums = _sums(counting)
    if not any(possible for _, possible in sums.values()):
        return AddedUp(How.NOT, None, left_out=left_out)
    if (weights := _weights(sums)) is not None:
        whole = sum(weights.values(), NOTHING)
        parts = tuple(
            Part(category, earned, possible, tenths(100 * weights[category] / whole) if category in weights else None)
            for category, (earned, possible) in sums.items()
        )
        percent = sum((100 * weights[each] * sums[each][0] / sums[each][1] for each in weights), NOTHING) / whole
        return AddedUp(How.WEIGHTED, tenths(percent), parts, left_out)
    earned = sum((each for each, _ in sums.values()), NOTHING)
    possible = sum((each for _, each in sums.values()), NOTHING)
    parts = tuple(Part(category, *each, None) for category, each in sums.items())
    return AddedUp(How.POINTS, tenths(100 * earned / possible), parts, left_out)


def what_if(works: Sequence[Work], supposed: Mapping[str, Decimal]) -> AddedUp:
    """The mark with supposed scores in place of the real ones, by `ref`. A ref that is none of these says nothing."""
    return added_up(
        replace(each, state=State.SUPPOSED, score=supposed[each.ref])
        if each.ref in supposed and each.may_be_supposed
        else each
        for each in works
    )


def supposed_score(written: str) -> Decimal | None:
    """A score as somebody wrote it, with a point or a comma; None where it is no number from 0 to `LARGEST_SCORE`."""
    plain = written.strip().replace(",", ".", 1)
    digits = plain.replace(".", "", 1)
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
        return None
    score = Decimal(plain)
    return score if score <= LARGEST_SCORE else None


def differs(told: Decimal | None, added: Decimal | None) -> bool:
    """Whether the percentage a source tells is another than the one we add up, at the precision of the source."""
    if told is None or added is None:
        return False
    unit = WHOLE if told == told.to_integral_value() else TENTH
    return told.quantize(unit, ROUND_HALF_UP) != added.quantize(unit, ROUND_HALF_UP)


def _sums(counting: Iterable[Work]) -> dict[Category | None, tuple[Decimal, Decimal]]:
    """Points earned and possible by category, in the order in which they come."""
    sums: dict[Category | None, tuple[Decimal, Decimal]] = {}
    for each in counting:
        earned, possible = sums.get(each.category, (NOTHING, NOTHING))
        sums[each.category] = (earned + each.earned, possible + (each.points or NOTHING))
    return sums


def _weights(sums: Mapping[Category | None, tuple[Decimal, Decimal]]) -> dict[Category | None, Decimal] | None:
    """The weight of each category that counts; None where one has none, or all weigh nothing.

    A category of extra credit alone has no points possible: it has no percentage that a weight could be put on.
    """
    weights: dict[Category | None, Decimal] = {}
    for category, (_, possible) in sums.items():
        if category is None or category.weight is None:
            return None
        if possible:
            weights[category] = category.weight
    return weights if sum(weights.values(), NOTHING) > 0 else None
