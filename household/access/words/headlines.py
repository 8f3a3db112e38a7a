"""The first sentence of a page about one person's access, its own facts in bold, and the line below it."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from foundation.web.formats import short_day
from household.access.rules.answers import Answer, ReasonCode, RequirementKind, State

STAMPS: dict[State, str] = {
    State.ACTIVE: "good",
    State.RECERTIFY: "ember",
    State.AWAITING_APPROVAL: "wait",
    State.IN_PROGRESS: "wait",
    State.NONE: "",
    State.LAPSED: "bad",
    State.ENDED: "bad",
    State.REVOKED: "bad",
}
"""The sign of each state; ember only where the reader has to do something now."""


def own(answer: Answer) -> Markup:
    """How you stand, said to you."""
    return _filled(_OWN[answer.state](answer), answer)


def of_someone(answer: Answer, name: str) -> Markup:
    """How somebody stands, said to DoTS."""
    return _filled(_SOMEONE[answer.state](), answer, name=name)


def what_follows(answer: Answer) -> str:
    """What comes of it by itself, and what does not; nothing where there is nothing to add."""
    if answer.state is State.ACTIVE:
        return _while_active(answer)
    if answer.state is State.RECERTIFY:
        return str(_("The window to renew is open. Renewed in time, access goes on without a gap."))
    if answer.state is State.REVOKED or answer.through_if_met is None:
        return ""
    return str(
        _("If all of it were on record today, access would run through %(day)s.", day=short_day(answer.through_if_met))
    )


def _while_active(answer: Answer) -> str:
    if any(each.code is ReasonCode.GIVEN_BY_HAND for each in answer.reasons):
        return str(_("DoTS gave it by hand. It ends after its last day, unless all requirements are met by then."))
    if any(each.code is ReasonCode.JOB_ENDS_FIRST for each in answer.reasons) or answer.window_opens is None:
        return str(_("It ends with the job. A new job that fits, begun by then, keeps it."))
    return str(
        _("You can renew it from %(day)s on. Until then there is nothing to do.", day=short_day(answer.window_opens))
    )


def _filled(sentence: str, answer: Answer, **more: str) -> Markup:
    day = short_day(answer.through) if answer.through is not None else ""
    revoked = next((each.day for each in answer.reasons if each.code is ReasonCode.REVOKED), None)
    return Markup(sentence) % {"day": day, "revoked": short_day(revoked) if revoked else "", **more}  # noqa: S704


def _missing(answer: Answer) -> int:
    return sum(
        each.missing is not None for each in answer.requirements if each.kind is not RequirementKind.RECERTIFICATION
    )


def _on_the_way(answer: Answer) -> str:
    missing = _missing(answer)
    return str(
        ngettext(
            "You do not have household access yet: <b>one requirement is missing.</b>",
            "You do not have household access yet: <b>%(num)s requirements are missing.</b>",
            missing,
        )
    )


def _none(answer: Answer) -> str:
    if any(each.code is ReasonCode.NO_TRACK for each in answer.reasons):
        return str(_("You do not have household access: <b>the job on record does not come with it.</b>"))
    if any(each.code is ReasonCode.NO_JOB for each in answer.reasons):
        return str(_("You do not have household access: <b>no current job of yours is on record.</b>"))
    return str(_("You do not have household access: <b>none of the courses is on record yet.</b>"))


_OWN: dict[State, Callable[[Answer], str]] = {
    State.ACTIVE: lambda answer: _("You have household access <b>through %(day)s.</b>"),
    State.RECERTIFY: lambda answer: _("You have household access <b>through %(day)s, unless you renew it.</b>"),
    State.LAPSED: lambda answer: _(
        "You do not have household access today: <b>it lapsed, and %(day)s was its last day.</b>"
    ),
    State.ENDED: lambda answer: _(
        "You do not have household access today: <b>it ended, and %(day)s was its last day.</b>"
    ),
    State.REVOKED: lambda answer: _("You do not have household access today: <b>it was taken away on %(revoked)s.</b>"),
    State.AWAITING_APPROVAL: lambda answer: _(
        "You do not have household access yet: <b>only the principal’s approval is missing.</b>"
    ),
    State.IN_PROGRESS: _on_the_way,
    State.NONE: _none,
}

_SOMEONE: dict[State, Callable[[], str]] = {
    State.ACTIVE: lambda: _("%(name)s has household access <b>through %(day)s.</b>"),
    State.RECERTIFY: lambda: _("%(name)s has household access <b>through %(day)s, unless it is renewed.</b>"),
    State.LAPSED: lambda: _("%(name)s has no household access: <b>it lapsed, and %(day)s was its last day.</b>"),
    State.ENDED: lambda: _("%(name)s has no household access: <b>it ended, and %(day)s was its last day.</b>"),
    State.REVOKED: lambda: _("%(name)s has no household access: <b>it was taken away on %(revoked)s.</b>"),
    State.AWAITING_APPROVAL: lambda: _("%(name)s has no household access yet: <b>only the approval is missing.</b>"),
    State.IN_PROGRESS: lambda: _("%(name)s has no household access yet: <b>courses are begun.</b>"),
    State.NONE: lambda: _("%(name)s has no household access: <b>no course is on record, or no job that it is for.</b>"),
}
