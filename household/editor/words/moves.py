"""The sentences of moves and splits: what happened, what is in the way, and exactly what will be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _

from district.rules.moves import Concern, Fault, FaultKind, Kind, NewStay, Plan, Warned, Where
from foundation.web.formats import last_day, moment, short_day
from household.editor.queries import Fact, HouseholdSeen, PersonSeen
from household.editor.words import joined

Line = tuple[str, str]
"""What is written, and how its day was found."""

_KINDS = {
    Kind.MOVE: _("They moved, or will move, on a day"),
    Kind.CORRECTION: _("The address on record was never right: correct a mistake"),
    Kind.TEMPORARY: _("They had to leave home and live elsewhere for a time"),
}
_PLACES = {
    Where.HERE: _("Stays here"),
    Where.THERE: _("Goes to the other home"),
    Where.HERE_FIRST: _("Lives in both: here first, the other home second"),
    Where.THERE_FIRST: _("Lives in both: the other home first, here second"),
}
_CONCERNS = {
    (Concern.STUDENTS_ALONE, False): _("No adult stays here with the students."),
    (Concern.STUDENTS_ALONE, True): _("No adult lives with the students in the other home."),
    (Concern.NO_GUARDIAN, False): _("A student here has no guardian in this household."),
    (Concern.NO_GUARDIAN, True): _("A student in the other home has no guardian there."),
    (Concern.NO_MAIL, False): _("Nobody in this household gets the mail about the students."),
    (Concern.NO_MAIL, True): _("Nobody in the other home gets the mail about the students."),
}
_FAULTS: dict[FaultKind, Callable[[str, str], object]] = {
    FaultKind.NOBODY: lambda name, day: _("Tick whoever lives elsewhere now. Nobody moves who is not ticked."),
    FaultKind.NOBODY_STAYS: lambda name, day: _("Nobody stays here. That is a move of the whole household: use Move."),
    FaultKind.TOO_FAR: lambda name, day: _(
        "A move is entered a year ahead at most. Choose %(day)s or earlier.", day=day
    ),
    FaultKind.ENDS_TOO_EARLY: lambda name, day: _("Choose the last day there: %(day)s or later.", day=day),
    FaultKind.CAME_LATER: lambda name, day: _(
        "%(name)s lives here since %(day)s. Choose a later day, or correct a mistake if they never lived here.",
        name=name,
        day=day,
    ),
    FaultKind.LEAVES_ALREADY: lambda name, day: _(
        "%(name)s leaves this household on %(day)s, which is on record already. Take that move back first.",
        name=name,
        day=day,
    ),
    FaultKind.ADDRESS_IS_NEWER: lambda name, day: _(
        "The present address counts since %(day)s. Choose a later day, or correct a mistake if it was never right.",
        day=day,
    ),
    FaultKind.ADDRESS_ENDS_ALREADY: lambda name, day: _(
        "Another move is on record for %(day)s. Take it back first.", day=day
    ),
    FaultKind.NO_ADDRESS: lambda name, day: _("No address is on record that could be wrong. Enter a move instead."),
    FaultKind.SAME_ADDRESS: lambda name, day: _("This is the address on record already. Type the new one."),
    FaultKind.THERE_LATER: lambda name, day: _(
        "The other household is on record since %(day)s. Choose that day or a later one.", day=day
    ),
    FaultKind.LIVES_THERE_ALREADY: lambda name, day: _(
        "%(name)s lives in the other household already. Leave them out, or end that stay first.", name=name
    ),
    FaultKind.ONLY_CALLED: lambda name, day: _(
        "%(name)s is only called in an emergency about somebody in that home, and by that lives elsewhere. Change the "
        "relationship first, or leave one of the two out.",
        name=name,
    ),
}


def kind(which: Kind) -> str:
    """What happened, to choose from."""
    return str(_KINDS[which])


def where(which: Where) -> str:
    """Where a member lives afterwards, to choose from."""
    return str(_PLACES[which])


def concern(warned: Warned) -> str:
    """What is to be looked at."""
    return str(_CONCERNS[warned.concern, warned.is_there])


def refused(fault: Fault, names: Mapping[int, str]) -> str:
    """Why a move cannot be as asked, and what to do next."""
    name = names.get(fault.person_id or 0, str(_("Somebody")))
    day = fault.day + timedelta(days=1) if fault.day and fault.kind is FaultKind.ENDS_TOO_EARLY else fault.day
    return str(_FAULTS[fault.kind](name, short_day(day) if day else str(_("that day"))))


def written(plan: Plan, *, names: Mapping[int, str], address: str, other: str, phone: str) -> list[Line]:
    """Everything that is written, in sentences; `other`: what the household they come to is called, if there is one."""
    lines = [
        *(_address_ends(each.ends, was_never=each.was_never) for each in plan.ended_places),
        *([_address_begins(plan, address)] if plan.new_place else []),
        *_who_leaves(plan, names),
        *_who_comes(plan, names, other),
    ]
    if phone and plan.new_place is not None and plan.new_place.is_there:
        lines.append((str(_("The other home’s phone is %(phone)s.", phone=phone)), ""))
    if plan.closes_on is not None:
        told = _("Nobody lives in this household any more: it is closed, and its history is kept.")
        lines.append((str(told), str(_("Everybody is ticked."))))
    if plan.staying:
        told = _("%(names)s: nothing changes.", names=joined([names[each] for each in plan.staying]))
        lines.append((str(told), ""))
    return lines


def coming(names: Sequence[str], day: date, *, to_other: bool) -> str:
    """A move that is to come, on the household’s page."""
    first = short_day(day)
    if not names:
        return str(_("The household will move on %(day)s.", day=first))
    if to_other:
        return str(_("%(names)s will live here too from %(day)s on.", names=joined(names), day=first))
    return str(_("%(names)s will move on %(day)s.", names=joined(names), day=first))


def title(road: str, household: str) -> str:
    """What the pages of a move or a split are called."""
    if road == "split":
        return str(_("Split: %(household)s", household=household))
    return str(_("Move: %(household)s", household=household))


def about(road: str) -> str:
    """What they are for, in a line."""
    if road == "split":
        return str(_("One household becomes two. Only what you say here changes."))
    return str(_("Another address, for everybody or for some. Only whom you tick moves."))


def to_come(fact: Fact, seen: HouseholdSeen) -> str:
    """A move that is to come: the household moves, some leave it, or some come to it."""
    day = fact.starts or seen.starts
    if not fact.is_sure:
        return coming([each.person.name for each in seen.members if each.starts == day], day, to_other=True)
    leaving = [each.person.name for each in seen.members if each.ends == day and not each.was_never]
    return coming(leaving if fact.texts[2] else [], day, to_other=False)


def lives_there(people: Sequence[PersonSeen]) -> str:
    """Who lives at the new address already; whoever is out of reach is masked."""
    return str(_("At this address on record: %(names)s.", names=joined([each.name for each in people])))


def proof_hint(days: int) -> str:
    """What is to be brought, and until when it may be missing."""
    if not days:
        return str(_("A move is saved with a proof alone. A correction, or a home for a time, needs none."))
    told = ngettext(
        "Without one the move is saved, and asked about again after %(num)s day.",
        "Without one the move is saved, and asked about again after %(num)s days.",
        days,
    )
    return str(told)


def proof_seen(fact: Fact, proofs: Sequence[tuple[str, str]]) -> str:
    """`Proof of residence: a lease, July 2, 2026 (5 Elm Way); seen by Noelle Archer on July 6, 2026.`"""
    kind, dated, seer, line, *_rest = fact.texts
    told = _(
        "Proof of residence: %(kind)s, %(day)s (%(address)s); seen by %(name)s on %(moment)s.",
        kind=proof_kind(kind, proofs),
        day=short_day(date.fromisoformat(dated)),
        address=line or _("a confidential address"),
        name=seer or _("somebody unknown"),
        moment=moment(fact.at) if fact.at else "",
    )
    return str(told)


def proof_kind(kind: str, proofs: Sequence[tuple[str, str]]) -> str:
    """A kind of paper in the reader’s language, where the district has words for it."""
    spoken = get_locale()
    if spoken is not None and spoken.language == "es":
        return dict(proofs).get(kind, kind)
    return kind


def proof_missing(due_on: date) -> str:
    """That a proof is still to be brought."""
    return str(_("Proof of residence is missing. Ask for it by %(day)s.", day=short_day(due_on)))


def _address_ends(ends: date, *, was_never: bool) -> Line:
    if was_never:
        told = _("The address on record so far never counted. It stays in the history as a mistake.")
        return str(told), str(_("A mistake ends on the day it began, %(day)s.", day=short_day(ends)))
    told = _("The address on record so far counts through %(day)s.", day=last_day(ends))
    return str(told), str(_("The day before the first day at the new one."))


def _address_begins(plan: Plan, address: str) -> Line:
    place = plan.new_place
    assert place is not None  # noqa: S101 - asked for only where there is one
    first = short_day(place.span.starts)
    if place.span.ends is not None:
        told = _(
            "%(address)s counts from %(day)s through %(last)s, beside the address at home.",
            address=address,
            day=first,
            last=last_day(place.span.ends),
        )
        return str(told), str(_("The days you typed."))
    told = _("%(address)s counts from %(day)s on.", address=address, day=first)
    if plan.kind is Kind.CORRECTION:
        return str(told), str(_("The day on which the wrong record began."))
    return str(told), str(_("The day you typed."))


def _who_leaves(plan: Plan, names: Mapping[int, str]) -> list[Line]:
    """Those who live here no more, by the day; not those for whom this becomes the second home."""
    both = {each.person_id for each in plan.new_stays if not each.is_there}
    days: dict[tuple[date, bool], list[str]] = {}
    for each in plan.ended_stays:
        if each.person_id is not None and each.person_id not in both:
            days.setdefault((each.ends, each.was_never), []).append(names[each.person_id])
    return [_leaves(joined(who), day, was_never=was_never) for (day, was_never), who in days.items()]


def _leaves(names: str, ends: date, *, was_never: bool) -> Line:
    if was_never:
        told = _("%(names)s: never lived here. The stay remains in the history as a mistake.", names=names)
        return str(told), str(_("A mistake ends on the day it began, %(day)s.", day=short_day(ends)))
    told = _("%(names)s: lives here through %(day)s.", names=names, day=last_day(ends))
    return str(told), str(_("The day before the first day in the other home."))


def _who_comes(plan: Plan, names: Mapping[int, str], other: str) -> list[Line]:
    return [(_comes(each, names[each.person_id], other), _why_which_home(each)) for each in plan.new_stays]


def _comes(stay: NewStay, name: str, other: str) -> str:
    where = (other or str(_("a household of their own"))) if stay.is_there else str(_("this household"))
    first = short_day(stay.span.starts)
    if stay.span.ends is not None:
        last = last_day(stay.span.ends)
        told = _("%(name)s: in %(home)s from %(day)s through %(last)s.", name=name, home=where, day=first, last=last)
    elif stay.is_secondary:
        told = _("%(name)s: second home in %(home)s from %(day)s on.", name=name, home=where, day=first)
    else:
        told = _("%(name)s: first home in %(home)s from %(day)s on.", name=name, home=where, day=first)
    return str(told)


def _why_which_home(stay: NewStay) -> str:
    if stay.span.ends is not None:
        return str(_("For a time alone, so the first home stays the first."))
    return str(_("Everybody has one first home; the other one is the second.")) if stay.is_secondary else ""
