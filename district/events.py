"""What may be told of the district's record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from foundation.audit import Event, Subject, Values


@dataclass(frozen=True)
class FeedApplied(Event):
    """A feed was applied. The run's change rows have the detail; `digest` is the SHA-256 of what was read."""

    run_id: str
    source: str
    format: str
    digest: str
    created: int
    updated: int
    unchanged: int
    deactivated: int
    skipped: int


@dataclass(frozen=True)
class RosterApplied(FeedApplied):
    """A roster package was applied."""


@dataclass(frozen=True)
class StaffApplied(FeedApplied):
    """A file of staff assignments was applied."""


@dataclass(frozen=True)
class TrainingApplied(FeedApplied):
    """A file of course completions was applied."""


@dataclass(frozen=True)
class AttendanceApplied(FeedApplied):
    """A file of attendance was applied."""


@dataclass(frozen=True)
class StudentsFileApplied(FeedApplied):
    """A file about students was applied: `format` says whether fees, courses, averages or report cards."""


@dataclass(frozen=True)
class StatementsStored(Event):
    """New xAPI statements were stored; completions were created, updated or ended (voided) by them."""

    run_id: str
    source: str
    digest: str
    statements: int
    created: int
    updated: int
    ended: int


@dataclass(frozen=True)
class TrainingQuestionSettled(Event):
    """What a training system left open was `placed` (whose or which course it is) or `set-aside` by a person."""

    question_id: int
    source: str
    code: str
    settled_as: str
    person_id: int | None = None
    course: str = ""
    is_remembered: bool = True
    reason: str = ""


@dataclass(frozen=True)
class CourseRuleSet(Event):
    """Which statements make a completion of a course, from a day on."""

    course: str
    rule: str
    starts: date


@dataclass(frozen=True)
class AccountNamesSet(Event):
    """Whether the account names of a home page are ids of the training system's own, never employee numbers."""

    source: str
    home_page: str
    are_own: bool


@dataclass(frozen=True)
class HouseholdsProposed(Event):
    """Households were supposed from addresses and relationships; none was made."""

    proposed: int
    outdated: int


@dataclass(frozen=True)
class HouseholdConfirmed(Event):
    """A person confirmed a proposal, and the household was made."""

    proposal: str
    household: str
    members: int


@dataclass(frozen=True)
class HouseholdDeclined(Event):
    """A person declined a proposal."""

    proposal: str
    reason: str = ""


@dataclass(frozen=True)
class HouseholdTold(Event):
    """Base of what is told of a household: it stands in its history and in that of the people it is about.

    `before` and `after` hold what changed, by name; an address stands there by its id, never by its lines.
    """

    household_id: int
    people: tuple[int, ...] = ()
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reason: str = ""

    def about(self) -> Iterable[Subject]:
        yield ("household", self.household_id)
        for each in self.people:
            yield ("person", each)


@dataclass(frozen=True)
class HouseholdBegun(HouseholdTold):
    """A household was entered."""


@dataclass(frozen=True)
class HouseholdEnded(HouseholdTold):
    """A household in which nobody lives any more was closed."""


@dataclass(frozen=True)
class MemberJoined(HouseholdTold):
    """Somebody lives in a household from a day on."""


@dataclass(frozen=True)
class MemberLeft(HouseholdTold):
    """Somebody no longer lives in a household from a day on; before it began where it was entered by mistake."""


@dataclass(frozen=True)
class AddressBegun(HouseholdTold):
    """A household has an address from a day on."""


@dataclass(frozen=True)
class AddressEnded(HouseholdTold):
    """A household no longer has an address from a day on."""


@dataclass(frozen=True)
class HouseholdPhoneBegun(HouseholdTold):
    """A household is reached by a telephone."""


@dataclass(frozen=True)
class HouseholdPhoneEnded(HouseholdTold):
    """A household is no longer reached by a telephone."""


@dataclass(frozen=True)
class MemberHomeChanged(HouseholdTold):
    """A household is a member's first home, or a second one, from a day on."""


@dataclass(frozen=True)
class MemberNoted(HouseholdTold):
    """The office wrote something down of a member's stay."""


@dataclass(frozen=True)
class AddressCorrected(HouseholdTold):
    """An address of a household was written wrongly, or is used for something else than was said."""


@dataclass(frozen=True)
class ConfidentialitySet(HouseholdTold):
    """An address of a household is confidential from now on, or is so no more."""


