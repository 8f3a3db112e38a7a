"""Names of generated people and schools, read from `names.toml`."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

_READ = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_UNFOLDED = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss"})


@dataclass(frozen=True)
class Origin:
    """Where a family's names come from."""

    weight: int
    language: str
    often: float
    """How often a family of this origin reads `language` rather than English."""
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    family: tuple[str, ...]


ORIGINS = tuple(
    Origin(
        weight=each["weight"],
        language=each["language"],
        often=each["often"],
        girls=tuple(each["girls"]),
        boys=tuple(each["boys"]),
        family=tuple(each["family"]),
    )
    for each in _READ["origins"]
)
PLANTS: tuple[str, ...] = tuple(_READ["plants"])
PLACES: tuple[str, ...] = tuple(_READ["places"])
AREA_CODES: tuple[str, ...] = tuple(_READ["area_codes"])

_UP_TO = tuple(accumulate(each.weight for each in ORIGINS))


def origin_at(share: float) -> Origin:
    """The origin at `share` (0 to 1) of all families."""
    wanted = share * _UP_TO[-1]
    return next(each for each, up_to in zip(ORIGINS, _UP_TO, strict=True) if wanted < up_to)


def folded(name: str) -> str:
    """A name in plain lower-case letters, for user names and e-mail addresses."""
    letters = unicodedata.normalize("NFKD", name.translate(_UNFOLDED))
    return "".join(each for each in letters if each.isascii() and each.isalpha()).lower()
