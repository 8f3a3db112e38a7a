"""What staff read of the pages a school hides."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from foundation.web import formats
from portal.queries.hiding import Hiding
from portal.rules.hiding import HidingFault

_FAULTS = {
    HidingFault.ALWAYS_SHOWN: lambda: _(
        "Families may see at any time who has looked at a record. Choose another page."
    ),
    HidingFault.BEGINS_IN_THE_PAST: lambda: _("Families have seen the page on that day. Choose today or a later day."),
    HidingFault.ENDS_BEFORE_IT_BEGINS: lambda: _("The last day comes before the first. Choose a later one, or none."),
    HidingFault.HIDDEN_ALREADY: lambda: _(
        "The school hides this page already, or will. Show it again first, then hide it for the days you want."
    ),
}


def fault(code: HidingFault) -> str:
    """Why a page is not hidden, and what to do."""
    return str(_FAULTS[code]())


def days(hiding: Hiding) -> str:
    """From which day through which: `November 18, 2026 through December 4, 2026`."""
    first = formats.short_day(hiding.starts)
    if hiding.ends is None:
        return str(_("From %(first)s until it is shown again", first=first))
    return str(_("%(first)s through %(last)s", first=first, last=formats.last_day(hiding.ends)))


def state(hiding: Hiding, on: date) -> str:
    """How it stands on a day, in a few words."""
    if hiding.ended_at is not None and (hiding.ends is None or hiding.ends > on):
        return str(_("Shown again"))
    if hiding.is_over(on):
        return str(_("Over"))
    return str(_("Hidden today")) if hiding.starts <= on else str(_("Not begun"))
