"""A defect’s life: tried in named environments, confirmed where it shows in several, fixed in a release (S1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ENOUGH_ENVIRONMENTS = 2
"""S1 qualifies a defect “across multiple environments”: one may be broken by its own setup."""


class Stage(StrEnum):
    """How far a defect has come."""

    QUALIFYING = "qualifying"
    """It is being tried, and shows in too few environments so far."""
    CONFIRMED = "confirmed"
    """It shows in enough environments: development works on it, and the cases wait for that."""
    FIXED = "fixed"
    """A release mends it, and every linked case was told."""


class DefectRefusal(StrEnum):
    """Why a step of a defect cannot be taken."""

    NO_REFERENCE = "no-reference"
    NO_TITLE = "no-title"
    KNOWN_REFERENCE = "known-reference"
    UNKNOWN_REFERENCE = "unknown-reference"
    LINKED_ALREADY = "linked-already"
    CASE_CLOSED = "case-closed"
    NOT_TAKEN = "not-taken"
    """Nobody owns the case: whoever sends it to development looks after it first."""
    NO_ENVIRONMENT = "no-environment"
    NOT_CONFIRMED = "not-confirmed"
    NO_RELEASE = "no-release"
    NO_NOTE = "no-note"
    """Every contact involved is told by a note what the release mends."""
    FIXED_ALREADY = "fixed-already"


@dataclass(frozen=True)
class Trial:
    """That it was tried in an environment, and whether it showed."""

    environment: str
    was_seen: bool


def seen_in(trials: Iterable[Trial]) -> tuple[str, ...]:
    """The environments in which it showed when it was tried there last; `trials` from the oldest on."""
    newest: dict[str, Trial] = {}
    for each in trials:
        newest[folded(each.environment)] = each
    return tuple(each.environment for each in newest.values() if each.was_seen)


def stage(trials: Iterable[Trial], *, fixed_in: str) -> Stage:
    """How far a defect has come, from what stands on record of it."""
    if fixed_in:
        return Stage.FIXED
    return Stage.CONFIRMED if len(seen_in(trials)) >= ENOUGH_ENVIRONMENTS else Stage.QUALIFYING


def may_open(reference: str, title: str, *, is_known: bool) -> DefectRefusal | None:
    """Why no defect can be written down under that reference of the developers’."""
    if not reference.strip():
        return DefectRefusal.NO_REFERENCE
    if not title.strip():
        return DefectRefusal.NO_TITLE
    return DefectRefusal.KNOWN_REFERENCE if is_known else None


def may_try(environment: str, *, known: Stage) -> DefectRefusal | None:
    """Why a trial cannot be noted. The same environment may be tried again: the last one counts."""
    if known is Stage.FIXED:
        return DefectRefusal.FIXED_ALREADY
    return None if environment.strip() else DefectRefusal.NO_ENVIRONMENT


def may_release(name: str, note: str, *, known: Stage) -> DefectRefusal | None:
    """Why it cannot be said that a release mends it."""
    if known is Stage.FIXED:
        return DefectRefusal.FIXED_ALREADY
    if known is not Stage.CONFIRMED:
        return DefectRefusal.NOT_CONFIRMED
    if not name.strip():
        return DefectRefusal.NO_RELEASE
    return None if note.strip() else DefectRefusal.NO_NOTE


def folded(name: str) -> str:
    """By what two names of one environment are the same."""
    return " ".join(name.split()).casefold()
