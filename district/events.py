"""What may be told of the district's record."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.audit import Event


@dataclass(frozen=True)
class FeedApplied(Event):
    """A feed was applied. The run's change rows have the detail; `digest` is the SHA-256 of what was read."""

    run_id: str
    source: str
    format: str
    digest: str
    created: int
    updated: int
    unchanged: int
    deactivated: int
    skipped: int


@dataclass(frozen=True)
class RosterApplied(FeedApplied):
    """A roster package was applied."""


@dataclass(frozen=True)
class StaffApplied(FeedApplied):
    """A file of staff assignments was applied."""


@dataclass(frozen=True)
class TrainingApplied(FeedApplied):
    """A file of course completions was applied."""


@dataclass(frozen=True)
class StatementsStored(Event):
    """New xAPI statements were stored; completions were created, updated or ended (voided) by them."""

    run_id: str
    source: str
    digest: str
    statements: int
    created: int
    updated: int
    ended: int


@dataclass(frozen=True)
class PersonCorrected(Event):
    """The office set one field of a person over what a feed says. The values stand on the record, not here."""

    person_id: int
    field: str
