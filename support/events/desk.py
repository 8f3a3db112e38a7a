"""What may be told of the desk’s own work on cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class _AtDesk:
    case_id: int

    def about(self) -> Iterable[Subject]:
        return (("case", self.case_id),)


@dataclass(frozen=True)
class CaseAssigned(_AtDesk, Event):
    """An advisor has a case from now on: the account, null where nobody has it any more."""

    was: int | None
    became: int | None


@dataclass(frozen=True)
class CaseTriaged(_AtDesk, Event):
    """Module, type or priority of a case were set, and by when it is answered first."""

    was: dict[str, str]
    became: dict[str, str]


@dataclass(frozen=True)
class CaseEscalated(_AtDesk, Event):
    """A case went to a named team."""

    team: str


@dataclass(frozen=True)
class CasePermissionAsked(_AtDesk, Event):
    """The desk asked in writing to change data, or to test on a site."""

    permission_id: int
    kind: str


@dataclass(frozen=True)
class CaseStepRecorded(_AtDesk, Event):
    """Data were changed, or a site was tested on, under a written permission."""

    permission_id: int


@dataclass(frozen=True)
class CaseCallLogged(_AtDesk, Event):
    """Somebody called about a case; `contact_id` is null where the caller is no contact."""

    call_id: int
    contact_id: int | None
    verified_by: str


@dataclass(frozen=True)
class EmergencyOpened(_AtDesk, Event):
    """An advisor opened a case with a caller who is no contact."""

    organization_id: int


@dataclass(frozen=True)
class EmergencyHandedOver(_AtDesk, Event):
    """A contact has the case of an emergency from now on."""

    contact_id: int


@dataclass(frozen=True)
class CaseMarkedDuplicate(_AtDesk, Event):
    """A case was found to be the same as another one."""

    of_id: int


@dataclass(frozen=True)
class CaseLinkedToDefect(_AtDesk, Event):
    """A case was found to be one of a defect."""

    issue_id: int


@dataclass(frozen=True)
class DefectOpened(Event):
    """A development issue is known to the desk."""

    issue_id: int
    reference: str

    def about(self) -> Iterable[Subject]:
        return (("development-issue", self.issue_id),)


@dataclass(frozen=True)
class DefectTried(Event):
    """A defect was tried in an environment, and showed or did not."""

    issue_id: int
    environment: str
    was_seen: bool

    def about(self) -> Iterable[Subject]:
        return (("development-issue", self.issue_id),)


@dataclass(frozen=True)
class DefectFixed(Event):
    """A release mends a defect, and every linked case was told."""

    issue_id: int
    release: str
    cases: tuple[int, ...]

    def about(self) -> Iterable[Subject]:
        return (("development-issue", self.issue_id), *(("case", each) for each in self.cases))
