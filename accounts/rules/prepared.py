"""The user name a student's account is prepared with: the district's pattern, filled in (spec "Activation").

`{first}.{last}{yy}` makes `ana.lopez29` of Ana López, who graduates in 2029. Only small letters without accents and
digits come out of names, so that the name can be typed on any keyboard; names that are alike get a number. Such a name
is its own key (`usernames.key_of`): it has nothing to fold.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

from accounts.rules import usernames
from district.rules import folding

PARTS = ("first", "last", "f", "l", "yy")
"""What a pattern may name: first and last name, their first letters, the last digits of the year of graduation."""
NAMES = frozenset({"first", "last", "f", "l"})
NOBODY = "student"
"""Stands for a name of which no letter can be typed."""
ROOM_FOR_NUMBER = 8
LONGEST_STEM = usernames.LONGEST - ROOM_FOR_NUMBER
_FIXED = re.compile(r"[a-z0-9._@-]*", re.ASCII)
_MARKS_TOGETHER = re.compile(rf"[{re.escape(usernames.MARKS)}]*([{re.escape(usernames.MARKS)}])")


def fault_of(pattern: str) -> str:
    """What keeps `pattern` from making user names, as the sentence that follows the setting's name; empty if nothing.

    It is said to whoever starts the application, in English as all of its kind.
    """
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return "has a brace without its partner."
    named = [name for _, name, _, _ in pieces if name is not None]
    unknown = [name for name in named if name not in PARTS]
    if unknown or any(form or conversion for _, _, form, conversion in pieces):
        return f"may name {_listed(PARTS)} and nothing else in braces."
    if not NAMES.intersection(named):
        return "must name at least one of {first}, {last}, {f} and {l}."
    if not all(_FIXED.fullmatch(text) for text, _, _, _ in pieces):
        return "may hold, beside its parts in braces, small letters, digits and the marks . - _ @ only."
    if sum(len(text) for text, _, _, _ in pieces) > LONGEST_STEM // 2:
        return f"may hold at most {LONGEST_STEM // 2} characters beside its parts in braces."
    return ""


def stem_of(pattern: str, *, first: str, last: str, graduates: int | None) -> str:
    """The user name `pattern` makes of a student's names and the year of graduation (None: not known).

    Two students may share it: `named` tells them apart. It may be too short for a user name; a number makes it longer.
    """
    given, family = _typed(first), _typed(last)
    if not given and not family:
        given = NOBODY
    filled = pattern.format(
        first=given,
        last=family,
        f=given[:1],
        l=family[:1],
        yy="" if graduates is None else f"{graduates % 100:02d}",
    )
    return _tidied(_tidied(filled) or NOBODY, most=LONGEST_STEM)


def named(stem: str, number: int) -> str:
    """The user name of the `number`-th student with this stem: `ana.lopez29`, then `ana.lopez29-2`."""
    if number == 1:
        return stem
    return f"{stem}-{number}" if stem[-1].isdigit() else f"{stem}{number}"


def first_number(stem: str) -> int:
    """The first number with which `stem` is a user name at all: 1, or more where it is too short by itself."""
    return next(each for each in (1, 2, 10, 100) if len(named(stem, each)) >= usernames.SHORTEST)


@lru_cache(maxsize=65_536)
def _typed(name: str) -> str:
    """What of a name any keyboard writes: `García-O’Brien` is `garciaobrien`; of `王` nothing is left."""
    return "".join(each for word in folding.words_of(name) for each in word if each.isascii() and each.isalnum())


def _tidied(text: str, *, most: int | None = None) -> str:
    """No mark at either end and no two together, as a part that was empty leaves them."""
    return _MARKS_TOGETHER.sub(r"\1", text)[:most].strip(usernames.MARKS)


def _listed(names: tuple[str, ...]) -> str:
    told = [f"{{{each}}}" for each in names]
    return f"{', '.join(told[:-1])} and {told[-1]}"
