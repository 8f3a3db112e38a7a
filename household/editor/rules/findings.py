"""What can be wrong with a family's record: each broken rule as a code, how bad it is, and the page that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Severity(IntEnum):
    """How bad: the worst first. Critical: a child may be out of reach, or somebody reached who must not be."""

    CRITICAL = 0
    WARNING = 1
    INFO = 2


class Page(Enum):
    """Where a finding is mended."""

    PERSON = "person"
    FAMILY = "family"
    CALLING_ORDER = "calling-order"
    TIE = "tie"
    NEW_HOUSEHOLD = "new-household"
    HOUSEHOLD = "household"
    RELATIONSHIPS = "relationships"
    NEW_MEMBER = "new-member"
    STAY = "stay"
    FEED_QUESTION = "feed-question"
    PERSON_QUESTION = "person-question"


class Code(Enum):
    """A rule that a record breaks. The names are for ever: they stand in the history of the queue."""

    STUDENT_WITHOUT_HOUSEHOLD = "student-without-household"
    SEVERAL_PRIMARY_HOUSEHOLDS = "several-primary-households"
    NO_PRIMARY_HOUSEHOLD = "no-primary-household"
    STUDENT_WITHOUT_GUARDIAN = "student-without-guardian"
    GUARDIAN_UNKNOWN = "guardian-unknown"
    STUDENT_WITHOUT_ADDRESS = "student-without-address"
    HOUSEHOLD_WITHOUT_GUARDIAN = "household-without-guardian"
    STUDENTS_ALONE = "students-alone"
    HOUSEHOLD_EMPTY = "household-empty"
    WITHOUT_PRIMARY_ADDRESS = "without-primary-address"
    SEVERAL_PRIMARY_ADDRESSES = "several-primary-addresses"
    WITHOUT_MAILING_ADDRESS = "without-mailing-address"
    WITHOUT_PHYSICAL_ADDRESS = "without-physical-address"
    NOBODY_GETS_MAIL = "nobody-gets-mail"
    CALL_ORDER_MISSING = "call-order-missing"
    CALL_ORDER_TIED = "call-order-tied"
    CONTACT_LIVES_HERE = "contact-lives-here"
    MEMBERSHIP_DATES = "membership-dates"
    ADDRESS_DATES = "address-dates"
    RELATIONSHIP_DATES = "relationship-dates"
    OVERLAPPING_MEMBERSHIPS = "overlapping-memberships"
    RELATIONSHIP_DOES_NOT_FIT = "relationship-does-not-fit"
    FLAGS_UNKNOWN = "flags-unknown"
    POSSIBLE_DUPLICATE = "possible-duplicate"
    RESTRICTION_UNVERIFIED = "restriction-unverified"
    FEED_DIFFERS = "feed-differs"
    FEED_DIFFERS_OF_PERSON = "feed-differs-of-person"
    EIGHTEEN_SOON = "eighteen-soon"


@dataclass(frozen=True)
class Rule:
    """What is known of a code before anybody breaks it."""

    severity: Severity
    page: Page


_C, _W, _I = Severity.CRITICAL, Severity.WARNING, Severity.INFO

RULES = {
    Code.STUDENT_WITHOUT_HOUSEHOLD: Rule(_C, Page.NEW_HOUSEHOLD),
    Code.SEVERAL_PRIMARY_HOUSEHOLDS: Rule(_C, Page.PERSON),
    Code.NO_PRIMARY_HOUSEHOLD: Rule(_W, Page.PERSON),
    Code.STUDENT_WITHOUT_GUARDIAN: Rule(_C, Page.FAMILY),
    Code.GUARDIAN_UNKNOWN: Rule(_W, Page.FAMILY),
    Code.STUDENT_WITHOUT_ADDRESS: Rule(_C, Page.PERSON),
    Code.HOUSEHOLD_WITHOUT_GUARDIAN: Rule(_C, Page.RELATIONSHIPS),
    Code.STUDENTS_ALONE: Rule(_C, Page.NEW_MEMBER),
    Code.HOUSEHOLD_EMPTY: Rule(_I, Page.HOUSEHOLD),
    Code.WITHOUT_PRIMARY_ADDRESS: Rule(_C, Page.HOUSEHOLD),
    Code.SEVERAL_PRIMARY_ADDRESSES: Rule(_C, Page.HOUSEHOLD),
    Code.WITHOUT_MAILING_ADDRESS: Rule(_W, Page.HOUSEHOLD),
    Code.WITHOUT_PHYSICAL_ADDRESS: Rule(_W, Page.HOUSEHOLD),
    Code.NOBODY_GETS_MAIL: Rule(_W, Page.RELATIONSHIPS),
    Code.CALL_ORDER_MISSING: Rule(_W, Page.CALLING_ORDER),
    Code.CALL_ORDER_TIED: Rule(_W, Page.CALLING_ORDER),
    Code.CONTACT_LIVES_HERE: Rule(_W, Page.STAY),
    Code.MEMBERSHIP_DATES: Rule(_W, Page.PERSON),
    Code.ADDRESS_DATES: Rule(_W, Page.HOUSEHOLD),
    Code.RELATIONSHIP_DATES: Rule(_W, Page.PERSON),
    Code.OVERLAPPING_MEMBERSHIPS: Rule(_W, Page.PERSON),
    Code.RELATIONSHIP_DOES_NOT_FIT: Rule(_W, Page.TIE),
    Code.FLAGS_UNKNOWN: Rule(_I, Page.FAMILY),
    Code.POSSIBLE_DUPLICATE: Rule(_W, Page.PERSON),
    Code.RESTRICTION_UNVERIFIED: Rule(_C, Page.PERSON),
    Code.FEED_DIFFERS: Rule(_W, Page.FEED_QUESTION),
    Code.FEED_DIFFERS_OF_PERSON: Rule(_W, Page.PERSON_QUESTION),
    Code.EIGHTEEN_SOON: Rule(_I, Page.PERSON),
}


@dataclass(frozen=True)
class Finding:
    """One broken rule, and whom or what it concerns.

    Of a relationship `person_id` is the student and `other_id` the adult; of a likely duplicate the younger and the
    older record; of a membership the person and the household.
    """

    code: Code
    person_id: int | None = None
    household_id: int | None = None
    other_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same thing found again: `overlapping-memberships 12 7 0`."""
        return f"{self.code.value} {self.person_id or 0} {self.household_id or 0} {self.other_id or 0}"

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity


class Refusal(Enum):
    """Why a finding is not taken, given or left."""

    TAKEN = "taken"
    SETTLED = "settled"
    CHANGED = "changed"
    NO_COLLEAGUE = "no-colleague"
    DAY_PASSED = "day-passed"
    DAY_TOO_FAR = "day-too-far"
