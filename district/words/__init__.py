"""Sentences for the codes of the district's record, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules import grades
from district.rules.business_days import Closed
from district.rules.searching import Ground

QUEUE = {
    "unknown-person": _("The row names a person the feed does not have."),
    "unknown-org": _("The row names a school or organization the feed does not have."),
    "unknown-class": _("The row names a class the feed does not have."),
    "unknown-line-item": _("Results name an assignment the feed does not have."),
    "results-of-unknown": _("Results are of a person the feed does not have."),
    "marks-of-unknown": _("Marks of a term are of a class the feed does not have."),
    "unknown-agent": _("The person is tied to someone the feed does not have."),
    "unknown-course": _("The course is none that the district asks for."),
    "unknown-employee": _("Nobody on record has this employee ID or email."),
    "several-employees": _("Several people on record have this employee ID or email."),
    "unknown-student": _("Nobody on record has this student number."),
    "several-students": _("Several people on record have this student number."),
    "unknown-descriptor": _("The feed has a word for attendance that nobody has explained."),
    "completed-in-future": _("The course would have been completed on a day that is still to come."),
    "required-cell-empty": _("A cell that is needed is empty."),
    "nobody-named": _("The row does not say whose course it is."),
    "unreadable-date": _("The day cannot be read."),
    "impossible-id": _("The employee ID has signs that no ID has."),
    "same-file-twice": _("Several rows have the same file."),
    "no-such-file": _("The file it names is not there."),
    "no-pdf": _("The file it names is no PDF."),
    "too-large": _("The file it names is too large."),
    "same-id-twice": _("Several rows have the same ID."),
    "negative-amount": _("The amount is below zero."),
    "unreadable-amount": _("The amount cannot be read."),
    "unreadable-number": _("The number cannot be read."),
    "unreadable-year": _("The school year cannot be read."),
    "paid-too-much": _("More is paid than is owed."),
    "formula": _("A text begins like a formula of a spreadsheet."),
    "rows-contradict": _("Two rows give the same job different days."),
    "doubtful-match": _("This may be someone already on record."),
    "contact-restriction": _(
        "The feed restricts what this adult may do or know about the student. Read it, and record it."
    ),
    "restriction-untold": _(
        "The feed no longer tells why it restricted this adult. The restriction stands until two people lift it."
    ),
    "office-edit": _("The feed has a new value where the office set its own."),
}
"""What a queued row asks a person to settle, by its code."""

FOUND_BY = {
    Ground.NAME: _("by name"),
    Ground.NUMBER: _("by number"),
    Ground.FORMER_NAME: _("by a former name"),
    Ground.NICKNAME: _("by a name used for it"),
    Ground.PHONE: _("by phone"),
    Ground.EMAIL: _("by email"),
    Ground.ADDRESS: _("by address"),
}
"""Why a search found someone."""

CLOSED = {
    Closed.WEEKEND: _("Weekend"),
    Closed.NEW_YEAR: _("New Year’s Day"),
    Closed.KING: _("Martin Luther King Jr. Day"),
    Closed.WASHINGTON: _("Presidents’ Day"),
    Closed.MEMORIAL: _("Memorial Day"),
    Closed.JUNETEENTH: _("Juneteenth"),
    Closed.INDEPENDENCE: _("Independence Day"),
    Closed.LABOR: _("Labor Day"),
    Closed.COLUMBUS: _("Columbus Day"),
    Closed.VETERANS: _("Veterans Day"),
    Closed.THANKSGIVING: _("Thanksgiving"),
    Closed.CHRISTMAS: _("Christmas Day"),
    Closed.HOLIDAY: _("Federal holiday"),
    Closed.CLOSURE: _("The district is closed"),
}
"""Why a day is no business day."""


def grade(code: str) -> str:
    """`Grade 10`, `Kindergarten`; empty where the feed says none, or none that is a CEDS code."""
    if code in grades.KINDERGARTEN_TO_FIVE + grades.SIX_TO_TWELVE and code.isdecimal():
        return str(_("Grade %(number)s", number=int(code)))
    return str(_GRADES.get(code, ""))


_GRADES = {
    "IT": _("Infant or toddler program"),
    "PR": _("Preschool"),
    "PK": _("Prekindergarten"),
    "TK": _("Transitional kindergarten"),
    "KG": _("Kindergarten"),
    "13": _("After grade 12"),
    "PS": _("After grade 12"),
    "UG": _("Ungraded"),
    "Other": _("Ungraded"),
}
