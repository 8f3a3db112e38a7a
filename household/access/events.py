"""What the audit tells of household access. The ledger (`AccessEvent`) has the lines themselves, a person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.audit import Event


@dataclass(frozen=True)
class AccessWeighed(Event):
    """Facts or days changed how people stand; one for each transaction that wrote lines into the ledger."""

    on: date
    people: int
    granted: int
    renewed: int
    lapsed: int
    ended: int
    revoked: int
    reinstated: int
    changed_track: int
    area: str = "household"


@dataclass(frozen=True)
class RemindersPosted(Event):
    """So many people were reminded that access ends; `unreached` of them have no address."""

    on: date
    people: int
    unreached: int


@dataclass(frozen=True)
class BulkReminderRehearsed(Event):
    """A list of the review was counted for a reminder; the filter is what it was narrowed by."""

    bulk: str
    states: list[str]
    only: str
    track: str
    school_id: int | None
    at_most_days: int | None


@dataclass(frozen=True)
class BulkReminderStarted(Event):
    bulk: str


@dataclass(frozen=True)
class BulkReminderEnded(Event):
    """So many reminders were written; `because` says why it stopped early, empty where it did not."""

    bulk: str
    written: int
    because: str


@dataclass(frozen=True)
class AccessListExported(Event):
    """A list of people and their access left as a file; the filter is what it was asked for."""

    format: str
    people: int
    states: list[str]
    track: str
    school_id: int | None
    at_most_days: int | None
    reason: str


@dataclass(frozen=True)
class AccessDayExported(Event):
    """The list of who had access on a day left as a file, with so many people."""

    day: date
    people: int
    reason: str


@dataclass(frozen=True)
class ApprovalGiven(Event):
    person_id: int
    location: str
    approved_on: date


@dataclass(frozen=True)
class AccessRevoked(Event):
    person_id: int
    reason: str


@dataclass(frozen=True)
class AccessReinstated(Event):
    person_id: int
    reason: str
    last_day: date | None = None
    """After it the access is taken away again; None: given back for good."""


@dataclass(frozen=True)
class AccessProposed(Event):
    """Somebody asked that a second person give access by hand, or give it back."""

    person_id: int
    proposal: str
    kind: str
    last_day: date | None
    reason: str


@dataclass(frozen=True)
class AccessProposalWithdrawn(Event):
    person_id: int
    proposal: str


@dataclass(frozen=True)
class AccessProposalConfirmed(Event):
    """The second person agreed; `proposed_by` is the first."""

    person_id: int
    proposal: str
    kind: str
    proposed_by: int


@dataclass(frozen=True)
class AccessGivenByHand(Event):
    person_id: int
    last_day: date
    reason: str


@dataclass(frozen=True)
class CourseReported(Event):
    """A member of staff said to have finished a course on a day; nothing follows but the promise."""

    person_id: int
    course: str
    finished_on: date


@dataclass(frozen=True)
class PolicyDraftSaved(Event):
    """The draft of an area's rules was saved; `starts` is the day it is to be in force from."""

    area: str
    revision: int
    starts: date


@dataclass(frozen=True)
class PolicyPublished(Event):
    """Rules were published as a version: for these areas, in force from `starts` on."""

    number: int
    areas: list[str]
    starts: date
    reason: str


@dataclass(frozen=True)
class PolicyRehearsed(Event):
    """Somebody asked who would gain or lose access by a draft; so many people are to be decided."""

    area: str
    revision: int
    people: int


@dataclass(frozen=True)
class PolicyRehearsalExported(Event):
    """The list of whose access a draft would change left as a file."""

    area: str
    revision: int
    people: int
    reason: str


@dataclass(frozen=True)
class AccessAnswersExported(Event):
    """How everybody stands in an area left as a file, for whoever uses that area's answers."""

    area: str
    on: date
    people: int
    reason: str = ""
    """What for; empty where a program fetches them by its key, or a command on the server writes them."""


@dataclass(frozen=True)
class DotsInformed(Event):
    """DoTS was mailed how many promises were broken, and how many people's jobs were changed, since the mail before."""

    broken: int
    changes: int


@dataclass(frozen=True)
class ApprovalAsked(Event):
    """Somebody asks for the approval of a place; `written_to` of those who may give it were written to."""

    person_id: int
    request_id: int
    location: str
    written_to: int


@dataclass(frozen=True)
class ApprovalRequestClosed(Event):
    """A request ended without an answer: withdrawn, or no longer needed."""

    person_id: int
    request_id: int
    outcome: str


@dataclass(frozen=True)
class ApprovalAnswered(Event):
    """A yes or a no; the actor gave it, for themselves as principal or on somebody's behalf."""

    person_id: int
    request_id: int
    answer: str
    capacity: str
    on_behalf_of_id: int | None
    is_correction: bool


@dataclass(frozen=True)
class ApprovalWithdrawn(Event):
    """An approval counts no more; no access had begun by it."""

    person_id: int
    location: str


@dataclass(frozen=True)
class ApproverNamed(Event):
    """DoTS named who answers a request that had nobody."""

    person_id: int
    request_id: int
    named_id: int


@dataclass(frozen=True)
class ApprovalDelegated(Event):
    """A principal lets `person_id` answer at a school in their place, from `starts` through the day before `ends`."""

    person_id: int
    principal_id: int
    location: str
    starts: date
    ends: date


@dataclass(frozen=True)
class DelegationEnded(Event):
    person_id: int
    principal_id: int
    location: str


@dataclass(frozen=True)
class ApproversReminded(Event):
    """Those who may answer at a place were reminded of so many requests; `unreached` of them have no address."""

    location: str
    on: date
    requests: int
    people: int
    unreached: int


@dataclass(frozen=True)
class ApprovalEscalated(Event):
    """DoTS was told that a request does not get its answer by itself, and why."""

    person_id: int
    request_id: int
    snag: str
