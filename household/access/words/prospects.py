"""What would become of one person's access, in a sentence that follows their name."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from foundation.web.formats import short_day
from household.access.rules.prospects import Prospect, ProspectKind


def prospect(found: Prospect) -> str:
    """`loses it today`, or through which day it runs instead."""
    days = {"through": _day(found.through), "was": _day(found.was_through)}
    match found.kind:
        case ProspectKind.LOSES:
            sentence = _("loses access today; it ran through %(was)s.", **days)
        case ProspectKind.SHORTER if found.by_job:
            sentence = _("keeps access through %(through)s only, not through %(was)s: the job ends then.", **days)
        case ProspectKind.SHORTER:
            sentence = _("keeps access through %(through)s only, not through %(was)s.", **days)
        case ProspectKind.GAINS:
            sentence = _("gets access today, through %(through)s.", **days)
        case ProspectKind.LONGER:
            sentence = _("has access through %(through)s instead of %(was)s.", **days)
    return str(sentence)


def _day(day: date | None) -> str:
    return short_day(day) if day else str(_("no end in sight"))
