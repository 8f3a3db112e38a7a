"""What families ask, field by field, and what became of it: said to them and to the office alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _

from district.rules.business_days import Closure
from district.rules.requests import (
    TELEPHONES,
    Answer,
    AnswerProblem,
    Difference,
    FilingRefusal,
    Kind,
    Status,
    counting,
)
from district.words import CLOSED
from district.words.relationships import TYPES
from foundation import clock
from foundation.settings import Settings
from foundation.web import formats

KINDS = {
    Kind.NAME: _("Own name"),
    Kind.CONTACT_NEW: _("New emergency contact"),
    Kind.CONTACT_CHANGE: _("Change of an emergency contact"),
    Kind.CONTACT_END: _("End of an emergency contact"),
    Kind.REACH: _("Child’s phone or email"),
    Kind.ADDRESS: _("Home address"),
    Kind.WRONG: _("Something is wrong"),
}

FIELDS = {
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "preferred_first_name": _("First name in use, where it is another"),
    "preferred_last_name": _("Last name in use, where it is another"),
    "contact_first_name": _("First name of the contact"),
    "contact_last_name": _("Last name of the contact"),
    "relation": _("What they are to the child"),
    "phone": _("Phone"),
    "contact": _("Emergency contact"),
    "email": _("Email"),
    "sms": _("Mobile"),
    "address": _("Home address"),
    "text": _("What is wrong"),
}

RELATIONS = {
    "grandparent": _("Grandparent"),
    "relative": _("Relative"),
    "neighbor": _("Neighbor"),
    "friend": _("Friend of the family"),
    "caregiver": _("Caregiver"),
}
"""What an emergency contact may be asked to be; what a source says beside these is said as it words it."""

STATUSES = {
    Status.WAITING: _("Waiting"),
    Status.PARTLY_ANSWERED: _("Partly answered"),
    Status.ACCEPTED: _("Accepted"),
    Status.PARTLY_ACCEPTED: _("Partly accepted"),
    Status.DECLINED: _("Declined"),
    Status.WITHDRAWN: _("Withdrawn"),
}
SIGNS = {
    Status.WAITING: "wait",
    Status.PARTLY_ANSWERED: "wait",
    Status.ACCEPTED: "good",
    Status.PARTLY_ACCEPTED: "ember",
    Status.DECLINED: "bad",
    Status.WITHDRAWN: "",
}
"""The colour that repeats the word."""

ANSWERS = {Answer.ACCEPTED: _("accepted"), Answer.DECLINED: _("declined"), Answer.WITHDRAWN: _("withdrawn")}
ANSWER_SIGNS = {Answer.ACCEPTED: "good", Answer.DECLINED: "bad", Answer.WITHDRAWN: ""}

DIFFERENCES = {
    Difference.AS_SEEN: _("The record is as the family saw it."),
    Difference.ARRIVED: _("Somebody has changed the record since, to just this. Nothing is left to change."),
    Difference.CONFLICT: _("Somebody has changed the record since, to something else. Accepting replaces that."),
    Difference.ALREADY_SO: _("The record says so already. Nothing is left to change."),
    Difference.GONE: _("This is no longer on record, so it cannot be changed. Decline, and say why."),
}

_FILING = {
    FilingRefusal.NOTHING_ASKED: _("This is how it stands on record already. Change what is wrong, then send it."),
    FilingRefusal.VALUE_MISSING: _("This cannot be empty. Type it in."),
    FilingRefusal.NO_SUCH_PHONE: _("That is no phone number we can call. Type it with its area code: 303-555-0123."),
    FilingRefusal.NO_SUCH_RELATION: _("Choose what the person is to the child."),
    FilingRefusal.TOO_LONG: _("That is too long. Say it in fewer words."),
    FilingRefusal.IN_PERSON_ONLY: _(
        "Your address is kept confidential, so it is not written here. Come to the office."
    ),
    FilingRefusal.TOO_MANY: _(
        "So many of your requests wait already that no more are taken. Call the school’s office, or withdraw one."
    ),
    FilingRefusal.TOO_MANY_PAPERS: _(
        "No more than 10 files are kept with one request. Bring the others to the office."
    ),
}

_ANSWERING = {
    AnswerProblem.NOTHING_ANSWERED: _("Accept or decline at least one field."),
    AnswerProblem.REASON_MISSING: _("Say why you decline. The family reads it, so tell them what to do next."),
    AnswerProblem.NOT_POSSIBLE: _("This answer is not possible as the record stands now. Choose the other one."),
    AnswerProblem.NAME_FIRST: _("Accept the contact’s name and what they are to the child, or decline every field."),
    AnswerProblem.LIVES_HERE: _(
        "This person lives with the student, and whoever is only called lives elsewhere. Decline this, or end their "
        "stay in the household first."
    ),
    AnswerProblem.ALL_AT_ONCE: _("Answer every field of a new contact at once: nobody keeps half a person."),
}


def kind(code: Kind) -> str:
    """`Own name`."""
    return str(KINDS[code])


def field(code: str) -> str:
    """`First name`."""
    return str(FIELDS[code])


def status(code: Status) -> str:
    """`Partly accepted`."""
    return str(STATUSES[code])


def answer(code: Answer) -> str:
    """`Declined`."""
    return str(ANSWERS[code])


def difference(code: Difference) -> str:
    """How the record stands to what is asked, and what follows for the answer."""
    return str(DIFFERENCES[code])


def not_filed(code: FilingRefusal) -> str:
    """Why a request is not taken, and what to do."""
    return str(_FILING[code])


def not_answered(code: AnswerProblem) -> str:
    """Why an answer does not stand, and what to do."""
    return str(_ANSWERING[code])


def relation(code: str) -> str:
    """`Grandparent`; a word of a source’s own as it is."""
    return str(RELATIONS.get(code) or TYPES.get(code, code))


def value(name: str, written: str) -> str:
    """A value as people write it; `nothing` where it is empty."""
    if not written:
        return str(_("nothing"))
    if name in TELEPHONES:
        return formats.phone(written)
    return relation(written) if name == "relation" else written


def about(about: str, contact: str) -> str:
    """Of whom it is: `Isaiah Brooks`, or `Isaiah Brooks (Yolanda Brooks)` where a contact is meant."""
    return f"{about} ({contact})" if contact and contact != about else about


def due(filed_at: datetime, due_on: date, closures: Sequence[Closure]) -> str:
    """By when, and how that day was counted."""
    counted = counting(clock.day_of(filed_at), due_on, closures)
    said = ngettext(
        "Due %(due)s: %(num)s business day after %(filed)s.",
        "Due %(due)s: %(num)s business days after %(filed)s.",
        counted.days,
        due=formats.short_day(due_on),
        filed=formats.short_day(counted.filed_on),
    )
    if not counted.skipped:
        return str(said)
    named = "; ".join(f"{formats.near_day(day)} ({CLOSED[why]})" for day, why in counted.skipped)
    beside = _("Not counted, beside weekends: %(days)s.", days=named)
    return f"{said} {beside}"


def proofs(settings: Settings) -> list[str]:
    """What proves where one lives, each in the reader’s language."""
    spanish = getattr(get_locale(), "language", "en") == "es"
    return [other if spanish else one for one, other in settings.proofs_of_address]


def of_mail_kind(code: str) -> str:
    """A kind as a mail carries it."""
    return kind(Kind(code))


FILTERS = {"request_kind": of_mail_kind, "request_field": field}
"""What the mail of an answer calls them by."""
