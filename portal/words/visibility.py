"""Why a child is shown or not, said to a family: no other adult, no household, no order is ever named."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.rules.visibility import Told


def why(told: Told, name: str) -> str:
    """The reason, from the record."""
    return str(_WHY[told](name))


def next_step(told: Told, name: str) -> str:
    """What to do; empty where nothing is to be done."""
    return str(_NEXT[told](name)) if told in _NEXT else ""


def _take_id(name: str) -> str:
    return str(_("Go to the school’s office with a photo ID: it can look at the record and correct it."))


_WHY = {
    Told.SHOWN: lambda name: _("The school has you on record as a guardian with portal access.", name=name),
    Told.OF_AGE: lambda name: _("%(name)s is 18. The rights to the school record are %(name)s’s own now.", name=name),
    Told.LEFT: lambda name: _("%(name)s is no longer enrolled in this district, and the pages have closed.", name=name),
    Told.ENTERS_LATER: lambda name: _("%(name)s enters later. The pages open some weeks before.", name=name),
    Told.NOT_ENROLLED: lambda name: _("No enrollment of %(name)s has reached us yet.", name=name),
    Told.NOT_GUARDIAN: lambda name: _("The school has you on record for %(name)s, and not as a guardian.", name=name),
    Told.NOT_CONFIRMED: lambda name: _(
        "The school has not confirmed yet that the pages of %(name)s are for you to see.", name=name
    ),
    Told.PORTAL_OFF: lambda name: _("Portal access to the pages of %(name)s is off for you.", name=name),
}
_NEXT = {
    Told.OF_AGE: lambda name: _(
        "%(name)s can agree at the school’s office that you go on seeing it; where the district goes by dependency, "
        "you show the office that %(name)s is your dependent for taxes.",
        name=name,
    ),
    Told.LEFT: lambda name: _("Ask the last school for a copy of the record."),
    Told.ENTERS_LATER: lambda name: _(
        "Nothing to do: it shows by itself. If the day is wrong, ask the school’s office."
    ),
    Told.NOT_ENROLLED: lambda name: _("If %(name)s goes to school here already, tell the school’s office.", name=name),
    Told.NOT_GUARDIAN: _take_id,
    Told.NOT_CONFIRMED: _take_id,
    Told.PORTAL_OFF: _take_id,
}
