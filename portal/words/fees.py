"""What a family reads of fees: for what, how much, until when, and what is paid."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from district.queries.fees import FeeSeen
from district.rules.fees import FeeStanding, Sums
from foundation.web import formats

SIGNS = {FeeStanding.OWED: "wait", FeeStanding.LATE: "bad", FeeStanding.PAID: "good", FeeStanding.WAIVED: ""}
"""The colour that repeats the words."""
_STANDINGS = {
    FeeStanding.OWED: lambda: _("Owed"),
    FeeStanding.LATE: lambda: _("Late"),
    FeeStanding.PAID: lambda: _("Paid"),
    FeeStanding.WAIVED: lambda: _("Waived: nothing to pay"),
}


def standing(code: FeeStanding) -> str:
    """`Late`."""
    return str(_STANDINGS[code]())


def in_short(sums: Sums) -> str:
    """What is owed as a whole, in one sentence."""
    if not sums.owed:
        return str(_("Nothing is owed today."))
    return str(_("%(amount)s is owed.", amount=formats.money(sums.owed)))


def what(fee: FeeSeen) -> str:
    """The title, and beneath it note and school where there are any."""
    return ". ".join(each.rstrip(".") for each in (fee.title, fee.note, fee.school) if each)


def due(fee: FeeSeen) -> str:
    """The last day that is in time."""
    return str(formats.short_day(fee.due_on) if fee.due_on else _("No day is set"))


def paid(fee: FeeSeen) -> str:
    """What was paid, and when the last of it."""
    if not fee.paid:
        return str(_("Nothing yet"))
    amount = formats.money(fee.paid, fee.currency)
    return str(_("%(amount)s on %(day)s", amount=amount, day=formats.short_day(fee.paid_on)) if fee.paid_on else amount)


def open_rows(fees: Iterable[FeeSeen]) -> list[tuple[str, str, str, str, str]]:
    """Fees still owed: for what, due when, how much, paid, still owed."""
    return [
        (what(f), due(f), formats.money(f.amount, f.currency), paid(f), formats.money(f.owed, f.currency)) for f in fees
    ]


def settled_rows(fees: Iterable[FeeSeen]) -> list[tuple[str, str, str, str]]:
    """Fees that need nothing any more: for what, how much, paid, how it stands."""
    return [
        (
            what(each),
            formats.money(each.amount, each.currency),
            paid(each) if each.paid else "–",
            standing(each.standing),
        )
        for each in fees
    ]
