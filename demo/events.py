"""What may be told of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.audit import Event


@dataclass(frozen=True)
class DemoLoaded(Event):
    """The demo district was written into an empty database."""

    people: int
    accounts: int
