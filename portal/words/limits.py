"""Limits, in the words of families: what was set, what reached it, and how the number came about."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from foundation.web import formats
from portal.models import LimitReached
from portal.rules.limits import HIGHEST, LOWEST, MOST_DAYS, Basis, Refusal, What, percent_of


def what(each: LimitReached) -> str:
    """`Biology: 64.5 %, below 70 %`; `5 days absent; you asked to hear from 5 on`."""
    if What(each.what) is What.MARK:
        return str(
            _(
                "%(class_title)s: %(mark)s%%, below your %(limit)s%%",
                class_title=each.title,
                mark=format_decimal(percent_of(each.value)),
                limit=each.limit_was,
            )
        )
    days = ngettext("%(num)s day absent", "%(num)s days absent", each.value)
    return str(_("%(days)s; you asked to hear from %(limit)s on", days=days, limit=each.limit_was))


def how(each: LimitReached) -> str:
    """How the number came about, and from what."""
    said = basis(Basis(each.basis))
    of = _("Counted for %(span)s.", span=each.span_title) if each.span_title else ""
    sent = (
        _("From what the school had sent by %(moment)s.", moment=formats.near_moment(each.as_of)) if each.as_of else ""
    )
    return " ".join(part for part in (said, of, sent) if part)


def since(each: LimitReached) -> str:
    """When it was seen, and whether it is so still."""
    seen = formats.near_moment(each.reached_at)
    if each.over_at is None:
        return str(_("Seen on %(moment)s, and so still.", moment=seen))
    return str(_("Seen on %(moment)s; no longer so on %(over)s.", moment=seen, over=formats.near_moment(each.over_at)))


def basis(code: Basis) -> str:
    """How a number came about."""
    return str(_BASES[code]())


def refused(code: Refusal) -> str:
    """Why a limit is not taken."""
    return str(_REFUSED[code]())


def title(code: What) -> str:
    """What a limit is about."""
    return str(_TITLES[code]())


_TITLES = {What.MARK: lambda: _("Marks"), What.ABSENCES: lambda: _("Absences")}
_BASES = {
    Basis.TOLD: lambda: _("It is the school’s own mark."),
    Basis.WEIGHTED: lambda: _(
        "The school gives no mark: it is added up from the assignments, by the weight of each category."
    ),
    Basis.POINTS: lambda: _("The school gives no mark: it is added up from the points of all assignments."),
    Basis.DAYS: lambda: _(
        "A day counts when the school’s record of the whole day says absent, excused or not. Classes missed do not "
        "count."
    ),
}
_REFUSED = {
    Refusal.NO_PERCENT: lambda: _(
        "Type a whole number from %(lowest)s to %(highest)s, or leave it empty.", lowest=LOWEST, highest=HIGHEST
    ),
    Refusal.NO_DAYS: lambda: _(
        "Type a whole number from %(lowest)s to %(highest)s, or leave it empty.", lowest=1, highest=MOST_DAYS
    ),
}
