"""Reading a policy from a document shaped like `starter.toml`: everything wrong with it is told at once.

What the Rules page saves and what a file says pass here, so that no policy in force has a day that is none, a track
without a course, or a number out of all reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from household.access.rules.policy import CATEGORIES, AfterLapse, AfterReturn, Course, OnChange, Policy, Track

HOUSEHOLD = "household"
MOST_YEARS = 10
MOST_DAYS_BEFORE = 366
LONGEST = 200
"""Letters of a title, a code or a name; of a link four times as many."""
LONGEST_AREA = 40
SETTINGS = frozenset({each.name for each in fields(Policy)} - {"number", "starts", "relevant"})
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_COMMON_YEAR = 2027
_LINK = re.compile(r"https?://[^\s/?#]+\.?[^\s]*")
_AREA = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a policy document has wrong. `where` names the place in it: `courses[1].code`, counted from 0."""

    code: str
    """`missing`, `not-text`, `not-a-number`, `out-of-range`, `not-yes-or-no`, `not-a-list`, `empty`, `not-a-day`,
    `not-one-of`, `twice`, `unknown-course`, `not-plain` (a line break, or a sign that cannot be printed), `too-long`,
    `not-a-link` or `unknown` (no such setting)."""
    where: str


def is_area(name: str) -> bool:
    """Whether an access area may be called so: small letters, digits and hyphens, since it stands in addresses."""
    return len(name) <= LONGEST_AREA and _AREA.fullmatch(name) is not None


def read_policy(
    document: Mapping[str, Any], *, number: int, starts: date, area: str = HOUSEHOLD
) -> Policy | list[Fault]:
    """The policy of `area` as `document` has it, or everything that is wrong with it."""
    areas = document.get("areas")
    rules = areas.get(area) if isinstance(areas, Mapping) else None
    if not isinstance(rules, Mapping):
        return [Fault("missing", f"areas.{area}")]
    read = _Reading([Fault("unknown", each) for each in rules if each not in SETTINGS])
    courses = read.courses(rules)
    policy = Policy(
        number=number,
        starts=starts,
        tracks=read.tracks(rules, tuple(each.code for each in courses)),
        courses=courses,
        central_teams=read.texts(rules, "central_teams"),
        term_school_years=read.number(rules, "term_school_years", at_least=1, at_most=MOST_YEARS),
        window_opens=read.month_day(rules, "window_opens"),
        course_fresh_school_years=read.number(rules, "course_fresh_school_years", at_least=0, at_most=MOST_YEARS),
        quiz_course=read.text(rules, "quiz_course"),
        on_job_change=read.one_of(rules, "on_job_change", OnChange, OnChange.REASSESS),
        on_location_change=read.one_of(rules, "on_location_change", OnChange, OnChange.REASSESS),
        after_lapse=read.one_of(rules, "after_lapse", AfterLapse, AfterLapse.FULL_COURSES),
        after_return=read.one_of(rules, "after_return", AfterReturn, AfterReturn.FULL_COURSES),
        reminder_days=read.reminder_days(rules),
        assumptions=read.texts(rules, "assumptions"),
    )
    return read.faults or policy


