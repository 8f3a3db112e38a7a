"""What may be told of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class _OfCase:
    case_id: int

    def about(self) -> Iterable[Subject]:
        return (("case", self.case_id),)


@dataclass(frozen=True)
class CaseSubmitted(_OfCase, Event):
    """A contact asked for support."""

    organization_id: int
    type: str
    module: str
    priority: str
    has_student_data: bool


@dataclass(frozen=True)
class CaseEntered(_OfCase, Event):
    """A line was written on a case: what kind, by which side. The words stand on the case."""

    entry_id: int
    kind: str
    side: str
    has_student_data: bool


@dataclass(frozen=True)
class CaseMoved(_OfCase, Event):
    """A case went from one status to another."""

    was: str
    became: str


@dataclass(frozen=True)
class CaseClosed(_OfCase, Event):
    """A case was closed: why, and whether it is solved."""

    because: str
    is_solved: bool


@dataclass(frozen=True)
class CaseReopened(_OfCase, Event):
    """A closed case was opened again."""

    side: str


@dataclass(frozen=True)
class CasePersonNamed(_OfCase, Event):
    """Somebody was named as affected, by an id; `person_id` is null where nobody on record has it."""

    person_id: int | None


@dataclass(frozen=True)
class CaseFileAdded(_OfCase, Event):
    """A file was attached to a case."""

    attachment_id: int
    has_student_data: bool


@dataclass(frozen=True)
class CaseFileOpened(_OfCase, Event):
    """Somebody fetched a file of a case that tells of students."""

    attachment_id: int


@dataclass(frozen=True)
class CaseFileRemoved(_OfCase, Event):
    """A file was taken off a case; its content is no longer kept."""

    attachment_id: int


@dataclass(frozen=True)
class CasePermissionAnswered(_OfCase, Event):
    """A contact answered in writing whether data may be changed or a site be tested on."""

    permission_id: int
    is_given: bool


@dataclass(frozen=True)
class CaseFollowUpSent(_OfCase, Event):
    """One of the three follow-ups of a resolution went out."""

    resolution: int
    number: int


@dataclass(frozen=True)
class CaseFollowUpMissed(_OfCase, Event):
    """The day of a follow-up passed, and no night's work ran on it or after it in time."""

    resolution: int
    number: int
