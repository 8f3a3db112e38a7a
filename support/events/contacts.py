"""What may be told of organizations, of who may ask for them, and of building coaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class OrganizationAdded(Event):
    """The support desk serves one more organization."""

    organization_id: int
    kind: str
    hosting: str

    def about(self) -> Iterable[Subject]:
        return (("organization", self.organization_id),)


@dataclass(frozen=True)
class _OfAppointment:
    person_id: int
    organization_id: int
    contact_id: int

    def about(self) -> Iterable[Subject]:
        return (("organization", self.organization_id),)


@dataclass(frozen=True)
class AppointmentMade(_OfAppointment, Event):
    """Somebody is an authorized contact from today on."""

    kind: str
    is_beyond_recommended: bool


@dataclass(frozen=True)
class AppointmentEnded(_OfAppointment, Event):
    """Somebody is no authorized contact any more, from this day on."""

    because: str


@dataclass(frozen=True)
class IdleContactReminded(_OfAppointment, Event):
    """A contact was told after so many days without use."""

    days: int


@dataclass(frozen=True)
class IdleContactFlagged(_OfAppointment, Event):
    """180 days without use: a person has to decide."""

    flagged_on: date


@dataclass(frozen=True)
class IdleContactRetained(_OfAppointment, Event):
    """A person decided that a flagged contact stays."""

    because: str


@dataclass(frozen=True)
class BuildingCoachNamed(Event):
    """Somebody helps their colleagues at a school."""

    person_id: int
    school_id: int


@dataclass(frozen=True)
class BuildingCoachEnded(Event):
    """Somebody is no coach of that school any more."""

    person_id: int
    school_id: int