@dataclass(slots=True)
class _Reading:
    """Collects the faults; each method gives a value that fits even where the document's does not."""

    faults: list[Fault]

    def courses(self, rules: Mapping[str, Any]) -> tuple[Course, ...]:
        read = tuple(
            Course(
                code=self.text(each, "code", where),
                title_en=self.text(each, "title_en", where),
                title_es=self.text(each, "title_es", where, required=False),
                link=self._link(each, where),
            )
            for where, each in self._tables(rules, "courses")
        )
        self._once([each.code for each in read], "courses")
        return read

    def tracks(self, rules: Mapping[str, Any], codes: tuple[str, ...]) -> tuple[Track, ...]:
        read = tuple(
            Track(
                code=self.text(each, "code", where),
                category=self._category(each, where),
                courses=self._courses_of(each, codes, where),
                approval=self._yes_or_no(each, "approval", where),
                job_roles=self.texts(each, "job_roles", where),
                title_en=self.text(each, "title_en", where),
                title_es=self.text(each, "title_es", where, required=False),
            )
            for where, each in self._tables(rules, "tracks")
        )
        self._once([each.code for each in read], "tracks")
        return read

    def text(self, rules: Mapping[str, Any], name: str, where: str = "", *, required: bool = True) -> str:
        value = rules.get(name, "")
        if not isinstance(value, str):
            return self._fault("not-text", f"{where}{name}", "")
        if required and not value.strip():
            return self._fault("missing", f"{where}{name}", "")
        return self._plain(value.strip(), f"{where}{name}", LONGEST)

    def texts(self, rules: Mapping[str, Any], name: str, where: str = "") -> tuple[str, ...]:
        value = rules.get(name, [])
        if not isinstance(value, list):
            return self._fault("not-a-list", f"{where}{name}", ())
        if not all(isinstance(each, str) and each.strip() for each in value):
            return self._fault("not-text", f"{where}{name}", ())
        return tuple(self._plain(each.strip(), f"{where}{name}", LONGEST) for each in value)

    def number(self, rules: Mapping[str, Any], name: str, *, at_least: int, at_most: int) -> int:
        value = rules.get(name)
        if value is None:
            return self._fault("missing", name, at_least)
        if not isinstance(value, int) or isinstance(value, bool):
            return self._fault("not-a-number", name, at_least)
        return value if at_least <= value <= at_most else self._fault("out-of-range", name, at_least)

    def month_day(self, rules: Mapping[str, Any], name: str) -> str:
        """`MM-DD` that every year has: February 29 would open no window in three years of four."""
        value = self.text(rules, name)
        found = _MONTH_DAY.fullmatch(value)
        try:
            return value if found and date(_COMMON_YEAR, int(found[1]), int(found[2])) else self._no_day(value, name)
        except ValueError:
            return self._no_day(value, name)

    def one_of(self, rules: Mapping[str, Any], name: str, choices: type[Choice], default: Choice) -> Choice:
        value = rules.get(name, default)
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        return self._fault("not-one-of", name, default)

    def reminder_days(self, rules: Mapping[str, Any]) -> tuple[int, ...]:
        value = rules.get("reminder_days", [])
        if not isinstance(value, list):
            return self._fault("not-a-list", "reminder_days", ())
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in value):
            return self._fault("not-a-number", "reminder_days", ())
        if not all(0 <= each <= MOST_DAYS_BEFORE for each in value):
            return self._fault("out-of-range", "reminder_days", ())
        return tuple(sorted(set(value), reverse=True))

    def _plain(self, value: str, where: str, longest: int) -> str:
        """A code with a line break would stand in no list, and could not be told from another by eye."""
        if not value.isprintable():
            return self._fault("not-plain", where, "")
        return value if len(value) <= longest else self._fault("too-long", where, "")

    def _link(self, course: Mapping[str, Any], where: str) -> str:
        """Where a course is taken: a page, never a script."""
        value = course.get("link", "")
        if not isinstance(value, str):
            return self._fault("not-text", f"{where}link", "")
        value = self._plain(value.strip(), f"{where}link", 4 * LONGEST)
        return value if not value or _LINK.fullmatch(value) else self._fault("not-a-link", f"{where}link", "")

    def _tables(self, rules: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
        value = rules.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            return self._fault("not-a-list", name, [])
        if not value:
            return self._fault("empty", name, [])
        return [(f"{name}[{place}].", each) for place, each in enumerate(value)]

    def _category(self, track: Mapping[str, Any], where: str) -> str:
        value = track.get("category")
        if isinstance(value, str) and value in CATEGORIES:
            return value
        return self._fault("not-one-of", f"{where}category", "")

    def _courses_of(self, track: Mapping[str, Any], codes: tuple[str, ...], where: str) -> tuple[str, ...]:
        """The track's own courses in the area's order; all of them where it names none."""
        own = self.texts(track, "courses", where)
        if any(each not in codes for each in own):
            return self._fault("unknown-course", f"{where}courses", codes)
        return tuple(each for each in codes if not own or each in own)

    def _yes_or_no(self, track: Mapping[str, Any], name: str, where: str) -> bool:
        value = track.get(name, False)
        return value if isinstance(value, bool) else self._fault("not-yes-or-no", f"{where}{name}", False)

    def _once(self, codes: list[str], where: str) -> None:
        if len(set(codes)) < len(codes):
            self.faults.append(Fault("twice", where))

    def _no_day(self, value: str, name: str) -> str:
        return self._fault("not-a-day", name, value) if value else value

    def _fault(self, code: str, where: str, instead: Value) -> Value:
        self.faults.append(Fault(code, where))
        return instead
