"""What makes a password good enough (S4, spec "Password rule", security 2.3).

District mode: at least 8 characters, two or more of letters, numbers, symbols, punctuation. `nist` mode: 15 and no
classes (NIST 63B-4 3.1.1.2). Both: no common password, nothing everybody knows about the person, no more than 256.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.rules.problems import Problem


@dataclass(frozen=True)
class Rule:
    """The numbers of one mode. Lengths in code points after NFC."""

    shortest: int
    kinds: int
    longest: int = 256


RULES = {"district": Rule(shortest=8, kinds=2), "nist": Rule(shortest=15, kinds=1)}

CLASSES = {"L": "letter", "M": "letter", "N": "number", "P": "punctuation", "S": "symbol", "Z": "symbol"}
"""Unicode main categories as S4's four kinds; a space is a symbol, so that a passphrase passes."""
UNSPEAKABLE = ("Cc", "Cs")
"""Control characters and lone surrogates: no keyboard makes them, and they do not travel."""

_GENERIC_WORDS = (
    "academy area center central charter city consolidated county district education elementary high independent "
    "intermediate isd junior k12 kindergarten learning magnet middle preschool primary public regional school schools "
    "secondary senior unified usd"
)
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that say what a place is and not which one: `Grand Bend High School` is known as Grand Bend."""
SHORTEST_KNOWN = 4
"""A known word shorter than this is refused only when it is the whole password."""


def normalised(password: str) -> str:
    """The password as it is judged, hashed and verified: NFC, and nothing else done to it."""
    return unicodedata.normalize("NFC", password)


def requirements(mode: str) -> list[Problem]:
    """What the hint beside the field says beforehand, in the codes the errors use."""
    rule = RULES[mode]
    asked = [Problem("password-short", rule.shortest)]
    if rule.kinds > 1:
        asked.append(Problem("password-one-kind", rule.kinds))
    return [*asked, Problem("password-known"), Problem("password-common")]


def problems_with(
    password: str, *, known_facts: Iterable[str], common: Collection[str], mode: str = "district"
) -> list[Problem]:
    """Everything to correct in `password`; empty when it is good.

    `known_facts` are the user name, the person's names, schools and district; `common` holds lower-case passwords.
    """
    rule, given = RULES[mode], normalised(password)
    if len(given) > rule.longest:
        return [Problem("password-long", rule.longest)]
    if any(unicodedata.category(each) in UNSPEAKABLE for each in given):
        return [Problem("password-unspeakable")]
    found = []
    if len(given) < rule.shortest:
        found.append(Problem("password-short", rule.shortest))
    if len(_kinds_in(given)) < rule.kinds:
        found.append(Problem("password-one-kind", rule.kinds))
    if is_common(given, common=common):
        found.append(Problem("password-common"))
    if is_known(given, facts=known_facts):
        found.append(Problem("password-known"))
    return found


def is_common(password: str, *, common: Collection[str]) -> bool:
    """Whether the password stands on the list, also with marks added to a listed one that is itself long enough."""
    lower = password.lower()
    bare = lower.rstrip(string.punctuation)
    return lower in common or (len(bare) >= RULES["district"].shortest and bare in common)


def is_known(password: str, *, facts: Iterable[str]) -> bool:
    """Whether the password is one of `facts`, whole, or with only digits and marks around it (`GrandBend2026!`)."""
    whole = password.casefold()
    middle = _without_ends(_joined(whole))
    for fact in facts:
        known = normalised(fact).casefold()
        if whole in (known, _joined(known)) and whole:
            return True
        if any(len(each) >= SHORTEST_KNOWN and each == middle for each in _names_of(known)):
            return True
    return False


def _kinds_in(password: str) -> set[str]:
    kinds = {CLASSES.get(unicodedata.category(each)[0]) for each in password}
    # An emoji newer than this Python's tables is unassigned to it, and a symbol to everybody else.
    unassigned = any(unicodedata.category(each) in ("Cn", "Co") for each in password)
    return {kind for kind in kinds if kind is not None} | ({"symbol"} if unassigned else set())


def _names_of(fact: str) -> set[str]:
    words = fact.split()
    particular = [each for each in words if each.strip(string.punctuation) not in GENERIC]
    return {_without_ends(_joined(fact)), _without_ends(_joined(" ".join(particular)))}


def _joined(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each)[0] not in "ZP")


def _without_ends(text: str) -> str:
    letters = [place for place, each in enumerate(text) if unicodedata.category(each)[0] in "LM"]
    return text[letters[0] : letters[-1] + 1] if letters else ""
