"""Why somebody cannot live somewhere as asked, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules.homes import HomeFault

_REFUSED = {
    HomeFault.ENDS_BEFORE_IT_BEGINS: _("The last day is before the first. Correct one of the two."),
    HomeFault.IS_MEMBER: _("Somebody lives in this household on these days already. End that first, or choose others."),
    HomeFault.HAS_FIRST_HOME: _(
        "Another household is the first home on these days, and there is one at a time. Let this be a second home, or "
        "end the stay there first: a move does both."
    ),
    HomeFault.HAS_PRIMARY_ADDRESS: _(
        "The household has another primary address on these days, and there is one at a time. End that one first: a "
        "move does both."
    ),
    HomeFault.LIVES_THERE: _("The household has this address on these days already."),
    HomeFault.NOT_A_MEMBER: _("This person is not in the household on that day. Open the household again."),
    HomeFault.NOT_THERE_YET: _("That day is before the first one. Choose the first day, or a later one."),
    HomeFault.ONLY_CALLED: _(
        "By the relationships on record somebody in this household lives elsewhere, and is only called in an "
        "emergency. Change the relationship first. Where you cannot open it, ask a colleague at the student’s school."
    ),
    HomeFault.HOUSEHOLD_ENDED: _("This household was closed by then. Choose an earlier day, or another household."),
}


def refused(fault: HomeFault) -> str:
    """The sentence beside the form."""
    return str(_REFUSED[fault])


def only_called(adult: str, student: str) -> str:
    """Why one of the two does not come to live with the other, and what to do next."""
    said = _(
        "%(adult)s is only called in an emergency about %(student)s, and by that lives elsewhere. If they do live "
        "together, change the relationship first.",
        adult=adult,
        student=student,
    )
    return str(said)


def change_the_tie(adult: str, student: str) -> str:
    """The way to do so."""
    return str(_("Change what %(adult)s is to %(student)s", adult=adult, student=student))
