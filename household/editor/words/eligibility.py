"""On which grounds a guardian sees a student of 18, what the district's policy makes of them, and why not."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules.eligibility import BasisFault, Ground

_GROUNDS = {
    Ground.DEPENDENT: _("Evidence that the student is a dependent for taxes"),
    Ground.CONSENT: _("Consent of the student, signed and dated"),
}
_BY_WORD = {each.value: said for each, said in _GROUNDS.items()}

_REFUSED = {
    BasisFault.NO_GROUND: _("Choose the ground."),
    BasisFault.NO_NOTE: _("Note what you have seen: which paper, or where the signed consent is kept."),
    BasisFault.NOT_GUARDIAN: _("This adult is no guardian of the student today. Correct the relationship first."),
    BasisFault.ON_RECORD: _("This ground is on record for this guardian already. Nothing was changed."),
    BasisFault.TO_COME: _("That day is still to come. Choose today, or the earlier day on which it was seen."),
}

_POLICIES = {
    "stop": _(
        "In this district no guardian sees the record from the 18th birthday on. What is noted here opens nothing."
    ),
    "dependent": _(
        "In this district a guardian sees the record from the 18th birthday on only where evidence of dependency is "
        "noted here. A consent alone opens nothing."
    ),
    "consent": _(
        "In this district a guardian sees the record from the 18th birthday on only with the student’s consent. "
        "Evidence of dependency alone opens nothing."
    ),
}


def ground(found: str | Ground) -> str:
    """What the ground is."""
    return str(_GROUNDS[found] if isinstance(found, Ground) else _BY_WORD.get(found, found))


def not_recorded(fault: BasisFault) -> str:
    """Why not, and what to do next."""
    return str(_REFUSED[fault])


def policy(name: str) -> str:
    """What the district does at 18."""
    return str(_POLICIES[name])
