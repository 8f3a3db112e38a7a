"""Which organizations whoever is here sees, and of which they choose the contacts."""

from __future__ import annotations

from typing import cast

from foundation import clock
from support.queries.organizations import ADMIN, REGISTRAR, Reach, schools_worked_for
from support.views.door import CASES, CONTACTS, appointments, me

_KNOWN = "support.schools"


def reach() -> Reach:
    """What is seen: by administrators and advisors all, by others those they choose for and those they ask for."""
    chosen = chooses()
    own = frozenset(each.organization_id for each in appointments())
    return Reach(chosen.everywhere or me().may(CASES), chosen.school_ids, own)


def chooses() -> Reach:
    """Whose contacts are chosen: by administrators everybody’s, by registrars those of where they work today."""
    if not me().may(CONTACTS):
        return Reach()
    if ADMIN in me().roles:
        return Reach(everywhere=True)
    return Reach(school_ids=_worked_for()) if REGISTRAR in me().roles else Reach()


def _worked_for() -> frozenset[int]:
    """Asked once a request."""
    known = me().known
    if _KNOWN not in known:
        known[_KNOWN] = schools_worked_for(me().person_id, on=clock.today())
    return cast("frozenset[int]", known[_KNOWN])
