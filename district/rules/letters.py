"""Whether a family that says that what it reads is still right speaks of the address from which a letter came back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Mark:
    """That a letter came back from an address, known by its digest, which the office has not confirmed since."""

    digest: str
    returned_at: datetime
    found_right_at: datetime | None = None
    """When the family last said that the address is right."""


def mark_spoken_of(mark: Mark | None, shown: Collection[str]) -> Mark | None:
    """`mark` where its address is among those `shown`: nobody finds right what they do not read."""
    return mark if mark is not None and mark.digest in shown else None
