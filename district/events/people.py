"""What may be told of people, of the ties between them, and of what restricts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.audit import Event, Subject, Values


@dataclass(frozen=True)
class LetterReturned(Event):
    """A letter to somebody was brought back; none goes to that address until it is confirmed."""

    person_id: int


@dataclass(frozen=True)
class MailingAddressConfirmed(Event):
    """The office said that the address is right from which a letter had come back."""

    person_id: int


@dataclass(frozen=True)
class ReturnedAddressFoundRight(Event):
    """The family said so; no letter goes there before the office has confirmed it."""

    person_id: int


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
class PersonQuestionSettled(PersonTold):
    """A feed said another value of a person than the office had set, and a person said which one counts.

    `answer` is as for a relationship; what was changed by it is told beside this.
    """

    field: str = ""
    answer: str = ""
    source: str = ""


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
class DisclosureRecorded(PersonTold):
    """A disclosure of a student’s record was entered in the list that the family reads."""


@dataclass(frozen=True)
class DisclosureCorrected(PersonTold):
    """A later entry set such an entry right."""


@dataclass(frozen=True)
class ComingOfAgeAnnounced(PersonTold):
    """A student and the guardians were told that rights pass to the student at 18."""


@dataclass(frozen=True)
class CardFoundRight(PersonTold):
    """A family looked at what is on record of a person and said that it is still right."""
