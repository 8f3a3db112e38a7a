"""What the rooms above hand down to the feeds, once, in `rooms.py`: the feeds may not look up to ask for it.

A *follower* is told, inside the transaction that stored the facts, whose facts changed; what it writes stands or
falls with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from foundation.audit import Actor


class Follower(Protocol):
    """Told of people whose facts changed: jobs, employments and completions, or enrollments.

    Ids are sorted, each once, perhaps 100,000.
    """

    def __call__(self, person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None: ...


class Courses(Protocol):
    """Answers the codes of the courses that any policy asks for."""

    def __call__(self) -> Collection[str]: ...


class Losers(Protocol):
    """Answers which people would be without household access if these staff assignments ended on `today`."""

    def __call__(self, assignment_ids: Sequence[int], *, today: date) -> Collection[int]: ...


@dataclass(frozen=True)
class Effect:
    """What a file would do to what one person may do here, if it were applied."""

    person_id: int
    person: str
    kind: str
    sentence: str


class Foreteller(Protocol):
    """Answers what becomes of the rights of these people by the facts that the open transaction has just stored."""

    def __call__(self, person_ids: Sequence[int], *, today: date) -> Sequence[Effect]: ...


_followers: list[Follower] = []
_enrolled: list[Follower] = []
_courses: list[Courses] = []
_losers: list[Losers] = []
_foretellers: list[Foreteller] = []


def follow(follower: Follower) -> None:
    """Have `follower` told of staff from now on; handing it down twice changes nothing."""
    if follower not in _followers:
        _followers.append(follower)


def follow_enrollments(follower: Follower) -> None:
    """Have `follower` told of students from now on; handing it down twice changes nothing."""
    if follower not in _enrolled:
        _enrolled.append(follower)


def courses_from(courses: Courses) -> None:
    """Have `courses` asked which course codes are known; the last one handed down answers."""
    _courses[:] = [courses]


def losers_from(losers: Losers) -> None:
    """Have `losers` asked who would lose household access; the last one handed down answers."""
    _losers[:] = [losers]


def foretell_with(foreteller: Foreteller) -> None:
    """Have `foreteller` asked what a rehearsed file would do; the last one handed down answers."""
    _foretellers[:] = [foreteller]


def foretell(person_ids: Sequence[int], *, today: date) -> Sequence[Effect]:
    """What becomes of their rights by what the open transaction stored; nothing while no room has said."""
    return _foretellers[0](person_ids, today=today) if _foretellers and person_ids else ()


def tell(person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None:
    """Tell every follower whose facts changed; must run inside the transaction that stored them."""
    if person_ids:
        for follower in _followers:
            follower(person_ids, at=at, today=today, by=by)


def tell_enrolled(person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None:
    """Tell every follower whose enrollments changed; must run inside the transaction that stored them."""
    if person_ids:
        for follower in _enrolled:
            follower(person_ids, at=at, today=today, by=by)


def known_courses() -> Collection[str] | None:
    """The course codes that count for something; None while no room has said, and every code is taken."""
    return _courses[0]() if _courses else None


def would_lose(assignment_ids: Sequence[int], *, today: date) -> Collection[int]:
    """The people who would be without household access if these jobs ended on `today`; none while no room has said."""
    return _losers[0](assignment_ids, today=today) if _losers and assignment_ids else ()
