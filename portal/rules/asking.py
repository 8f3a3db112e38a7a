"""Asking for a new code: what is asked, and when a name, a number or a school is the one on record.

Names are folded as search folds them. A name fits when it is the name on record, or a whole part of it: families leave
out a middle name and one of two last names. Fitting too easily costs little, for a code only ever goes to what is on
file for the person who is meant; fitting too narrowly sends a mother to the office.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from district.rules.folding import number_words, squeezed, words_of


@dataclass(frozen=True)
class Asked:
    """What somebody typed about themselves and a student. Either the number or the school may be empty."""

    first_name: str
    last_name: str
    student_first_name: str
    student_last_name: str
    student_birth_date: date
    student_number: str
    school: str


def as_text(asked: Asked) -> str:
    """As it is put down, sealed, until it is answered."""
    return json.dumps(asdict(asked) | {"student_birth_date": asked.student_birth_date.isoformat()})


def from_text(text: str) -> Asked:
    """What `as_text` wrote."""
    told = json.loads(text)
    return Asked(**told | {"student_birth_date": date.fromisoformat(told["student_birth_date"])})


class Outcome(StrEnum):
    """What became of a new code that somebody asked for. The asker is told none of it; the office reads it."""

    EMAIL = "email"
    TEXT = "text"
    VOICE = "voice"
    NO_WAY = "no-way"
    NOT_ENTITLED = "not-entitled"
    HAS_ACCOUNT = "has-account"
    WAITS = "waits"
    DISOWNED = "disowned"


def is_called(first: str, last: str, names: Iterable[tuple[str, str]]) -> bool:
    """Whether a person who has one of `names` (first, last) is meant by what was typed."""
    return any(_fits(first, own_first) and _fits(last, own_last) for own_first, own_last in names)


def is_numbered(typed: str, number: str) -> bool:
    """Whether a student's number was typed, with or without the zeros before it."""
    return bool(set(number_words(typed)[:2]) & set(number_words(number)[:2]))


def is_named_school(typed: str, names: Iterable[str]) -> bool:
    """Whether a school that has these names and ids was typed or chosen."""
    wanted = squeezed(typed)
    return bool(wanted) and wanted in {squeezed(each) for each in names}


def _fits(typed: str, name: str) -> bool:
    """The whole name in any way of writing it, or a run of its words: `Vega` and `vega cruz` for `Vega-Cruz`."""
    wanted, own = words_of(typed), words_of(name)
    if not wanted or not own:
        return False
    if squeezed(typed) == squeezed(name):
        return True
    return any(wanted == own[start : start + len(wanted)] for start in range(len(own)))
