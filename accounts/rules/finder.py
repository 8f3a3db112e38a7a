"""Finding one’s school district by its name and state, to arrive at its sign-in page (S4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from district.rules.folding import squeezed, words_of

MOST = 20
"""So many are listed at once; whoever types more sees fewer."""
SHORTEST = 2
"""Letters of a name, before anything is listed."""


@dataclass(frozen=True)
class Known:
    """One district that has a portal."""

    name: str
    state: str
    """USPS, two capitals."""
    nces_id: str
    """The number of the local education agency at the National Center for Education Statistics; may be empty."""
    sign_in: str
    """The address of its sign-in page."""


def read_known(written: Iterable[str]) -> tuple[Known, ...]:
    """Districts as settings write them: `name; state; NCES id; address`, the id may be empty."""
    parts = ([part.strip() for part in each.split(";")] for each in written)
    return tuple(Known(each[0], each[1].upper(), each[2], each[3]) for each in parts)


def found(known: Iterable[Known], name: str, state: str) -> list[Known]:
    """The districts of a state that have every word typed at the beginning of a word of theirs, by name.

    An empty state is every state. Nothing is found by fewer than two letters.
    """
    if len(squeezed(name)) < SHORTEST:
        return []
    wanted = words_of(name)
    fitting = [
        each
        for each in known
        if (not state or each.state == state.upper()) and all(_begins(word, each.name) for word in wanted)
    ]
    return sorted(fitting, key=lambda each: (each.name.casefold(), each.state))[:MOST]


def _begins(word: str, name: str) -> bool:
    return any(own.startswith(word) for own in words_of(name))
