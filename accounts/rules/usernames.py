"""What a user name may be, when two are the same, and what to offer when one is taken (spec "Password rule", T45)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from accounts.rules.problems import Problem

SHORTEST, LONGEST = 4, 64
MARKS = ".-_@"
CANDIDATES = 30
ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Alphabets with letters that look the same; one user name keeps to one of them."""
UNSEEN = frozenset(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
)
"""Letters and marks that Unicode lets nobody see (`Default_Ignorable_Code_Point`): two names would look the same."""


def normalised(username: str) -> str:
    """The user name as it is stored and shown: NFC, without spaces around it."""
    return unicodedata.normalize("NFC", username.strip())


def key_of(username: str) -> str:
    """What look-alikes share: `Ａdmin`, `ADMIN` and `admin` are one name. Unique over all accounts."""
    folded = unicodedata.normalize("NFKC", username.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def requirements() -> list[Problem]:
    """What the hint beside the field says, in the codes the errors use."""
    return [Problem("username-short", SHORTEST), Problem("username-characters")]


def problems_with(username: str) -> list[Problem]:
    """Everything to correct in `username`; empty when it may be used if it is free."""
    given = normalised(username)
    found = []
    if len(given) < SHORTEST:
        found.append(Problem("username-short", SHORTEST))
    if len(given) > LONGEST:
        found.append(Problem("username-long", LONGEST))
    if not all(_is_allowed(each) for each in given) or given.strip(".") != given or len(_alphabets(given)) > 1:
        found.append(Problem("username-characters"))
    return found


def candidates(wanted: str) -> Iterator[str]:
    """Names near a taken one, best first: `maria.lopez2`, `maria.lopez3`, …. Each may be used if it is free."""
    stem = re.sub(r"\d{1,3}$", "", normalised(wanted))
    stem = stem if len(stem) >= SHORTEST else normalised(wanted)
    stem = stem[: LONGEST - len(str(CANDIDATES + 1))]
    yield from (f"{stem}{number}" for number in range(2, CANDIDATES + 2) if not problems_with(f"{stem}{number}"))


def _is_allowed(character: str) -> bool:
    category = unicodedata.category(character)
    if ord(character) in UNSEEN:
        return False
    return category[0] in "LM" or category == "Nd" or character in MARKS


def _alphabets(text: str) -> set[str]:
    wide = unicodedata.normalize("NFKC", text)
    return {first for each in wide if (first := unicodedata.name(each, "").split(" ")[0]) in ALIKE}
