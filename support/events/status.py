"""What may be told of status notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class _OfNotice:
    notice_id: int

    def about(self) -> Iterable[Subject]:
        return (("status-notice", self.notice_id),)


@dataclass(frozen=True)
class StatusNoticePosted(_OfNotice, Event):
    """An incident, or maintenance to come, is told to everybody."""

    kind: str
    system: str


@dataclass(frozen=True)
class StatusNoticeUpdated(_OfNotice, Event):
    """More was said in a notice."""


@dataclass(frozen=True)
class StatusNoticeClosed(_OfNotice, Event):
    """A notice is over; it is kept."""


@dataclass(frozen=True)
class IncidentMailsRefused(Event):
    """A contact wants no mails about incidents any more."""

    person_id: int


@dataclass(frozen=True)
class IncidentMailsWanted(Event):
    """A contact who had wanted none wants mails about incidents again."""

    person_id: int
