"""What the help desk reads: steps on the way in, audiences and languages."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.rules.codes import Kind
from portal.rules.funnel import Step

UNKNOWN_LANGUAGE = "und"
"""How an address asks for those without a language on file."""


def step(code: str) -> str:
    """A step as the head of a column, or a figure's name."""
    return str(_STEPS[Step(code)]())


def step_labels(steps: Sequence[str]) -> list[tuple[str, ...]]:
    """Steps in one word each, for under the columns of a chart: every other one a line lower, for narrow screens."""
    said = [str(_SHORT[Step(each)]()) for each in steps]
    return [("", each) if place % 2 else (each,) for place, each in enumerate(said)]


def steps() -> list[str]:
    """All steps in their order, as heads of columns."""
    return [step(each) for each in Step]


def how_far(found: frozenset[Step]) -> str:
    """The furthest that somebody has come, in few words."""
    return step(next(each for each in _FURTHEST_FIRST if each in found))


def counted_how() -> list[str]:
    """Every step in a sentence."""
    return [what_is_counted(each) for each in Step]


def what_is_counted(code: str) -> str:
    """A step in a whole sentence: who is counted there."""
    return str(_COUNTED[Step(code)]())


def audience(kind: str) -> str:
    """Whom codes and accounts of a kind are for, said of many."""
    return str({Kind.PARENT: _("Guardians"), Kind.STUDENT: _("Students")}[Kind(kind)])


def one_of(kind: str) -> str:
    """The same of one person."""
    return str({Kind.PARENT: _("guardian"), Kind.STUDENT: _("student")}[Kind(kind)])


def language(code: str) -> str:
    """`Spanish`; a code nobody knows as it is."""
    if code in ("", UNKNOWN_LANGUAGE):
        return str(_("No language on file"))
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_locale())
    except (ValueError, UnknownLocaleError):
        return code
    return (name or code)[:1].upper() + (name or code)[1:]


def how_many_are_in(activated: int, entitled: int, *, said: str) -> str:
    """The finding of the page; `said` is the first number as this language writes it."""
    return str(
        ngettext(
            "%(activated)s of the one person entitled has an account.",
            "%(activated)s of %(num)s people entitled have an account.",
            entitled,
            activated=said,
        )
    )


_STEPS = {
    Step.ENTITLED: lambda: _("Entitled"),
    Step.CODED: lambda: _("Code issued"),
    Step.DELIVERED: lambda: _("Delivered"),
    Step.BOUNCED: lambda: _("Bounced"),
    Step.ACTIVATED: lambda: _("Account made"),
    Step.VALIDATED: lambda: _("Recovery email confirmed"),
    Step.SEEN: lambda: _("Seen in 30 days"),
    Step.WAITING: lambda: _("No account yet"),
}

_FURTHEST_FIRST = (
    Step.SEEN,
    Step.VALIDATED,
    Step.ACTIVATED,
    Step.BOUNCED,
    Step.DELIVERED,
    Step.CODED,
    Step.ENTITLED,
)

_SHORT = {
    **_STEPS,
    Step.CODED: lambda: _("Code"),
    Step.ACTIVATED: lambda: _("Account"),
    Step.VALIDATED: lambda: _("Confirmed"),
    Step.SEEN: lambda: _("Seen"),
}

_COUNTED = {
    Step.ENTITLED: lambda: _(
        "Entitled: guardians who see a student here today, and students in a grade with accounts."
    ),
    Step.CODED: lambda: _("Code issued: an activation code was made for them at least once."),
    Step.DELIVERED: lambda: _(
        "Delivered: the mail with the newest code was taken by their mail server, the code was handed over at the "
        "office, or a code was used. Nobody sees a letter arrive, so it counts once its code is used."
    ),
    Step.BOUNCED: lambda: _("Bounced: the mail with the newest code could not be delivered, and no account was made."),
    Step.ACTIVATED: lambda: _("Account made: they have an account."),
    Step.VALIDATED: lambda: _("Recovery email confirmed: they pressed the button behind the mailed link."),
    Step.SEEN: lambda: _("Seen in 30 days: they signed in within the 30 days before the counting."),
    Step.WAITING: lambda: _("No account yet: entitled, and no account was made."),
}
