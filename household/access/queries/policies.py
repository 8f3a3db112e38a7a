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
from household.access.rules.policy import Policy
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


def policies(area: str = HOUSEHOLD) -> tuple[Policy, ...]:
    """Every version of the policy of `area`, by number: the one shipped, in force since ever, and those published.

    One small statement, always: another process may have published one meanwhile. What it brings is parsed once.
    """
    written = tuple((number, starts, rules) for number, starts, rules in db.session().execute(_VERSIONS))
    return _parsed(written, area)


def known_courses() -> frozenset[str]:
    """The codes of every course that a policy of the household area names or named."""
    found: set[str] = set()
    for each in policies():
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

    def history(self, facts: Facts) -> tuple[Segment, ...]:
        """The days on which each answer holds."""
        return history(facts, self.policies, year_starts=self.year_starts)

    def standing(self, facts: Facts, *, on: date) -> Answer:
        """How a person stands on a day, and why."""
        return standing_on(facts, self.policies, on, year_starts=self.year_starts)


def rulebook(*, year_starts: str, area: str = HOUSEHOLD) -> Rulebook:
    """The rules in force. One small statement."""
    return _bound(policies(area), year_starts, area)


@lru_cache(maxsize=8)
def _bound(versions: tuple[Policy, ...], year_starts: str, area: str) -> Rulebook:
    return Rulebook(versions, year_starts, area)


def shipped(area: str = HOUSEHOLD) -> tuple[Policy, ...]:
    """Version 1 alone, as the program brings it."""
    return _parsed((), area)


@lru_cache(maxsize=8)
def _parsed(written: Written, area: str) -> tuple[Policy, ...]:
    starter = () if any(number == 1 for number, _, _ in written) else ((1, date.min, STARTER.read_text("utf-8")),)
    return tuple(_read(number, starts, text, area) for number, starts, text in (*starter, *written))


def _read(number: int, starts: date, text: str, area: str) -> Policy:
    document: dict[str, Any] = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    read = read_policy(document, number=number, starts=starts, area=area)
    if not isinstance(read, Policy):
        told = ", ".join(f"{fault.where} is {fault.code}" for fault in read)
        raise BrokenPolicy(f"Version {number} of the access policy cannot be read: {told}.")
    if not all(each.isprintable() for each in read.relevant):
        raise BrokenPolicy(f"Version {number} of the access policy has a course code that cannot be printed.")
    return read
