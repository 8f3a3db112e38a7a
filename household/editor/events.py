"""What the audit tells of the editor's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.audit import Event


@dataclass(frozen=True)
class CleanupChecked(Event):
    """The rules were asked of the whole district: so many findings, so many of them new, so many of before settled."""

    on: date
    found: int
    opened: int
    settled: int


@dataclass(frozen=True)
class FindingTaken(Event):
    """A member of the staff looks after a finding from now on."""

    finding: str
    code: str
    owner_id: int


@dataclass(frozen=True)
class FindingGiven(Event):
    """A finding goes to a colleague, or back to nobody (None)."""

    finding: str
    code: str
    owner_id: int | None


@dataclass(frozen=True)
class FindingLeft(Event):
    """A finding stays out of the list until a day, for a reason; with neither it is back."""

    finding: str
    code: str
    until: date | None
    because: str
