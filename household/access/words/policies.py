"""The policy in force in plain sentences: which courses count, what ends access, and the way back."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from household.access.rules.policy import AfterReturn, Policy
from household.access.words.labels import after_lapse, after_return, on_change


def what_counts(policy: Policy) -> list[str]:
    """When a finished course counts towards access."""
    years = policy.course_fresh_school_years
    fresh = ngettext(
        "It was finished no earlier than in the school year before the one in which the last requirement is met.",
        "It was finished no earlier than %(num)s school years before the one in which the last requirement is met.",
        years,
    )
    said = [
        fresh if years else _("It was finished in the school year in which the last requirement is met."),
        _("The courses were finished in their order; on the same day is in order."),
        _("After access lapsed, only what is finished after its last day counts."),
    ]
    if policy.after_return is AfterReturn.FULL_COURSES:
        said.append(_("After a departure, only what is finished after the return counts."))
    return said


def what_ends(policy: Policy) -> list[str]:
    """What ends access, each with the way back."""
    return [
        _(
            "Not renewed by its last day, it lapses. The way back: %(way)s.",
            way=_small(after_lapse(policy.after_lapse)),
        ),
        _("When you leave and come back: %(way)s.", way=_small(after_return(policy.after_return))),
        _("When your job changes: %(way)s.", way=_small(on_change(policy.on_job_change))),
        _("When your place of work changes: %(way)s.", way=_small(on_change(policy.on_location_change))),
    ]


def _small(sentence: str) -> str:
    """A label as the end of a sentence."""
    return sentence[:1].lower() + sentence[1:]
