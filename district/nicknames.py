"""What people are called beside the name on record (`starter/nicknames.toml`), for search. Read once."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from district.rules.folding import squeezed

STARTER = Path(__file__).parent / "starter" / "nicknames.toml"


@lru_cache(maxsize=65_536)
def nicknames_of(first_name: str) -> tuple[str, ...]:
    """The other names this one may stand for, folded: for a full name its short forms, for a short form its full ones.

    Remembered, because a district has far more people than first names.
    """
    return _known().get(squeezed(first_name), ())


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    others: dict[str, list[str]] = defaultdict(list)
    for full, shorts in tomllib.loads(STARTER.read_text(encoding="utf-8")).items():
        for short in shorts:
            others[squeezed(full)].append(squeezed(short))
            others[squeezed(short)].append(squeezed(full))
    return {name: tuple(found) for name, found in others.items()}
