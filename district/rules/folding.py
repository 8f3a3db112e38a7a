"""Words as search compares them: without accents, capitals, apostrophes and hyphens, in any script.

What is stored and what is typed are folded alike, so `Nguyen` meets `Nguyễn` and `obrien` meets `O’Brien`. Nothing but
letters, digits and the vowel signs of scripts that need them is left: a folded word holds nothing that a search engine
takes for a sign of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 40
"""Characters of a word that are kept and compared; nobody types more."""
LOCAL_DIGITS = 7
"""The end of a telephone number that people type without the area code."""

_APOSTROPHES = "'’‘‛ʼʻʹ′`´"
_OPEN = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))
_CLOSED = str.maketrans(dict.fromkeys(_APOSTROPHES, ""))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e"}
)
"""Letters of their own that no decomposition takes apart; `ß` is `ss` by case folding."""
_PLAIN = re.compile(r"[a-z0-9]+")
_SIGNS = str.maketrans("", "", "".join(sign for sign in map(chr, range(128)) if not sign.isalnum()))


def words_of(text: str) -> list[str]:
    """The folded words of a text in their order; an apostrophe joins (`O’Brien` is `obrien`), all other signs part."""
    return _words(text.translate(_CLOSED))


def squeezed(text: str) -> str:
    """All the words of a text as one: `Ana.Lopez@example.org` is `analopezexampleorg`."""
    if text.isascii():
        return text.translate(_SIGNS).lower()[:LONGEST_WORD]
    return "".join(words_of(text))[:LONGEST_WORD]


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """What a name is found by: its words, the longer parts that an apostrophe joins, and the whole written as one.

    A district has a million names and far fewer different ones, so the answers are remembered.
    """
    if name.isascii() and name.isalpha():
        return (name.lower()[:LONGEST_WORD],)
    words = words_of(name)
    parts = [part for part in _words(name.translate(_OPEN)) if len(part) > 1]
    whole = ["".join(words)[:LONGEST_WORD]] if words else []
    return tuple(dict.fromkeys((*words, *parts, *whole)))


def dialled_digits(number: str) -> str:
    """The digits of a telephone number as it is typed or stored; of a North American one without the leading 1."""
    digits = "".join(each for each in number if each in "0123456789")
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def phone_words(number: str) -> tuple[str, ...]:
    """What a telephone number is found by: its digits, and the last seven."""
    digits = dialled_digits(number)
    return tuple(dict.fromkeys((digits, digits[-LOCAL_DIGITS:]))) if digits else ()


def number_words(number: str) -> tuple[str, ...]:
    """A student’s or staff member’s number: whole, in its parts, and without the zeros before it."""
    whole = squeezed(number)
    parts = () if number.isalnum() else words_of(number)
    return tuple(dict.fromkeys(each for each in (whole, whole.lstrip("0"), *parts) if each))


def address_words(*lines: str) -> tuple[str, ...]:
    """The words of the lines of an address, with the short and the long form of what a street is called."""
    words = [word for line in lines for word in words_of(line)]
    return tuple(dict.fromkeys((*words, *(STREET_KINDS[word] for word in words if word in STREET_KINDS))))


def _words(text: str) -> list[str]:
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _PLAIN.findall(text.lower())]
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    whole = unicodedata.normalize("NFC", bare).casefold()
    return [word[:LONGEST_WORD] for word in "".join(each if _counts(each) else " " for each in whole).split()]


def _counts(sign: str) -> bool:
    """Letters, digits, and the vowel signs that spell a word in the scripts of India."""
    return sign.isalnum() or unicodedata.category(sign) in ("Mc", "Mn")


_PAIRS = (
    "apartment apt, avenue ave, boulevard blvd, circle cir, court ct, drive dr, east e, highway hwy, lane ln, "
    "north n, parkway pkwy, place pl, road rd, south s, street st, terrace ter, trail trl, west w"
)
STREET_KINDS = {
    word: other
    for long, short in (pair.split() for pair in _PAIRS.split(", "))
    for word, other in ((long, short), (short, long))
}
"""The Postal Service’s commonest abbreviations (Publication 28, appendices B and C1), both ways."""
