"""What attendance says: what counts as an absence, whether it is excused, what is new, and totals by term.

A day is an absence when the source's record of the day says so. Missed classes are counted as classes and never
added up to days: what share of a day they are is the school's to say, not ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

NEW_FOR_DAYS = 14
"""For so many days, its own included, an absence nobody has excused is told on the home page."""


class Category(StrEnum):
    """What happened on a day or in a class."""

    PRESENT = "present"
    ABSENT = "absent"
    TARDY = "tardy"
    EARLY_DEPARTURE = "early-departure"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Sign(StrEnum):
    """What a day of the calendar bears: one letter, the gravest of all that happened on it."""

    UNEXCUSED = "U"
    ABSENT = "A"
    """Nobody says whether it is excused."""
    CLASSES = "C"
    """Some classes were missed."""
    EXCUSED = "E"
    TARDY = "T"
    EARLY = "L"
    PARTIAL = "P"
    UNKNOWN = "?"


@dataclass(frozen=True)
class Mark:
    """One event, as far as the rules ask."""

    day: date
    category: Category
    excused: bool | None
    is_class: bool
    """Of one class or period; else of the day."""


@dataclass(frozen=True)
class Term:
    """A span of a school year. `ends` is exclusive."""

    title: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Count:
    """How often something happened, by what is known of it being excused."""

    excused: int = 0
    unexcused: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.excused + self.unexcused + self.unknown


@dataclass(frozen=True)
class Totals:
    """What one term amounts to."""

    term: Term
    days: Count
    """Days of absence."""
    classes: Count
    """Classes or periods missed."""
    tardy: int
    """Of days and of classes."""
    early: int
    """Left early, of days and of classes."""
    partial: int = 0


@dataclass
class _Sum:
    absent: dict[bool, Counter[bool | None]] = field(default_factory=lambda: {True: Counter(), False: Counter()})
    other: Counter[Category] = field(default_factory=Counter)


def read_word(word: str) -> tuple[Category, bool | None]:
    """The category and whether it is excused, of a word of the district's list: `absent excused`, `tardy`, ``."""
    name, _, more = word.partition(" ")
    known = {each.value for each in Category}
    category = Category(name) if name in known else Category.UNKNOWN
    return category, {"excused": True, "unexcused": False}.get(more.strip())


def is_absence(mark: Mark) -> bool:
    """Whether it is an absence: of a day or of a class. Tardy, left early and partial are not."""
    return mark.category is Category.ABSENT


def is_open(mark: Mark) -> bool:
    """Whether it is an absence that is unexcused, or of which nobody says: one may ask to have it excused."""
    return is_absence(mark) and mark.excused is not True


def sign_of(marks: Iterable[Mark]) -> Sign | None:
    """The letter of a day on which these things happened; None where nothing did but being there."""
    found = {sign for each in marks if (sign := _sign(each)) is not None}
    return next((each for each in Sign if each in found), None)


def _sign(mark: Mark) -> Sign | None:
    if is_absence(mark):
        if mark.is_class:
            return Sign.EXCUSED if mark.excused else Sign.CLASSES
        return Sign.ABSENT if mark.excused is None else Sign.EXCUSED if mark.excused else Sign.UNEXCUSED
    return _OTHER.get(mark.category)


_OTHER = {
    Category.TARDY: Sign.TARDY,
    Category.EARLY_DEPARTURE: Sign.EARLY,
    Category.PARTIAL: Sign.PARTIAL,
    Category.UNKNOWN: Sign.UNKNOWN,
}


def new_since(on: date) -> date:
    """The first day of which an absence is still new on the day `on`."""
    return on - timedelta(days=NEW_FOR_DAYS - 1)


def is_new(mark: Mark, *, on: date) -> bool:
    """Whether the family is told of it on the home page on the day `on`."""
    return is_open(mark) and new_since(on) <= mark.day <= on


def totals(marks: Iterable[Mark], terms: Sequence[Term]) -> list[Totals]:
    """What each term amounts to, in the order given. A mark counts in every term its day lies in."""
    sums = [_Sum() for _ in terms]
    for mark in marks:
        for term, total in zip(terms, sums, strict=True):
            if term.starts <= mark.day < term.ends:
                if is_absence(mark):
                    total.absent[mark.is_class][mark.excused] += 1
                else:
                    total.other[mark.category] += 1
    return [_totals(term, total) for term, total in zip(terms, sums, strict=True)]


def _totals(term: Term, total: _Sum) -> Totals:
    return Totals(
        term=term,
        days=_count(total.absent[False]),
        classes=_count(total.absent[True]),
        tardy=total.other[Category.TARDY],
        early=total.other[Category.EARLY_DEPARTURE],
        partial=total.other[Category.PARTIAL],
    )


def _count(found: Counter[bool | None]) -> Count:
    return Count(excused=found[True], unexcused=found[False], unknown=found[None])
