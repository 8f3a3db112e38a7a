"""What a move changes: which stays and addresses end, which begin, who stays, and what is to be looked at.

Nothing is deleted. `ends` is the first day that no longer counts: an address that ends on the day of the move counts
through the day before it. What was never right ends on the day it began.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from district.rules.homes import Span
from district.rules.moves.facts import (
    Asked,
    Concern,
    Ending,
    Fault,
    FaultKind,
    Home,
    Kind,
    Member,
    NewPlace,
    NewStay,
    Place,
    Plan,
    Warned,
    Where,
    holds,
)

FARTHEST = timedelta(days=366)
"""How long before its day a move may be entered."""


def planned(home: Home, asked: Asked, *, today: date, must_split: bool = False) -> Plan | Fault:
    """What a move changes, or why it cannot be as asked. `must_split`: somebody has to stay."""
    members = home.members_on(asked.day)
    where = {each.person_id: asked.where.get(each.person_id, Where.HERE) for each in members}
    going = [each for each in members if where[each.person_id] is not Where.HERE]
    is_everybody = all(each is Where.THERE for each in where.values())
    fault = _fault_of_days(asked, today) or _fault_of_people(asked, going, where)
    if fault is None and (not going or (must_split and is_everybody)):
        fault = Fault(FaultKind.NOBODY if not going else FaultKind.NOBODY_STAYS)
    if fault is not None:
        return fault
    if is_everybody and asked.into is None:
        return _of_household(home, asked, members)
    plan = _of_members(home, asked, members, going, where, is_everybody=is_everybody)
    return _fault_of_ties(plan, home, asked) or plan


def _fault_of_days(asked: Asked, today: date) -> Fault | None:
    if asked.day > today + FARTHEST:
        return Fault(FaultKind.TOO_FAR, day=today + FARTHEST)
    if asked.kind is Kind.TEMPORARY and (asked.ends is None or asked.ends <= asked.day):
        return Fault(FaultKind.ENDS_TOO_EARLY, day=asked.day)
    return None


def _fault_of_people(asked: Asked, going: list[Member], where: Mapping[int, Where]) -> Fault | None:
    there = {each.person_id: each for each in asked.into.members} if asked.into else {}
    for each in going:
        leaves = asked.kind is not Kind.TEMPORARY and where[each.person_id] is not Where.HERE_FIRST
        if leaves and asked.kind is Kind.MOVE and each.span.starts >= asked.day:
            return Fault(FaultKind.CAME_LATER, each.person_id, each.span.starts)
        if each.span.ends is not None:
            return Fault(FaultKind.LEAVES_ALREADY, each.person_id, each.span.ends)
        if each.person_id in there:
            return Fault(FaultKind.LIVES_THERE_ALREADY, each.person_id)
        if asked.into is not None and asked.into.starts > _first_day(asked, each):
            return Fault(FaultKind.THERE_LATER, each.person_id, asked.into.starts)
    return None


def _fault_of_ties(plan: Plan, home: Home, asked: Asked) -> Fault | None:
    """Nobody comes to live with a student about whom they are only called, nor such a student with them."""
    into = asked.into.members if asked.into else ()
    known = {each.person_id: each for each in (*home.members, *into)}
    left = {each.person_id for each in plan.ended_stays}
    here = {each.person_id for each in home.members} - left
    there = {each.person_id for each in into} | {each.person_id for each in plan.new_stays if each.is_there}
    for stay in plan.new_stays:
        for other in sorted(there if stay.is_there else here):
            for adult, student in ((stay.person_id, other), (other, stay.person_id)):
                if student in known[adult].only_called_for:
                    return Fault(FaultKind.ONLY_CALLED, adult, other_id=student)
    return None


def _of_household(home: Home, asked: Asked, members: tuple[Member, ...]) -> Plan | Fault:
    """Everybody goes: the household has another address, and its people stay together."""
    present = home.place_on(asked.day)
    fault = _fault_of_place(home, asked, present)
    if fault is not None:
        return fault
    is_beside = asked.kind is Kind.TEMPORARY
    was_wrong = asked.kind is Kind.CORRECTION and present is not None
    first = present.span.starts if was_wrong and present is not None else asked.day
    ended = () if present is None or is_beside else (Ending(present.place_id, first, was_wrong),)
    is_hidden = asked.is_confidential or (present is not None and present.is_confidential)
    place = NewPlace(
        is_there=False,
        is_primary=not is_beside,
        is_mailing=not is_beside and (present is None or present.is_mailing),
        is_confidential=is_hidden,
        span=Span(first, asked.ends if is_beside else None),
    )
    gets_mail = place.is_mailing or any(each.is_mailing for each in home.places if each is not present)
    return Plan(
        kind=asked.kind,
        day=first,
        is_whole=True,
        moving=tuple(each.person_id for each in members),
        staying=(),
        ended_places=ended,
        new_place=place,
        ends=place.span.ends,
        warnings=_warnings(members, is_there=False, has_mailbox=gets_mail or is_beside),
    )


def _fault_of_place(home: Home, asked: Asked, present: Place | None) -> Fault | None:
    if asked.address_id in [each.address_id for each in home.places if holds(each.span, asked.day)]:
        return Fault(FaultKind.SAME_ADDRESS)
    if asked.kind is Kind.TEMPORARY:
        return None
    later = [each for each in home.places if each.is_primary and each.span.starts > asked.day]
    if later:
        is_newer = present is None and asked.kind is Kind.MOVE
        return Fault(
            FaultKind.ADDRESS_IS_NEWER if is_newer else FaultKind.ADDRESS_ENDS_ALREADY, day=later[0].span.starts
        )
    if present is None:
        return Fault(FaultKind.NO_ADDRESS) if asked.kind is Kind.CORRECTION else None
    if present.span.ends is not None:
        return Fault(FaultKind.ADDRESS_ENDS_ALREADY, day=present.span.ends)
    if asked.kind is Kind.MOVE and present.span.starts >= asked.day:
        return Fault(FaultKind.ADDRESS_IS_NEWER, day=present.span.starts)
    return None


def _of_members(
    home: Home,
    asked: Asked,
    members: tuple[Member, ...],
    going: list[Member],
    where: Mapping[int, Where],
    *,
    is_everybody: bool,
) -> Plan:
    """Some live elsewhere, or everybody comes to a household that is there already."""
    ended: list[Ending] = []
    begun: list[NewStay] = []
    for each in going:
        stays, news = _of_member(each, asked, where[each.person_id])
        ended += stays
        begun += news
    first = min(each.span.starts for each in begun if each.is_there)
    present = home.place_on(asked.day)
    place = None
    if asked.into is None:
        is_hidden = asked.is_confidential or (present is not None and present.is_confidential)
        place = NewPlace(True, True, True, is_hidden, Span(first, asked.ends if asked.kind is Kind.TEMPORARY else None))
    closes = is_everybody and asked.kind is Kind.MOVE
    left = _left(members, asked, where)
    there = [*going, *(asked.into.members if asked.into else ())]
    return Plan(
        kind=asked.kind,
        day=first,
        is_whole=False,
        moving=tuple(each.person_id for each in going),
        staying=tuple(each.person_id for each in members if where[each.person_id] is Where.HERE),
        ended_stays=tuple(ended),
        new_stays=tuple(begun),
        ended_places=_open_places(home, asked.day) if closes else (),
        new_place=place,
        closes_on=asked.day if closes else None,
        ends=asked.ends if asked.kind is Kind.TEMPORARY else None,
        warnings=_warnings(left, is_there=False, has_mailbox=True) + _warnings(there, is_there=True, has_mailbox=True),
    )


def _of_member(member: Member, asked: Asked, where: Where) -> tuple[list[Ending], list[NewStay]]:
    """The stays of one who goes that end and begin."""
    first = _first_day(asked, member)
    if asked.kind is Kind.TEMPORARY:
        return [], [NewStay(member.person_id, True, True, Span(first, asked.ends))]
    there = NewStay(member.person_id, True, member.is_secondary or where is Where.HERE_FIRST, Span(first))
    if where is Where.HERE_FIRST or (where is Where.THERE_FIRST and member.is_secondary):
        return [], [there]
    ended = [Ending(member.stay_id, first, was_never=first == member.span.starts, person_id=member.person_id)]
    if where is Where.THERE_FIRST:
        return ended, [NewStay(member.person_id, False, True, Span(first)), there]
    return ended, [there]


def _first_day(asked: Asked, member: Member) -> date:
    """The first day elsewhere: where the record was wrong, the day on which it began to be."""
    return member.span.starts if asked.kind is Kind.CORRECTION else asked.day


def _open_places(home: Home, day: date) -> tuple[Ending, ...]:
    still = (each for each in home.places if each.span.ends is None or each.span.ends > day)
    return tuple(Ending(each.place_id, max(day, each.span.starts)) for each in still)


def _left(members: tuple[Member, ...], asked: Asked, where: Mapping[int, Where]) -> list[Member]:
    if asked.kind is Kind.TEMPORARY:
        return list(members)
    return [each for each in members if where[each.person_id] is not Where.THERE]


def _warnings(people: tuple[Member, ...] | list[Member], *, is_there: bool, has_mailbox: bool) -> tuple[Warned, ...]:
    """What a household with a student lacks (domain 2.1, rules 3 and 5); nothing where no student lives there."""
    students = {each.person_id for each in people if each.is_student}
    adults = [each for each in people if not each.is_student]
    if not students:
        return ()
    if not adults:
        return (Warned(Concern.STUDENTS_ALONE, is_there),)
    found = []
    if any(not any(student in adult.guards for adult in adults) for student in students):
        found.append(Warned(Concern.NO_GUARDIAN, is_there))
    if not has_mailbox or not any(adult.gets_mail_for & students for adult in adults):
        found.append(Warned(Concern.NO_MAIL, is_there))
    return tuple(found)
