"""Whether someone a feed names is someone we know from another source. Never guessed: doubt goes to a person.

Two namings meet in one person when they carry the same student number or staff id, or the same first and last name
and the same e-mail or telephone that nobody else has; and no birth date disagrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """Someone already known, and what speaks for it being the same human."""

    person_id: int
    same_number: bool = False
    same_name: bool = False
    shares_name: bool = False
    """First or last name agrees."""
    same_contact: bool = False
    """Shares an e-mail address or telephone."""
    contact_is_unique: bool = False
    """Nobody else on either side has it."""
    has_contact: bool = True
    """Both sides have some way of being reached, so that it could have agreed."""
    born: date | None = None


@dataclass(frozen=True)
class Meeting:
    """The answer: someone we know, a stranger (`person_id` None), or a doubt with its reason."""

    person_id: int | None = None
    doubt: str = ""
    among: tuple[int, ...] = ()


def meeting(candidates: Sequence[Candidate], *, born: date | None) -> Meeting:
    """Who of `candidates` is the one a feed names, born on `born` (None: not said)."""
    if numbered := [each for each in candidates if each.same_number]:
        if len(numbered) > 1:
            return _doubt("several-have-the-number", numbered)
        return _settled(numbered[0], born, "other-name" if not numbered[0].shares_name else "")
    named = [each for each in candidates if each.same_name]
    if reached := [each for each in named if each.same_contact]:
        if len(reached) > 1:
            return _doubt("several-are-alike", reached)
        return _settled(reached[0], born, "" if reached[0].contact_is_unique else "contact-is-shared")
    if alike := [each for each in named if _agree(each.born, born)]:
        return _doubt("same-name-and-birth-date", alike)
    if silent := [each for each in named if not each.has_contact and not _disagree(each.born, born)]:
        return _doubt("same-name-only", silent)
    return Meeting()


def _settled(candidate: Candidate, born: date | None, doubt: str) -> Meeting:
    if _disagree(candidate.born, born):
        return _doubt("other-birth-date", [candidate])
    return _doubt(doubt, [candidate]) if doubt else Meeting(candidate.person_id)


def _doubt(why: str, among: Sequence[Candidate]) -> Meeting:
    return Meeting(doubt=why, among=tuple(sorted(each.person_id for each in among)))


def _disagree(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other


def _agree(one: date | None, other: date | None) -> bool:
    return one is not None and one == other
