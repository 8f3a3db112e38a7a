"""The district's policy of access in its versions, read and parsed once for what it says."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, select

from foundation import db
from household.access.models import PolicyVersion
from household.access.rules.answers import Answer, Segment
from household.access.rules.facts import Facts
from household.access.rules.history import history
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.policy_reading import HOUSEHOLD, read_policy
from household.access.rules.standing import standing_on

EDITION = 1
"""Of the rules in this program; raised when they answer the same facts in another way, so that all are asked anew."""

STARTER = Path(__file__).parent.parent / "starter.toml"

_VERSIONS = select(PolicyVersion.number, PolicyVersion.starts, cast(PolicyVersion.rules, String)).order_by(
    PolicyVersion.number
)

Written = tuple[tuple[int, date, str], ...]


class BrokenPolicy(ValueError):
    """A policy in force cannot be read; nothing may be decided by half of one."""


class NoSuchArea(LookupError):
    """No version of the policy names this access area."""


def policies(area: str = HOUSEHOLD) -> tuple[Policy, ...]:
    """Every version that names `area`, by number: the one shipped, in force since ever, and those published.

    A version that leaves an area out leaves its rules as they are; of an area shipped with none, the first version that
    names it governs what was done before it, too. Nothing, where no version names the area. One small statement,
    always: another process may have published one meanwhile. What it brings is parsed once.
    """
    return _parsed(_written(), area)


def numbered(area: str) -> tuple[tuple[Policy, ...], int]:
    """The same, with the highest number of any version, whatever area it names. One small statement."""
    written = _written()
    return _parsed(written, area), max(number for number, _, _ in _documents(written))


def areas() -> tuple[str, ...]:
    """The access areas that any version names: household first, then by their names. One small statement."""
    return _areas(_written())


def known_courses() -> frozenset[str]:
    """The codes of every course that a policy of any area names or named."""
    written = _written()
    found: set[str] = set()
    for each in (policy for area in _areas(written) for policy in _parsed(written, area)):
        found |= each.relevant | {course.code for course in each.courses}
    return frozenset(found)


@dataclass(frozen=True)
class Rulebook:
    """All that a decision rests on beside the facts of a person."""

    policies: tuple[Policy, ...]
    year_starts: str
    """SCHOOL_YEAR_STARTS."""
    area: str = HOUSEHOLD

    @cached_property
    def mark(self) -> str:
        """Another one wherever the same facts might give another answer."""
        told = repr((EDITION, self.policies, self.year_starts, self.area))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    @cached_property
    def courses(self) -> tuple[str, ...]:
        """The codes of the courses that can change an answer under any version."""
        return tuple(sorted(set().union(*(each.relevant for each in self.policies))))

    def category_of(self, track: str) -> str:
        """`school` or `central`, of the newest version that names the track; empty where none does."""
        found = (each.track(track) for each in reversed(self.policies))
        return next((each.category for each in found if each is not None), "")

    @property
    def tells_people(self) -> bool:
        """Whether people are told by mail what becomes of their access. Of other areas the answers are read by export;
        who uses them tells."""
        return self.area == HOUSEHOLD

    def reminder_days(self, on: date) -> tuple[int, ...]:
        """Days before the last day of access on which people are reminded; none in an area that tells nobody."""
        return policy_in_force(self.policies, on).reminder_days if self.tells_people else ()

    def history(self, facts: Facts) -> tuple[Segment, ...]:
        """The days on which each answer holds."""
        return history(facts, self.policies, year_starts=self.year_starts)

    def standing(self, facts: Facts, *, on: date) -> Answer:
        """How a person stands on a day, and why."""
        return standing_on(facts, self.policies, on, year_starts=self.year_starts)


def rulebook(*, year_starts: str, area: str = HOUSEHOLD) -> Rulebook:
    """The rules of an area. One small statement. Raises NoSuchArea."""
    versions = policies(area)
    if not versions:
        raise NoSuchArea(area)
    return _bound(versions, year_starts, area)


def rulebooks(*, year_starts: str, on: date) -> tuple[Rulebook, ...]:
    """The rules of every area that has begun by the day. One small statement."""
    written = _written()
    found = (_bound(_parsed(written, area), year_starts, area) for area in _areas(written))
    return tuple(
        each for each in found if each.area == HOUSEHOLD or any(policy.starts <= on for policy in each.policies)
    )


@lru_cache(maxsize=16)
def _bound(versions: tuple[Policy, ...], year_starts: str, area: str) -> Rulebook:
    return Rulebook(versions, year_starts, area)


def shipped(area: str = HOUSEHOLD) -> tuple[Policy, ...]:
    """Version 1 alone, as the program brings it."""
    return _parsed((), area)


def _written() -> Written:
    return tuple((number, starts, rules) for number, starts, rules in db.session().execute(_VERSIONS))


@lru_cache(maxsize=32)
def _parsed(written: Written, area: str) -> tuple[Policy, ...]:
    return tuple(
        _read(number, starts, document, area)
        for number, starts, document in _documents(written)
        if area in document.get("areas", {}) or (area == HOUSEHOLD and number == 1)
    )


@lru_cache(maxsize=32)
def _areas(written: Written) -> tuple[str, ...]:
    named = {area for _, _, document in _documents(written) for area in document.get("areas", {})}
    return (HOUSEHOLD, *sorted(named - {HOUSEHOLD}))


@lru_cache(maxsize=8)
def _documents(written: Written) -> tuple[tuple[int, date, dict[str, Any]], ...]:
    """Every version as it was written, the shipped one before them unless it was published in another form."""
    starter = () if any(number == 1 for number, _, _ in written) else ((1, date.min, STARTER.read_text("utf-8")),)
    return tuple(
        (number, starts, json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text))
        for number, starts, text in (*starter, *written)
    )


def _read(number: int, starts: date, document: dict[str, Any], area: str) -> Policy:
    read = read_policy(document, number=number, starts=starts, area=area)
    if not isinstance(read, Policy):
        told = ", ".join(f"{fault.where} is {fault.code}" for fault in read)
        raise BrokenPolicy(f"Version {number} of the access policy cannot be read: {told}.")
    return read
