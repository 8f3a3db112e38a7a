"""What differs between two policies of one area, setting by setting, and what in a policy may not be meant.

Courses and tracks are told apart by their codes, so that one that moves is not said to have been written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from household.access.rules.policy import Policy
from household.access.rules.policy_writing import document_of

NAMED = ("courses", "tracks")

Value = str | int | bool | tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that two policies have otherwise. `before` or `after` is None where one has no such thing."""

    setting: str
    """As the document calls it: `term_school_years`; of a course or a track its field (`title_en`); `order` for the
    order of the codes, `itself` where one of the policies has no such course or track."""
    before: Value | None
    after: Value | None
    kind: str = ""
    """`courses` or `tracks`, for what stands in one of them."""
    code: str = ""
    """Of the course or the track."""


class Doubt(StrEnum):
    """What a policy can say and hardly means."""

    NO_TEAM = "no-team"
    """A track for the central office, and no central team: it applies to nobody."""
    NEVER_REACHED = "never-reached"
    """An earlier track of the same kind of place applies to every job that this one would."""
    UNUSED_COURSE = "unused-course"
    """A course that no track asks for."""
    QUIZ_IS_COURSE = "quiz-is-course"
    """The quiz is one of the courses: passing it would be a first training."""


def differences(before: Policy | None, after: Policy) -> tuple[Difference, ...]:
    """Every setting that is otherwise in `after`; all of them where there was nothing before."""
    old = document_of(before) if before is not None else {}
    new = document_of(after)
    found: list[Difference] = []
    for name, value in new.items():
        if name in NAMED:
            found += _of_named(name, old.get(name, []), value)
        elif old.get(name) != value:
            found.append(Difference(name, _value(old.get(name)), _value(value)))
    return tuple(found)


def doubts(policy: Policy) -> tuple[tuple[Doubt, str], ...]:
    """What may not be meant, each with the code of the track or course it is about."""
    return tuple(_doubts(policy))


def _doubts(policy: Policy) -> Iterator[tuple[Doubt, str]]:
    open_to_all: set[str] = set()
    for track in policy.tracks:
        if track.category == "central" and not policy.central_teams:
            yield Doubt.NO_TEAM, track.code
        if track.category in open_to_all:
            yield Doubt.NEVER_REACHED, track.code
        if track.category == "central" or not track.job_roles:
            open_to_all.add(track.category)
    asked = {code for track in policy.tracks for code in track.courses}
    for course in policy.courses:
        if course.code not in asked:
            yield Doubt.UNUSED_COURSE, course.code
        elif course.code == policy.quiz_course:
            yield Doubt.QUIZ_IS_COURSE, course.code


def _of_named(
    kind: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    old, new = {each["code"]: each for each in before}, {each["code"]: each for each in after}
    for code in [*new, *(each for each in old if each not in new)]:
        if code not in old or code not in new:
            yield Difference("itself", _named(old.get(code)), _named(new.get(code)), kind, code)
            continue
        for name, value in new[code].items():
            if old[code].get(name) != value:
                yield Difference(name, _value(old[code].get(name)), _value(value), kind, code)
    stays = ([each for each in old if each in new], [each for each in new if each in old])
    if stays[0] != stays[1]:
        yield Difference("order", tuple(old), tuple(new), kind)


def _named(table: Mapping[str, Any] | None) -> Value | None:
    return None if table is None else str(table["title_en"])


def _value(value: Any) -> Value | None:
    return tuple(value) if isinstance(value, list) else value
