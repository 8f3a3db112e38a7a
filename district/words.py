"""Sentences for the codes of the district's record, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules.searching import Ground

QUEUE = {
    "unknown-person": _("The row names a person the feed does not have."),
    "unknown-org": _("The row names a school or organization the feed does not have."),
    "unknown-class": _("The row names a class the feed does not have."),
    "unknown-agent": _("The person is tied to someone the feed does not have."),
    "unknown-course": _("The course is none that the district asks for."),
    "unknown-employee": _("Nobody on record has this employee ID or email."),
    "several-employees": _("Several people on record have this employee ID or email."),
    "completed-in-future": _("The course would have been completed on a day that is still to come."),
    "rows-contradict": _("Two rows give the same job different days."),
    "doubtful-match": _("This may be someone already on record."),
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
