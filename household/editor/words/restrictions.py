"""What papers restrict an adult by, what they take, what is missing, and why one is not lifted."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules.restrictions import GOOD_FOR, Course, Instrument, LiftRefusal, OrderFault
from foundation.web import formats
from household.editor.queries.restrictions import OrderSeen

_INSTRUMENTS = {
    Instrument.COURT: _("Court order"),
    Instrument.CUSTODY: _("Custody order that takes rights away"),
    Instrument.PROTECTION: _("Protection order"),
    Instrument.DIVORCE: _("Divorce or separation decree that takes rights away"),
    Instrument.STATUTE: _("State statute"),
    Instrument.OTHER: _("Another legally binding document"),
}
_BY_WORD = {each.value: said for each, said in _INSTRUMENTS.items()}

_FAULTS = {
    OrderFault.NOTHING_TAKEN: _("Tick what the order takes: records, contact, pick-up, or several."),
    OrderFault.NO_INSTRUMENT: _(
        "Choose what the paper is. Without a court order, a statute or another legally binding document a parent’s "
        "rights stand, whoever has custody."
    ),
    OrderFault.NO_NUMBER: _("Write the number of the paper, or of the section of the statute."),
    OrderFault.NO_COURT: _("Write which court or office made the paper."),
    OrderFault.ENDS_BEFORE_IT_BEGINS: _("The last day is before the effective day. Correct one of the two."),
    OrderFault.OVER: _("By its last day this order binds no more. Check the paper; what is over is not recorded."),
    OrderFault.READ_MEANWHILE: _("A colleague read this paper meanwhile. Open the order again."),
    OrderFault.ONESELF: _("Nobody records an order about themselves. Ask a colleague."),
}

_REFUSED = {
    LiftRefusal.SAME_PERSON: _("You proposed this yourself, so somebody else has to confirm it. Nothing was changed."),
    LiftRefusal.EXPIRED: _("This proposal is older than 14 days. Propose it again. The order stands."),
    LiftRefusal.SETTLED: _("This proposal was confirmed or withdrawn meanwhile. Nothing was changed by you."),
    LiftRefusal.ASKED_ALREADY: _("To lift this order is proposed already; it waits for a second person."),
    LiftRefusal.OVER: _("This order binds no more. Nothing was changed."),
}

_COURSES = {
    Course.OPEN: _("waits for a second person"),
    Course.CONFIRMED: _("confirmed"),
    Course.WITHDRAWN: _("withdrawn"),
    Course.EXPIRED: _("expired"),
}


def instrument(word: str | Instrument) -> str:
    """`Protection order`; what an older record says as it says it."""
    return str(_BY_WORD.get(word.value if isinstance(word, Instrument) else word, word))


def fault(found: OrderFault) -> str:
    """What is missing, and what to do next."""
    return str(_FAULTS[found])


def not_lifted(refusal: LiftRefusal) -> str:
    """Why not, and what to do next."""
    return str(_REFUSED[refusal])


def course(found: Course) -> str:
    """What became of a proposal."""
    return str(_COURSES[found])


def takes(records: bool, contact: bool, pick_up: bool) -> str:
    """`no records, no contact, no pick-up`."""
    words = ((records, _("no records")), (contact, _("no contact")), (pick_up, _("no pick-up")))
    return ", ".join(str(word) for is_taken, word in words if is_taken)


def which(seen: OrderSeen) -> str:
    """The paper, for those who handle restrictions: `Protection order 2026-PO-118, District Court`."""
    if not seen.was_read:
        return str(_("Nobody has read the paper yet"))
    order = seen.order
    return ", ".join(each for each in (f"{instrument(order.instrument)} {order.number}".strip(), order.court) if each)


def through_when(seen: OrderSeen) -> str:
    """The last day on which a proposal can be confirmed."""
    return formats.short_day(seen.lift.proposed_on + GOOD_FOR) if seen.lift else ""
