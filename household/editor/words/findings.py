"""The sentences of the clean-up queue: what is wrong, why it matters, and where it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import lazy_gettext as _

from foundation.web import formats
from household.editor.queries import Fact, PersonSeen
from household.editor.queries.queue import FindingSeen, Owner
from household.editor.rules.findings import RULES, Code, Page, Refusal, Severity
from household.editor.rules.naming import last_names
from household.editor.words import is_student, joined

SEVERITIES = {
    Severity.CRITICAL: _("Critical"),
    Severity.WARNING: _("Warning"),
    Severity.INFO: _("To look at"),
}
STAMPS = {Severity.CRITICAL: "bad", Severity.WARNING: "wait", Severity.INFO: ""}
"""The tag of each."""

WHAT = {
    Code.STUDENT_WITHOUT_HOUSEHOLD: _("Student without a household"),
    Code.SEVERAL_PRIMARY_HOUSEHOLDS: _("Student with more than one primary household"),
    Code.NO_PRIMARY_HOUSEHOLD: _("Student with second homes only"),
    Code.STUDENT_WITHOUT_GUARDIAN: _("Student without a guardian"),
    Code.GUARDIAN_UNKNOWN: _("Not known whether an adult is a guardian"),
    Code.STUDENT_WITHOUT_ADDRESS: _("Student without an address"),
    Code.HOUSEHOLD_WITHOUT_GUARDIAN: _("Household with a student and no guardian"),
    Code.STUDENTS_ALONE: _("Students alone in a household"),
    Code.HOUSEHOLD_EMPTY: _("Household with nobody in it"),
    Code.WITHOUT_PRIMARY_ADDRESS: _("Household without a primary address"),
    Code.SEVERAL_PRIMARY_ADDRESSES: _("Household with more than one primary address"),
    Code.WITHOUT_MAILING_ADDRESS: _("Household without an address for mail"),
    Code.WITHOUT_PHYSICAL_ADDRESS: _("Household without an address to live at"),
    Code.NOBODY_GETS_MAIL: _("Nobody in the household gets the mail"),
    Code.CALL_ORDER_MISSING: _("No order to call in an emergency"),
    Code.CALL_ORDER_TIED: _("Two adults at one place in the order to call"),
    Code.CONTACT_LIVES_HERE: _("An emergency contact stands in the household"),
    Code.MEMBERSHIP_DATES: _("A membership ends before it starts"),
    Code.ADDRESS_DATES: _("An address ends before it starts"),
    Code.RELATIONSHIP_DATES: _("A relationship ends before it starts"),
    Code.OVERLAPPING_MEMBERSHIPS: _("Twice in one household at one time"),
    Code.RELATIONSHIP_DOES_NOT_FIT: _("A relationship that cannot be so"),
    Code.FLAGS_UNKNOWN: _("What a guardian may do is not known"),
    Code.POSSIBLE_DUPLICATE: _("Perhaps one person on record twice"),
    Code.RESTRICTION_UNVERIFIED: _("A restriction that nobody has verified"),
    Code.FEED_DIFFERS: _("A feed says otherwise than the office"),
    Code.FEED_DIFFERS_OF_PERSON: _("A feed says otherwise of a person than the office"),
    Code.EIGHTEEN_SOON: _("Eighteen soon, and no basis decided"),
}

WHY = {
    Code.STUDENT_WITHOUT_HOUSEHOLD: _("No household holds the student, so the school’s mail has no home to go to."),
    Code.SEVERAL_PRIMARY_HOUSEHOLDS: _("One home is primary and every other one a second home, or mail goes astray."),
    Code.NO_PRIMARY_HOUSEHOLD: _("Each of the student’s homes is marked as a second one. One of them is primary."),
    Code.STUDENT_WITHOUT_GUARDIAN: _(
        "No adult on record is the student’s guardian: perhaps the mark is missing, perhaps the adult."
    ),
    Code.GUARDIAN_UNKNOWN: _("Until it is known, the adult gets no portal account and signs nothing."),
    Code.STUDENT_WITHOUT_ADDRESS: _("Neither a household nor a source tells where the student lives."),
    Code.HOUSEHOLD_WITHOUT_GUARDIAN: _(
        "Adults live here, and none of them is a guardian of a student who lives here: perhaps the mark is missing, "
        "perhaps the guardian lives in another household."
    ),
    Code.STUDENTS_ALONE: _("Students live here, and no adult and no guardian does."),
    Code.HOUSEHOLD_EMPTY: _("Everybody has left, and nobody is to come. End the household, or bring back its members."),
    Code.WITHOUT_PRIMARY_ADDRESS: _("People live here, and no address of today is marked as primary."),
    Code.SEVERAL_PRIMARY_ADDRESSES: _("A household has one primary address at a time. End or change the others."),
    Code.WITHOUT_MAILING_ADDRESS: _("It has an address, and none of today is marked for mail."),
    Code.WITHOUT_PHYSICAL_ADDRESS: _("It has an address, and none of today is marked as the one people live at."),
    Code.NOBODY_GETS_MAIL: _("No adult of the household is marked to get the school’s mail."),
    Code.CALL_ORDER_MISSING: _("Adults are on record, and none has a place in the order to call."),
    Code.CALL_ORDER_TIED: _("Whoever calls in an emergency cannot tell whom to call first."),
    Code.CONTACT_LIVES_HERE: _(
        "Somebody who is only called in an emergency and lives elsewhere is no member: end the membership and keep the "
        "relationship."
    ),
    Code.MEMBERSHIP_DATES: _("So it counts on no day. One of its dates is mistyped."),
    Code.ADDRESS_DATES: _("So the household has it on no day. One of its dates is mistyped."),
    Code.RELATIONSHIP_DATES: _("So the adult has no right by it on any day. One of its dates is mistyped."),
    Code.OVERLAPPING_MEMBERSHIPS: _("Two rows say that the person lives here on the same days. One is too many."),
    Code.RELATIONSHIP_DOES_NOT_FIT: _(
        "The adult is not older than the student, or each is on record as in the care of the other."
    ),
    Code.FLAGS_UNKNOWN: _(
        "For a guardian one of these is not known: mail, portal, messages, pick-up, or living with the student."
    ),
    Code.POSSIBLE_DUPLICATE: _("Two records have the same name, and the same birth date or telephone."),
    Code.RESTRICTION_UNVERIFIED: _(
        "A feed tells of an order, and nobody of the office has read the paper. It binds until somebody has."
    ),
    Code.FEED_DIFFERS: _(
        "The office has set something of a relationship, and since then the feed says another value. The office’s "
        "counts until somebody says which of the two is right."
    ),
    Code.FEED_DIFFERS_OF_PERSON: _(
        "The office or the family has set a name, a birth date, a language, an email or a phone, and since then the "
        "feed says another value. The one on record counts until somebody says which of the two is right."
    ),
    Code.EIGHTEEN_SOON: _(
        "From the birthday on the rights are the student’s. Ask whether a guardian may still see the record, and why."
    ),
}

MEND = {
    Page.PERSON: _("Open the person’s record"),
    Page.FAMILY: _("Open the family’s relationships"),
    Page.CALLING_ORDER: _("Set the order to call"),
    Page.TIE: _("Open the relationship"),
    Page.NEW_HOUSEHOLD: _("Find the student a household"),
    Page.HOUSEHOLD: _("Open the household"),
    Page.RELATIONSHIPS: _("Open the household’s relationships"),
    Page.NEW_MEMBER: _("Add a member to the household"),
    Page.FEED_QUESTION: _("Say which value counts"),
    Page.PERSON_QUESTION: _("Say which value of the record counts"),
    Page.STAY: _("End the contact’s stay"),
}

REFUSALS = {
    Refusal.TAKEN: _("A colleague looks after it already. Look at what is there now."),
    Refusal.SETTLED: _("It is settled: the last check no longer found it. There is nothing left to do."),
    Refusal.CHANGED: _("A colleague changed this in the meantime. Look at what is there now, and send yours again."),
    Refusal.NO_COLLEAGUE: _(
        "Nobody with household access who reaches this family has that user name or employee number. Check the "
        "spelling, or ask DoTS."
    ),
    Refusal.DAY_PASSED: _("Name a day after today."),
    Refusal.DAY_TOO_FAR: _("Name a day within the next 180 days."),
}


def what(code: Code) -> str:
    """What is wrong, in a few words."""
    return str(WHAT[code])


def why(code: Code) -> str:
    """Why that is wrong, or what follows from it."""
    return str(WHY[code])


def mend(page: Page) -> str:
    """What the way to the page that mends it says."""
    return str(MEND[page])


def severity(value: Severity) -> str:
    return str(SEVERITIES[value])


def stamp(value: Severity) -> str:
    """The colour of its tag."""
    return STAMPS[value]


def refused(why: Refusal) -> str:
    return str(REFUSALS[why])


def page_of(code: Code) -> str:
    return mend(RULES[code].page)


def age(first_seen: date, *, today: date) -> str:
    """`today`, `12 days`: how long it has been there."""
    days = (today - first_seen).days
    return str(ngettext("%(num)s day", "%(num)s days", days)) if days else str(_("since today"))


OWNERS = {
    Owner.NOT_LEFT: _("Anybody or nobody"),
    Owner.MINE: _("I do"),
    Owner.NOBODY: _("Nobody yet"),
    Owner.COLLEAGUES: _("Colleagues"),
    Owner.LEFT: _("Left until a later day"),
}


def owner(value: Owner) -> str:
    """A choice of whose findings a list holds."""
    return str(OWNERS[value])


def at_least(days: int) -> str:
    """A choice of age: `30 days or longer`."""
    return str(ngettext("%(num)s day or longer", "%(num)s days or longer", days))


def headline(total: int, critical: int) -> str:
    """The first sentence of the queue."""
    if not total:
        return str(_("Nothing to clean up"))
    first = ngettext("One thing to clean up", "%(number)s things to clean up", total, number=format_decimal(total))
    if not critical:
        return str(first)
    return str(_("%(first)s, %(critical)s of them critical", first=first, critical=format_decimal(critical)))


def household_name(members: Sequence[PersonSeen]) -> str:
    """What a household is called by its members of today."""
    adults = [each.last_name for each in members if not is_student(each)]
    children = [each.last_name for each in members if is_student(each)]
    return joined(last_names(adults, children)) or str(_("Household without members"))


def looked_after(found: FindingSeen, *, me: int, today: date) -> str:
    """Who looks after it, and until when it is left."""
    who = str(_("you") if found.owner_id == me else found.owner or _("nobody"))
    if found.left_until is None or found.left_until <= today:
        return who
    return str(_("%(who)s, left until %(day)s", who=who, day=formats.short_day(found.left_until)))


def day_labels(days: Sequence[date]) -> list[tuple[str, str]]:
    """Under each column its day, and the month where it changes."""
    labels, month = [], ""
    for each in days:
        this = format_date(each, "MMM")
        labels.append((str(each.day), "" if this == month else this))
        month = this
    return labels


def trend(first: int, last: int, since: date) -> str:
    """What the chart shows, as a sentence."""
    if last == first:
        return str(_("As many as on %(day)s", day=formats.short_day(since)))
    number = format_decimal(abs(last - first))
    if last < first:
        return str(_("%(number)s fewer than on %(day)s", number=number, day=formats.short_day(since)))
    return str(_("%(number)s more than on %(day)s", number=number, day=formats.short_day(since)))


def found_wrong(facts: Sequence[Fact]) -> list[tuple[str, str, str]]:
    """What the last check found on one record, the worst first: what is wrong and with whom, why, and its public id."""
    codes = [(Code(each.texts[0]), each.texts[1], each.texts[2]) for each in facts]
    worst_first = sorted(codes, key=lambda each: RULES[each[0]].severity)
    return [
        (f"{what(code)}: {whom}" if whom else what(code), why(code), public_id) for code, public_id, whom in worst_first
    ]
