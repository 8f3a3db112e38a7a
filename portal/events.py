"""What may be told of codes and activations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from district.events import PersonTold
from foundation.audit import Event


@dataclass(frozen=True)
class CodeIssued(Event):
    """A code was made for one person; the person's older ones of the kind ended with it."""

    person_id: int
    kind: str
    delivery: str
    expires_at: datetime


@dataclass(frozen=True)
class ContactPointConfirmed(PersonTold):
    """Somebody typed the code that was sent to an address or number of theirs."""


@dataclass(frozen=True)
class ContactPreferencesSaved(PersonTold):
    """A family chose how messages come to it; `after` names each box that was changed."""


@dataclass(frozen=True)
class NewCodeRequested(Event):
    """Somebody at the door asked for a new code and meant this person; `outcome` says what became of it."""

    person_id: int
    kind: str
    outcome: str


@dataclass(frozen=True)
class CodeRefused(Event):
    """A code that was once issued opened nothing, and why. A stranger is not told the reason; the office reads it."""

    person_id: int
    kind: str
    reason: str


@dataclass(frozen=True)
class AccountActivated(Event):
    """A code made its account."""

    person_id: int
    kind: str
    account_id: int
    delivery: str


@dataclass(frozen=True)
class FunnelListExported(Event):
    """Somebody at the help desk took the people behind a figure away as a file, and how they were narrowed."""

    step: str
    format: str
    people: int
    school_id: int | None
    language: str | None
    kind: str | None
    reason: str


@dataclass(frozen=True)
class CountingAsked(Event):
    """Somebody at the help desk wants everybody counted anew."""


@dataclass(frozen=True)
class OfficeAsked(Event):
    """Somebody asked the office, on this ground; the person is known only where an account was not theirs."""

    person_id: int | None
    request_id: int
    ground: str


@dataclass(frozen=True)
class OfficeRequestSettled(Event):
    """The office ended a request, with a code for this person or without one."""

    person_id: int | None
    request_id: int
    settlement: str


@dataclass(frozen=True)
class CodeIssuedAtOffice(Event):
    """A code was given over the counter, to somebody whose photo ID of this kind was looked at."""

    person_id: int
    kind: str
    id_kind: str
    reason: str


@dataclass(frozen=True)
class CampaignRehearsed(Event):
    """The help desk had counted whom a campaign would give codes. `school_id` None: every school."""

    campaign: str
    kind: str
    school_id: int | None
    whom: str
    delivery: str
    reissue: bool


@dataclass(frozen=True)
class CampaignStarted(Event):
    """A rehearsed campaign was told to run."""

    campaign: str


@dataclass(frozen=True)
class CampaignEnded(Event):
    """A campaign came to its end, or was stopped before it (`because`), with so many codes given."""

    campaign: str
    codes: int
    because: str


@dataclass(frozen=True)
class CampaignLettersDownloaded(Event):
    """Whoever asked for a campaign downloaded letters that carry codes."""

    campaign: str
    part: int
    letters: int


@dataclass(frozen=True)
class CampaignLettersErased(Event):
    """The letters of so many parts were a day old and are gone."""

    parts: int


@dataclass(frozen=True)
class FamilyLimitSaved(Event):
    """Somebody said from which mark or how many absences of a student on they want to be told; null: not at all."""

    person_id: int
    student_id: int
    mark_below: int | None
    absences: int | None


@dataclass(frozen=True)
class MessageTemplateSaved(Event):
    """Somebody kept words to be written again; `is_shared`: for all of the district who write."""

    template: str
    is_shared: bool
    is_new: bool


@dataclass(frozen=True)
class MessageTemplateEnded(Event):
    """Words that were kept to be written again are offered no more."""

    template: str


@dataclass(frozen=True)
class MessageDrafted(Event):
    """Somebody on staff wrote a message that has not left, or wrote it anew. `target` says for whose families."""

    message: str
    kind: str
    target: str


@dataclass(frozen=True)
class MessageFileAttached(Event):
    """A file was attached to a message that has not left. `sha256` says which."""

    message: str
    sha256: str


@dataclass(frozen=True)
class MessageFileRemoved(Event):
    """A file was taken from a message that has not left, and is not kept."""

    message: str
    sha256: str


@dataclass(frozen=True)
class MessageScheduled(Event):
    """A message was told to leave, at a moment."""

    message: str
    goes_at: datetime


@dataclass(frozen=True)
class MessageCancelled(Event):
    """A message was taken back before it left."""

    message: str


@dataclass(frozen=True)
class MessageSent(Event):
    """A message has left to everybody it was for: so many people, about so many students."""

    message: str
    people: int
    students: int


@dataclass(frozen=True)
class MessageStopped(Event):
    """A message did not leave, or not to everybody, and why."""

    message: str
    because: str


@dataclass(frozen=True)
class MessageRecipientsDownloaded(Event):
    """Who gets a message and who does not was taken as a file, with so many lines."""

    message: str
    lines: int
    reason: str


@dataclass(frozen=True)
class SectionHidden(Event):
    """A page of the students of a school is hidden from their families; `ends` is exclusive, or null."""

    school_id: int
    section: str
    starts: date
    ends: date | None
    reason: str


@dataclass(frozen=True)
class SectionShown(Event):
    """It is shown again, before its days were over."""

    school_id: int
    section: str


@dataclass(frozen=True)
class CalendarLinkMade(Event):
    """An account made a secret address under which a calendar program reads a student's schedule."""

    person_id: int
    link: str


@dataclass(frozen=True)
class CalendarLinkEnded(Event):
    """An account ended such an address."""

    person_id: int
    link: str


@dataclass(frozen=True)
class FamilyWrote(Event):
    """A family wrote to a teacher or an office about a student. What was said stands in the conversation."""

    person_id: int
    conversation: str


@dataclass(frozen=True)
class FamilyAnswered(Event):
    """A teacher or an office answered a family about a student."""

    person_id: int
    conversation: str


@dataclass(frozen=True)
class AbsenceExcuseAsked(Event):
    """A family asked the office to excuse so many days of a student. What was said stands in the request."""

    person_id: int
    request: str
    days: int


@dataclass(frozen=True)
class AbsenceExcuseAnswered(Event):
    """The office answered some days of such a request. The school's record is as it was."""

    person_id: int
    request: str
    accepted: int
    declined: int


@dataclass(frozen=True)
class ExcuseDecisionsDownloaded(Event):
    """The answers of these days were taken as a file for the source of attendance; both days are included."""

    first_day: date
    last_day: date
    rows: int
    reason: str


@dataclass(frozen=True)
class HealthConditionNoted(Event):
    """A family told a condition of a student’s health, changed it, or said that it has ended. What, stands there."""

    person_id: int
    condition: str
    version: int
    is_ended: bool


@dataclass(frozen=True)
class ImmunizationCorrectionAsked(Event):
    """A family asked the nurse to correct what is on record of immunizations. What was said stands in it."""

    person_id: int
    correction: str


@dataclass(frozen=True)
class ImmunizationCorrectionAnswered(Event):
    """The nurse answered it: corrected, or declined."""

    person_id: int
    correction: str
    answer: str
