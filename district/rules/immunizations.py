"""What immunizations a student needs, has, and lacks on record, by the rules a district keeps as data.

A dose of which no day is known is neither given nor missing. A student whose grade is not known is not judged. Nothing
here says what a child was given: only what stands on record.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from district.rules import grades

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Vaccine:
    """One vaccine of the rule set: its code, its name in each language, and what sources call it, casefolded."""

    code: str
    title: Mapping[str, str]
    called: frozenset[str]


@dataclass(frozen=True)
class Requirement:
    """What is needed of one vaccine from one grade through another, both included."""

    vaccine: str
    first_grade: str
    last_grade: str
    doses: int
    first_months: int = 0
    """Youngest age, in months, at which the first dose counts."""
    apart_days: int = 0
    enough_doses: int = 0
    """So many suffice where the last was given at `enough_months` or later; 0 where there is no such rule."""
    enough_months: int = 0


@dataclass(frozen=True)
class RuleSet:
    """The district's rules; `reviewed_by` is empty while nobody there has looked them over."""

    vaccines: Mapping[str, Vaccine]
    requirements: tuple[Requirement, ...]
    grace_days: int = 0
    reviewed_by: str = ""
    reviewed_on: date | None = None

    def codes_of(self, said: str) -> tuple[str, ...]:
        """Our vaccines by a source's word for one; several where one shot is against several, none where unknown."""
        return self._codes.get(said.casefold(), ())

    @cached_property
    def _codes(self) -> Mapping[str, tuple[str, ...]]:
        """Written down once: each dose is compared with each requirement."""
        codes: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for code, vaccine in self.vaccines.items():
            for called in vaccine.called:
                codes[called] += (code,)
        return dict(codes)


@dataclass(frozen=True)
class Dose:
    """One dose on record; `given_on` is None where no day is known."""

    vaccine: str
    """As the source calls it."""
    given_on: date | None


@dataclass(frozen=True)
class Exemption:
    """One exemption on record: from one vaccine, or from all where `vaccine` is empty."""

    vaccine: str
    kind: str
    """`medical` or `non-medical`."""
    since: date | None


class DoesNotCount(Enum):
    """Why a dose on record does not count toward a requirement."""

    TO_COME = "to-come"
    """Its day is after today."""
    TWICE = "twice"
    """The same day stands on record twice."""
    TOO_YOUNG = "too-young"
    TOO_SOON = "too-soon"
    """Too soon after the dose before."""


class Standing(Enum):
    """How a student stands to one requirement."""

    COMPLETE = "complete"
    EXEMPT = "exempt"
    NOT_KNOWN = "not-known"
    """Doses without a day might be those that lack."""
    MISSING = "missing"
    WAITS = "waits"
    """Lacking, and the next dose may not be given yet."""
    LATER = "later"
    """Needed from a later grade on."""


@dataclass(frozen=True)
class Judged:
    """One requirement and how the student stands to it."""

    requirement: Requirement
    standing: Standing
    counted: tuple[date, ...] = ()
    undated: int = 0
    passed_over: tuple[tuple[date, DoesNotCount], ...] = ()
    due_on: date | None = None
    """The first day on which the next dose counts; None where nothing lacks, or no day can be worked out."""
    exemption: Exemption | None = None

    @property
    def lacking(self) -> int:
        """How many doses lack on record at least, beside those without a day."""
        return max(0, self.requirement.doses - len(self.counted) - self.undated)


def judge(
    rules: RuleSet,
    doses: Iterable[Dose],
    exemptions: Sequence[Exemption],
    *,
    grade: str,
    born: date | None,
    on: date,
) -> tuple[Judged, ...]:
    """How a student stands to each requirement of the grade and of later ones, in the order of the rules.

    A requirement that ends before the student's grade is left out; with no grade known, nothing is judged.
    """
    if not grades.is_code(grade) or grade in grades.UNGRADED:
        return ()
    given = list(doses)
    now = grades.place(grade)
    return tuple(
        _judge(rules, each, given, exemptions, is_now=grades.place(each.first_grade) <= now, born=born, on=on)
        for each in rules.requirements
        if now <= grades.place(each.last_grade)
    )


def _judge(
    rules: RuleSet,
    needed: Requirement,
    doses: Iterable[Dose],
    exemptions: Sequence[Exemption],
    *,
    is_now: bool,
    born: date | None,
    on: date,
) -> Judged:
    ours = [each for each in doses if needed.vaccine in rules.codes_of(each.vaccine)]
    days = sorted(each.given_on for each in ours if each.given_on)
    undated = len(ours) - len(days)
    counted, passed_over = _count(needed, days, grace=timedelta(days=rules.grace_days), born=born, on=on)
    exempt = next((each for each in exemptions if _frees(rules, each, needed.vaccine)), None)
    due_on = _due(needed, counted, born=born)
    standing = _standing(needed, counted, undated, exempt, is_now=is_now, due_on=due_on, born=born, on=on)
    lacks = standing in (Standing.MISSING, Standing.WAITS)
    return Judged(needed, standing, counted, undated, passed_over, due_on if lacks else None, exempt)


def _frees(rules: RuleSet, exemption: Exemption, vaccine: str) -> bool:
    return not exemption.vaccine or vaccine in rules.codes_of(exemption.vaccine)


def _count(
    needed: Requirement, days: Sequence[date], *, grace: timedelta, born: date | None, on: date
) -> tuple[tuple[date, ...], tuple[tuple[date, DoesNotCount], ...]]:
    """The doses that count, and those that do not with why. Without a birth date no dose is too young."""
    youngest = after_months(born, needed.first_months) - grace if born else date.min
    apart = max(A_DAY, timedelta(days=needed.apart_days) - grace)
    counted: list[date] = []
    passed_over: list[tuple[date, DoesNotCount]] = []
    for day in days:
        if day > on:
            passed_over.append((day, DoesNotCount.TO_COME))
        elif day < youngest:
            passed_over.append((day, DoesNotCount.TOO_YOUNG))
        elif counted and day == counted[-1]:
            passed_over.append((day, DoesNotCount.TWICE))
        elif counted and day - counted[-1] < apart:
            passed_over.append((day, DoesNotCount.TOO_SOON))
        else:
            counted.append(day)
    return tuple(counted), tuple(passed_over)


def _standing(
    needed: Requirement,
    counted: tuple[date, ...],
    undated: int,
    exempt: Exemption | None,
    *,
    is_now: bool,
    due_on: date | None,
    born: date | None,
    on: date,
) -> Standing:
    if len(counted) >= needed.doses or _suffices(needed, counted, born=born):
        return Standing.COMPLETE
    if exempt:
        return Standing.EXEMPT
    if not is_now:
        return Standing.LATER
    if undated and len(counted) + undated >= (needed.enough_doses or needed.doses):
        return Standing.NOT_KNOWN
    return Standing.WAITS if due_on and due_on > on else Standing.MISSING


def _suffices(needed: Requirement, counted: tuple[date, ...], *, born: date | None) -> bool:
    if not needed.enough_doses or len(counted) < needed.enough_doses or born is None:
        return False
    return counted[-1] >= after_months(born, needed.enough_months)


def _due(needed: Requirement, counted: tuple[date, ...], *, born: date | None) -> date | None:
    if counted:
        return counted[-1] + timedelta(days=needed.apart_days)
    return after_months(born, needed.first_months) if born else None


def after_months(day: date, months: int) -> date:
    """The day on which someone born on `day` is so many months old; the first of the next month where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    if day.day > last:
        return date(day.year + year, month + 1, last) + A_DAY
    return date(day.year + year, month + 1, day.day)
