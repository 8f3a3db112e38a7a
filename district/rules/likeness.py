"""Whether two records may be of one human, and whether two addresses are one place: how sure, and why.

Points are added up for everything that agrees and taken off for birth dates that cannot be one. Who has another first
name is never the same person, whatever else agrees: twins share everything else. Who has another birth date is never
the same either: fathers and sons share everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from district.rules.folding import name_words, squeezed


class Band(Enum):
    """How sure it is, the surest first."""

    SAME = "same"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Reason(Enum):
    """What agrees, or nearly does."""

    NAME = "name"
    NAME_ORDER = "name-order"
    """First and last name the other way round."""
    SURNAME_PART = "surname-part"
    """One of two surnames alone, as `García` for `García-López`."""
    NICKNAME = "nickname"
    FORMER_NAME = "former-name"
    SPELLING = "spelling"
    """One letter apart."""
    LAST_NAME = "last-name"
    FIRST_NAME = "first-name"
    BIRTH_DATE = "birth-date"
    DAY_AND_MONTH = "day-and-month"
    """Day and month the other way round."""
    ONE_DIGIT = "one-digit"
    """Birth dates one digit apart."""
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    OTHER_BIRTH_DATE = "other-birth-date"
    """Both are known and cannot be one: it speaks against."""
    NAME_AND_BIRTH_DATE = "name-and-birth-date"
    """All that is told of somebody out of reach."""


@dataclass(frozen=True)
class Traits:
    """What is known of one human. Texts as they are written, save those that are said to be folded.

    One is compared with hundreds, so what follows from the names is folded once.
    """

    first_name: str
    last_name: str
    preferred_first_name: str = ""
    preferred_last_name: str = ""
    middle_name: str = ""
    birth_date: date | None = None
    nicknames: frozenset[str] = frozenset()
    """What the first names may stand for, folded."""
    former: frozenset[str] = frozenset()
    """The words of former names, folded."""
    numbers: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    """Folded, as search compares them."""
    address: frozenset[str] = frozenset()
    """The words of every address, folded; empty where none is known or may be used."""

    @cached_property
    def firsts(self) -> frozenset[str]:
        """What the person is called by, folded, each as one word."""
        return _filled(squeezed(each) for each in (self.first_name, self.preferred_first_name))

    @cached_property
    def lasts(self) -> frozenset[str]:
        return _filled(squeezed(each) for each in (self.last_name, self.preferred_last_name))

    @cached_property
    def last_parts(self) -> frozenset[str]:
        """The single words of the surnames, and each written as one."""
        words = (word for each in (self.last_name, self.preferred_last_name) for word in name_words(each))
        return frozenset(word for word in words if len(word) > 1)


@dataclass(frozen=True)
class Likeness:
    """How like two records are: a sum of 100 at most, what it makes them, and why, the weightiest first."""

    score: int
    band: Band
    reasons: tuple[Reason, ...]


_NAMES = {
    Reason.NAME: 40,
    Reason.NAME_ORDER: 38,
    Reason.NICKNAME: 34,
    Reason.FORMER_NAME: 32,
    Reason.SURNAME_PART: 30,
    Reason.SPELLING: 28,
    Reason.FIRST_NAME: 10,
    Reason.LAST_NAME: 8,
}
_BORN = {Reason.BIRTH_DATE: 40, Reason.DAY_AND_MONTH: 28, Reason.ONE_DIGIT: 24, Reason.OTHER_BIRTH_DATE: -30}
_SHARED = {Reason.NUMBER: 60, Reason.EMAIL: 20, Reason.PHONE: 12, Reason.ADDRESS: 10}
WEIGHTS = _NAMES | _BORN | _SHARED
"""What each reason adds to the sum of 100."""
_AGREEING = frozenset(_NAMES) - {Reason.FIRST_NAME, Reason.LAST_NAME}
SURE, LIKELY, WORTH_A_LOOK = 80, 50, 30
_SHORTEST_MISSPELT = 4


def likeness(one: Traits, other: Traits) -> Likeness | None:
    """How like two people are; None where it is not worth a look: a birth date is shared by many strangers."""
    name, born = _name_reason(one, other), _born_reason(one.birth_date, other.birth_date)
    reasons = [each for each in (name, born) if each is not None]
    if one.numbers & other.numbers:
        reasons.append(Reason.NUMBER)
    if one.emails & other.emails:
        reasons.append(Reason.EMAIL)
    if one.phones & other.phones:
        reasons.append(Reason.PHONE)
    if one.address and other.address and _is_smaller_within(one.address, other.address):
        reasons.append(Reason.ADDRESS)
    return None if reasons == [Reason.BIRTH_DATE] else _summed(reasons)


def guarded_likeness(one: Traits, other: Traits) -> Likeness | None:
    """The same of somebody out of reach: by name, and by a birth date that is just equal, and nothing else is told."""
    name = _name_reason(one, other)
    if name not in _AGREEING:
        return None
    is_born_alike = one.birth_date is not None and one.birth_date == other.birth_date
    summed = _summed([name, Reason.BIRTH_DATE] if is_born_alike else [name])
    if summed is None:
        return None
    return Likeness(summed.score, summed.band, (Reason.NAME_AND_BIRTH_DATE if is_born_alike else Reason.NAME,))


def _summed(reasons: Collection[Reason]) -> Likeness | None:
    score = max(0, min(100, sum(WEIGHTS[each] for each in reasons)))
    if score < WORTH_A_LOOK:
        return None
    band = Band.SAME if score >= SURE else Band.LIKELY if score >= LIKELY else Band.POSSIBLE
    if Reason.NUMBER not in reasons:
        if not _AGREEING & set(reasons) or Reason.OTHER_BIRTH_DATE in reasons:
            band = Band.POSSIBLE
        elif band is Band.SAME and Reason.BIRTH_DATE not in reasons:
            band = Band.LIKELY
    return Likeness(score, band, tuple(sorted(reasons, key=lambda each: -WEIGHTS[each])))


def _name_reason(one: Traits, other: Traits) -> Reason | None:
    is_first, is_last = bool(one.firsts & other.firsts), bool(one.lasts & other.lasts)
    by_nickname = bool(one.firsts & other.nicknames or other.firsts & one.nicknames or one.nicknames & other.nicknames)
    for reason, holds in (
        (Reason.NAME, is_first and is_last),
        (Reason.NAME_ORDER, bool(one.firsts & other.lasts and one.lasts & other.firsts)),
        (Reason.NICKNAME, by_nickname and is_last),
        (Reason.FORMER_NAME, (is_first or by_nickname) and _shares_former(one, other)),
        (Reason.SURNAME_PART, (is_first or by_nickname) and bool(one.last_parts & other.last_parts)),
        (Reason.SPELLING, is_last and _is_misspelt(one.firsts, other.firsts)),
        (Reason.SPELLING, is_first and _is_misspelt(one.lasts, other.lasts)),
        (Reason.LAST_NAME, is_last or bool(one.last_parts & other.last_parts)),
        (Reason.FIRST_NAME, is_first or by_nickname),
    ):
        if holds:
            return reason
    return None


def _shares_former(one: Traits, other: Traits) -> bool:
    return bool(one.lasts & other.former or other.lasts & one.former)


def _is_misspelt(some: Collection[str], others: Collection[str]) -> bool:
    return any(_is_one_letter_apart(one, other) for one in some for other in others)


def _is_one_letter_apart(one: str, other: str) -> bool:
    """One letter put in, left out, taken for another, or two neighbours in the wrong order."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_MISSPELT or len(long) - len(short) > 1 or short == long:
        return False
    start = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    rest, swapped = short[start + 1 :], short[start : start + 2][::-1]
    return rest == long[start + 1 :] or (swapped == long[start : start + 2] and short[start + 2 :] == long[start + 2 :])


def _born_reason(one: date | None, other: date | None) -> Reason | None:
    if one is None or other is None:
        return None
    if one == other:
        return Reason.BIRTH_DATE
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Reason.DAY_AND_MONTH
    apart = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return Reason.ONE_DIGIT if apart == 1 else Reason.OTHER_BIRTH_DATE


def near_dates(day: date) -> list[date]:
    """The dates that are taken for nearly this one: day and month the other way round, and one digit off."""
    written = day.isoformat()
    tried = [f"{written[:n]}{digit}{written[n + 1 :]}" for n in (2, 3, 5, 6, 8, 9) for digit in "0123456789"]
    tried.append(f"{day.year:04}-{day.day:02}-{day.month:02}")
    found = {each for each in map(_as_date, tried) if each is not None and each != day}
    return sorted(found)


def _as_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _is_smaller_within(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((one, other), key=len)
    return small <= large


def _filled(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if word)
