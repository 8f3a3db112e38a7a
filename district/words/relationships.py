"""What an adult is to a student, said from both ends, and why two people cannot be tied as asked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.relationship_types import relationship_types
from district.rules.relationships import TieFault

TYPES = {
    "mother": _("Mother"),
    "father": _("Father"),
    "parent": _("Parent"),
    "stepmother": _("Stepmother"),
    "stepfather": _("Stepfather"),
    "stepparent": _("Stepparent"),
    "foster parent": _("Foster parent"),
    "guardian": _("Guardian"),
    "grandparent": _("Grandparent"),
    "great-grandparent": _("Great-grandparent"),
    "aunt": _("Aunt"),
    "uncle": _("Uncle"),
    "great-aunt": _("Great-aunt"),
    "great-uncle": _("Great-uncle"),
    "brother": _("Brother"),
    "sister": _("Sister"),
    "sibling": _("Sibling"),
    "cousin": _("Cousin"),
    "godparent": _("Godparent"),
    "relative": _("Relative"),
    "caregiver": _("Caregiver"),
    "family friend": _("Family friend"),
    "friend": _("Friend"),
    "neighbor": _("Neighbor"),
    "doctor": _("Doctor"),
    "emergency contact": _("Emergency contact"),
    "other": _("Other"),
}
"""What an adult is to a student, by the type; another type is said as the source or the district words it."""

_SAYS = {
    "mother": _("%(adult)s is the mother of %(student)s. %(student)s is a child of %(adult)s."),
    "father": _("%(adult)s is the father of %(student)s. %(student)s is a child of %(adult)s."),
    "parent": _("%(adult)s is a parent of %(student)s. %(student)s is a child of %(adult)s."),
    "stepmother": _("%(adult)s is the stepmother of %(student)s. %(student)s is a stepchild of %(adult)s."),
    "stepfather": _("%(adult)s is the stepfather of %(student)s. %(student)s is a stepchild of %(adult)s."),
    "stepparent": _("%(adult)s is a stepparent of %(student)s. %(student)s is a stepchild of %(adult)s."),
    "foster-parent": _("%(adult)s is a foster parent of %(student)s. %(student)s is a foster child of %(adult)s."),
    "guardian": _("%(adult)s is a guardian of %(student)s. %(student)s is in the care of %(adult)s."),
    "grandparent": _("%(adult)s is a grandparent of %(student)s. %(student)s is a grandchild of %(adult)s."),
    "great-grandparent": _(
        "%(adult)s is a great-grandparent of %(student)s. %(student)s is a great-grandchild of %(adult)s."
    ),
    "aunt": _("%(adult)s is an aunt of %(student)s. %(student)s is a niece or nephew of %(adult)s."),
    "uncle": _("%(adult)s is an uncle of %(student)s. %(student)s is a niece or nephew of %(adult)s."),
    "great-aunt": _("%(adult)s is a great-aunt of %(student)s. %(student)s is a great-niece or -nephew of %(adult)s."),
    "great-uncle": _(
        "%(adult)s is a great-uncle of %(student)s. %(student)s is a great-niece or -nephew of %(adult)s."
    ),
    "brother": _("%(adult)s is a brother of %(student)s. %(student)s is a sibling of %(adult)s."),
    "sister": _("%(adult)s is a sister of %(student)s. %(student)s is a sibling of %(adult)s."),
    "sibling": _("%(adult)s is a sibling of %(student)s. %(student)s is a sibling of %(adult)s."),
    "cousin": _("%(adult)s is a cousin of %(student)s. %(student)s is a cousin of %(adult)s."),
    "godparent": _("%(adult)s is a godparent of %(student)s. %(student)s is a godchild of %(adult)s."),
    "relative": _("%(adult)s is a relative of %(student)s. %(student)s is a relative of %(adult)s."),
    "caregiver": _("%(adult)s takes care of %(student)s. %(student)s is in the care of %(adult)s."),
    "family-friend": _("%(adult)s is a friend of the family of %(student)s. %(student)s knows %(adult)s as one."),
    "neighbor": _("%(adult)s is a neighbor of %(student)s. %(student)s is a neighbor of %(adult)s."),
    "doctor": _("%(adult)s is the doctor of %(student)s. %(student)s is a patient of %(adult)s."),
    "emergency-contact": _(
        "%(adult)s is an emergency contact of %(student)s. For %(student)s, %(adult)s is called in an emergency."
    ),
}

_REFUSED = {
    TieFault.ONESELF: _("Nobody is their own relative. Choose another person."),
    TieFault.UNKNOWN_TYPE: _("Choose what this adult is to the child from the list."),
    TieFault.OTHER_WAY_ROUND: _(
        "On record the child is the elder of the two: the other way round. End that relationship first, or choose "
        "another type."
    ),
    TieFault.NOT_OLDER: _(
        "By the birth dates on record this adult is not old enough to be that to the child. Choose another type, or "
        "correct the birth date first."
    ),
    TieFault.NOT_OF_AGE: _(
        "By the birth date on record this person is not 18 on the first day. Choose another type, a later first day, "
        "or correct the birth date first."
    ),
    TieFault.ENDS_BEFORE_IT_BEGINS: _("The last day is before the first. Correct one of the two."),
    TieFault.LIVES_ELSEWHERE: _(
        "A person of this type lives elsewhere and is only called. Say no or not known at “lives with”, or choose what "
        "this person is to the child."
    ),
    TieFault.LIVES_HERE: _(
        "On record this person lives in the child’s household, and somebody of this type lives elsewhere and is only "
        "called. End the stay in the household first, or choose what this person is to the child."
    ),
    TieFault.PLACE_TAKEN: _(
        "Another adult of this child has that place in the order to call, and each place is one adult’s. Choose "
        "another, or set the whole order."
    ),
    TieFault.NO_SUCH_PLACE: _("A place in the order to call is a number from 1 to 20."),
    TieFault.ENDED: _("This relationship has ended by then already. Open the relationships again."),
}


def type_name(type: str) -> str:
    """`Foster parent`; what is in no list as it is worded."""
    return str(TYPES.get(type, type))


def both_ways(type: str, adult: str, student: str) -> str:
    """A relationship from either end: `Ana is the mother of Leo. Leo is a child of Ana.`"""
    kind = relationship_types().get(type)
    if kind is not None and kind.says in _SAYS:
        return str(_SAYS[kind.says]) % {"adult": adult, "student": student}
    return str(_("%(adult)s is on record for %(student)s as: %(type)s.", adult=adult, student=student, type=type))


def not_tied(fault: TieFault) -> str:
    """Why not, and what to do next."""
    return str(_REFUSED[fault])
