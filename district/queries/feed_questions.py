"""What a feed says otherwise than the office has set, and nobody has settled yet: what every such question tells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from district.models import QueuedRow


@dataclass(frozen=True)
class FeedQuestion(ABC):
    """One field with both values, as the queue keeps them."""

    asked: QueuedRow
    told_at: datetime
    """When the feed said so."""
    edited_by: str
    """Who set the office's value; empty where nobody knows."""
    edited_at: datetime | None

    @property
    def id(self) -> int:
        return self.asked.id

    @property
    def field(self) -> str:
        return str(self.asked.data["field"])

    @property
    def before(self) -> str:
        """What the feed said until then."""
        return str(self.asked.data["feed_before"])

    @property
    def now(self) -> str:
        """What the feed says."""
        return str(self.asked.data["feed_now"])

    @property
    @abstractmethod
    def office(self) -> str:
        """What is on record now."""

    @property
    @abstractmethod
    def version(self) -> int:
        """Of the record that an answer changes."""
