"""Placeholders in the words of a message, `{child}`, `{school}` and `{teacher}`, and where one cannot be filled.

They are filled when the words are kept, so that whoever writes sees on the next page what families read. Nothing else
is ever looked for in the words: they are text, and no program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Placeholder(StrEnum):
    """What may stand in braces."""

    CHILD = "child"
    SCHOOL = "school"
    TEACHER = "teacher"


class Fault(StrEnum):
    """Why what stands in braces cannot be filled."""

    UNKNOWN = "unknown"
    NO_ONE_CHILD = "no-one-child"
    NO_ONE_SCHOOL = "no-one-school"


@dataclass(frozen=True)
class Found:
    """A placeholder that cannot be filled, and where it stands: line and sign, both from 1."""

    fault: Fault
    written: str
    line: int
    sign: int


_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
_MISSING = {Placeholder.CHILD: Fault.NO_ONE_CHILD, Placeholder.SCHOOL: Fault.NO_ONE_SCHOOL}


def unknown_in(text: str) -> list[Found]:
    """The braces that hold no placeholder: of a template, which does not know yet for whom it is."""
    return [_found(each, text, Fault.UNKNOWN) for each in _BRACES.finditer(text) if _named(each) is None]


def unfilled_in(text: str, names: Mapping[Placeholder, str]) -> list[Found]:
    """The braces that hold no placeholder, or one for which this message has no one name."""
    faults = []
    for each in _BRACES.finditer(text):
        placeholder = _named(each)
        if placeholder is None:
            faults.append(_found(each, text, Fault.UNKNOWN))
        elif not names.get(placeholder):
            faults.append(_found(each, text, _MISSING.get(placeholder, Fault.UNKNOWN)))
    return faults


def filled(text: str, names: Mapping[Placeholder, str]) -> str:
    """The words with every placeholder filled that can be."""

    def name(found: re.Match[str]) -> str:
        placeholder = _named(found)
        return names.get(placeholder, found[0]) if placeholder else found[0]

    return _BRACES.sub(name, text)


def _named(found: re.Match[str]) -> Placeholder | None:
    written = found[1].strip().lower()
    return Placeholder(written) if written in list(Placeholder) else None


def _found(found: re.Match[str], text: str, fault: Fault) -> Found:
    before = text[: found.start()]
    return Found(fault, found[0], before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1)