@dataclass(frozen=True)
class HouseholdMoved(HouseholdTold):
    """A household, or some who lived in it, live elsewhere from a day on, or never lived where the record said."""


@dataclass(frozen=True)
class MoveTakenBack(HouseholdTold):
    """A move that was to come was taken back before its day."""


@dataclass(frozen=True)
class ResidenceProved(HouseholdTold):
    """Somebody saw a paper that proves where a household lives."""


@dataclass(frozen=True)
class PersonTold(Event):
    """Base of what is told of a person and of others it concerns: `person_id` and each of `others`."""

    person_id: int
    others: tuple[int, ...] = ()
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reason: str = ""

    def about(self) -> Iterable[Subject]:
        for each in (self.person_id, *self.others):
            yield ("person", each)


@dataclass(frozen=True)
class PersonCorrected(PersonTold):
    """The office set what was wrong of a person, over what a feed says. `field`: the one, where it was one alone."""

    field: str = ""


@dataclass(frozen=True)
class PersonRenamed(PersonTold):
    """Somebody has another name from a day on; the one before is kept as a former name."""


@dataclass(frozen=True)
class PersonAdded(PersonTold):
    """A person was entered by hand."""


@dataclass(frozen=True)
class ContactPointBegun(PersonTold):
    """A person is reached by an email address or a telephone."""


@dataclass(frozen=True)
class ContactPointEnded(PersonTold):
    """A person is no longer reached by an email address or a telephone."""


@dataclass(frozen=True)
class EmergencyContactAdded(PersonTold):
    """Somebody (one of `others`) is to be called about a student in an emergency."""


@dataclass(frozen=True)
class EmergencyContactChanged(PersonTold):
    """What an emergency contact is to a student was changed."""


@dataclass(frozen=True)
class EmergencyContactEnded(PersonTold):
    """Somebody is no longer called about a student."""


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


@dataclass(frozen=True)
class TieBegun(PersonTold):
    """An adult (one of `others`) was tied to a student by the office."""


@dataclass(frozen=True)
class TieChanged(PersonTold):
    """The office changed what an adult is to a student, or a flag, a day or the place to be called."""


@dataclass(frozen=True)
class TieEnded(PersonTold):
    """An adult is no longer tied to a student from a day on."""


@dataclass(frozen=True)
class CallingOrderSet(PersonTold):
    """Whom to call first about a student was set as a whole: `before` and `after` by the adults' ids."""


@dataclass(frozen=True)
class TieQuestionSettled(PersonTold):
    """A feed said another value of a relationship than the office had set, and a person said which one counts.

    `answer` is `kept` (the office's) or `taken` (the feed's); what was changed by it is told beside this.
    """

    field: str = ""
    answer: str = ""
    source: str = ""


@dataclass(frozen=True)
class OfRestriction:
    """What is told of a restriction: the student is `person_id`, the adult in `others`.

    What the paper says stands on the record alone.
    """

    restriction: str = ""
    """Its public id."""
    because: str = ""
    """For those who handle restrictions."""


@dataclass(frozen=True)
class RestrictionRecorded(OfRestriction, PersonTold):
    """An order of a court or another binding document was recorded."""


@dataclass(frozen=True)
class RestrictionVerified(OfRestriction, PersonTold):
    """Somebody read the paper behind a feed's restriction, which goes on as it was."""


@dataclass(frozen=True)
class RestrictionLiftProposed(OfRestriction, PersonTold):
    """Somebody asks a second person to confirm that an order binds no longer."""


@dataclass(frozen=True)
class RestrictionLifted(OfRestriction, PersonTold):
    """A second person confirmed: the order binds no longer."""


@dataclass(frozen=True)
class RestrictionLiftWithdrawn(OfRestriction, PersonTold):
    """The proposal to lift an order was taken back. The order stands."""


@dataclass(frozen=True)
class EligibleBasisBegun(PersonTold):
    """Why a guardian still sees a student of 18 was recorded: evidence of dependency, or the student's consent."""


@dataclass(frozen=True)
class EligibleBasisEnded(PersonTold):
    """Such a ground was withdrawn."""


@dataclass(frozen=True)
class ComingOfAgeAnnounced(PersonTold):
    """A student and the guardians were told that rights pass to the student at 18."""


@dataclass(frozen=True)
class CardStillCorrect(PersonTold):
    """A family looked at what is on record of a person and said that it is still right."""
