"""What may be told of what families ask to have changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class RequestTold(Event):
    """Base of what is told of a family's request: it stands in the history of the record and of whoever asked."""

    person_id: int
    """Whose record it is about."""
    asker_id: int
    request: str
    """Its public id."""

    def about(self) -> Iterable[Subject]:
        yield ("person", self.person_id)
        yield ("person", self.asker_id)


@dataclass(frozen=True)
class ChangeRequested(RequestTold):
    """A family asked to have something changed. The values stand on the request."""

    kind: str
    fields: str
    """Their names with commas between."""


@dataclass(frozen=True)
class RequestPapersAttached(RequestTold):
    """A family attached files to a request, such as a proof of where it lives. What they are called stands on it."""

    number: int


@dataclass(frozen=True)
class RequestWithdrawn(RequestTold):
    """A family took back what nobody had answered yet."""

    fields: str
    """Their names with commas between."""


@dataclass(frozen=True)
class RequestAnswered(RequestTold):
    """One field of a request was `accepted` or `declined`, with what was true before and after.

    Of a home address neither is told: it may be kept confidential, and an answer moves nobody.
    """

    field: str
    answer: str
    before: str
    after: str
    reason: str
