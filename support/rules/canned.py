"""Canned replies: an answer written once for many cases, with gaps such as `{contact}` that a case fills.

A gap that does not exist, or that this case cannot fill, is an error with its place: a mail that says “Dear {contact}”,
or leaves out what a sentence was written for, is worse than none. A brace that is meant as one is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TITLE, LONGEST_TEXT = 80, 5000


class Gap(StrEnum):
    """What a canned reply may leave to the case."""

    CONTACT = "contact"
    """By what name whoever submitted it is called."""
    CASE = "case"
    """Its number."""
    SUBJECT = "subject"
    ORGANIZATION = "organization"
    ADVISOR = "advisor"
    """Whoever looks after it."""
    ISSUE = "issue"
    """Of the defect it is linked to: the number of the development issue."""
    RELEASE = "release"
    """Of the defect it is linked to: the release that mends it."""
    DUE_ON = "due_on"
    """The day by which the contact needs it."""


class Flaw(StrEnum):
    """What is wrong at a place of a canned reply."""

    UNKNOWN = "unknown"
    """No gap has this name."""
    UNFILLED = "unfilled"
    """The gap exists, and this case has nothing to put into it."""
    UNCLOSED = "unclosed"
    """A brace opens and none closes it on its line."""
    UNOPENED = "unopened"
    """A brace closes that none opened."""


@dataclass(frozen=True)
class Wrong:
    """One flaw, with the line and the character where it begins, both from 1."""

    flaw: Flaw
    name: str
    line: int
    character: int


_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}\n]*)\}|(?P<lone>[{}])")


def flaws(text: str) -> tuple[Wrong, ...]:
    """What is wrong with a canned reply before any case fills it."""
    return _look(text, None)[1]


def fill(text: str, values: Mapping[Gap, str]) -> str | tuple[Wrong, ...]:
    """The reply as this case fills it, or everything that stands in its way. An empty value fills nothing."""
    filled, wrong = _look(text, values)
    return wrong or filled


def left_over(text: str) -> tuple[Wrong, ...]:
    """Gaps that still stand in what is about to be sent: nobody filled them."""
    gaps = frozenset(Gap)
    found = (each for each in _PIECE.finditer(text) if each["name"] and each["name"].strip() in gaps)
    return tuple(_at(text, each.start(), Flaw.UNFILLED, each["name"].strip()) for each in found)


def _look(text: str, values: Mapping[Gap, str] | None) -> tuple[str, tuple[Wrong, ...]]:
    """The text filled as far as it goes, and what is wrong with it; without `values` only its form is looked at."""
    wrong: list[Wrong] = []

    def piece(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        flaw, name = None, (found["name"] or "").strip()
        if found["lone"]:
            flaw, name = (Flaw.UNCLOSED if found["lone"] == "{" else Flaw.UNOPENED), found["lone"]
        elif name not in frozenset(Gap):
            flaw = Flaw.UNKNOWN
        elif values is not None and not values.get(Gap(name)):
            flaw = Flaw.UNFILLED
        if flaw:
            wrong.append(_at(text, found.start(), flaw, name))
            return found[0]
        return values[Gap(name)] if values is not None else found[0]

    return _PIECE.sub(piece, text), tuple(wrong)


def _at(text: str, start: int, flaw: Flaw, name: str) -> Wrong:
    before = text[:start]
    return Wrong(flaw, name, before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)
