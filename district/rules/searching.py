"""What a person is found by, and whether what somebody typed finds them. Values in, values out; the index is elsewhere.

A person’s terms are one text with a line for each ground, in the order of `Ground`: the index searches the text whole,
and the line tells why. Every word typed must begin some word of the terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from district.rules.folding import LONGEST_WORD, STREET_KINDS, dialled_digits, squeezed, words_of

LONGEST_QUERY = 200
MOST_WORDS = 10
MOST_JOINED = 4
"""Of more words than these no two are tried as one: they are an address, not a name."""


class Ground(IntEnum):
    """Why someone is found: the strongest first. The number is the line of the terms."""

    NAME = 0
    NUMBER = 1
    FORMER_NAME = 2
    NICKNAME = 3
    PHONE = 4
    EMAIL = 5
    ADDRESS = 6


_GROUNDS = tuple(Ground)
REACHED_BY = frozenset({Ground.PHONE, Ground.EMAIL, Ground.ADDRESS})
"""Where somebody is reached: to be found on one of these grounds tells whose it is."""


def terms_text(found_by: Sequence[Iterable[str]]) -> str:
    """The terms as one text, from the words of each ground in order."""
    return "\n".join(map(" ".join, found_by))


@dataclass(frozen=True)
class Sought:
    """What somebody typed, as the ways it can be meant: each a list of words that must all be begun."""

    ways: tuple[tuple[str, ...], ...]
    """None where nothing typed is long enough to look for."""


@dataclass(frozen=True)
class Match:
    """How well someone fits: the lower `distance`, the better; with the grounds, the strongest first."""

    distance: int
    grounds: tuple[Ground, ...]


_DIALLED = re.compile(r"\+?\(?\d[\d\s().+-]{5,}\d")
_WHOLE_NUMBER = 10
"""Digits that can only be a telephone; fewer may be a student number and a year, or a house and a postal code."""


def sought(typed: str) -> Sought:
    """What `typed` may mean: its words; neighbours written as one (`o brien`); a telephone in any form."""
    text = typed[:LONGEST_QUERY]
    dialled = _DIALLED.sub(lambda found: dialled_digits(found.group()), text)
    if any(len(dialled_digits(each)) >= _WHOLE_NUMBER for each in _DIALLED.findall(text)):
        text = dialled
    words = _without_town(_words(text))
    if not any(map(_is_enough, words)):
        return Sought(())
    ways = [words]
    if len(words) <= MOST_JOINED:
        ways += [(*words[:n], words[n] + words[n + 1], *words[n + 2 :]) for n in range(len(words) - 1)]
    ways.append(_words(dialled))
    cut = (tuple(word[:LONGEST_WORD] for word in way) for way in ways)
    return Sought(tuple(dict.fromkeys(cut)))


def _is_enough(word: str) -> bool:
    """Whether a word is enough to look for: a letter begins the names of half the district, `李` those of few."""
    return len(word) > 1 or not word.isascii()


def match(sought: Sought, terms: str) -> Match | None:
    """How the person with these terms fits, by the way that fits best; None when none does."""
    lines = [line.split() for line in terms.split("\n")]
    fits = [each for each in (_match_way(way, lines) for way in sought.ways) if each is not None]
    return min(fits, key=lambda each: each.distance, default=None)


def _match_way(way: tuple[str, ...], lines: list[list[str]]) -> Match | None:
    distance, places = 0, set()
    for word in way:
        found = _nearest(word, lines)
        if found is None:
            return None
        distance += found
        places.add(found // 2)
    return Match(distance, tuple(_GROUNDS[place] for place in sorted(places)))


def _nearest(word: str, lines: list[list[str]]) -> int | None:
    """Twice the place of the strongest ground that has the word; one more where it only begins a word there."""
    for place, line in enumerate(lines):
        if word in line:
            return 2 * place
        if any(each.startswith(word) for each in line):
            return 2 * place + 1
    return None


def _words(text: str) -> tuple[str, ...]:
    """The words of what is typed, each once, save that an e-mail address is one word."""
    found: dict[str, None] = {}
    for piece in text.split():
        found.update(dict.fromkeys([squeezed(piece)] if "@" in piece else words_of(piece)))
    return tuple(word for word in found if word)[:MOST_WORDS]


def _without_town(words: tuple[str, ...]) -> tuple[str, ...]:
    """An address without its town and state, which half the district shares: what follows the kind of the street."""
    if not words or not words[0][0].isdecimal():
        return words
    kinds = [place for place, word in enumerate(words) if place and word in STREET_KINDS]
    after = kinds[-1] + 1 if kinds else len(words)
    return (*words[:after], *(word for word in words[after:] if word[0].isdecimal()))
