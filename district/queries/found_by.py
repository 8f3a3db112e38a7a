"""The words each person is found by, gathered from the record. One statement for any number of people.

Of an address the street and the postal code are terms; the town is not, which half the district shares.
A confidential address is found by nobody: where a household of theirs has one, no address of its members is a term,
whoever said it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from district.models import (
    Address,
    ContactPoint,
    FormerName,
    HouseholdAddress,
    HouseholdMember,
    HouseholdPhone,
    Person,
    PersonAddress,
    PersonIdentifier,
)
from district.nicknames import nicknames_of
from district.rules.folding import address_words, name_words, number_words, phone_words, squeezed
from district.rules.searching import Ground, terms_text
from foundation import db

NUMBERS = ("student-number", "staff-id", "identifier", "local", "sis", "state")
"""Types of identifiers, in small letters, that people know and type; user names and keys of systems are not."""

LATELY = timedelta(days=31)
"""How long after it ended something is looked at again."""
_GROUNDS = range(len(Ground))
_Words = list[dict[str, None]]
"""For each ground, in the order of `Ground`."""


def terms_of(people: Iterable[int], *, on: date) -> list[tuple[int, str]]:
    """The terms of each of `people`, some thousands at most, as they stand on that day."""
    return _terms(db.session().execute(_OF_SOME, {"people": list(people), "on": on}).all())


def terms_between(first: int, last: int, *, on: date) -> list[tuple[int, str]]:
    """The terms of everyone whose id is from `first` to `last`, both included."""
    return _terms(db.session().execute(_BETWEEN, {"first": first, "last": last, "on": on}).all())


def ended_lately(*, on: date) -> list[int]:
    """Everybody who is found by something that ended within the last weeks, by a day that was told before. One
    statement. Nights that were missed for so long ask for `flask search index`."""
    return sorted(db.session().scalars(_ENDED, {"on": on, "since": on - LATELY}))


def _terms(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[tuple[int, str]]:
    found: dict[int, _Words] = {}
    for person_id, kind, *texts in rows:
        words = found.get(person_id)
        if words is None:
            words = found[person_id] = [{} for _ in _GROUNDS]
        _ADD[kind](words, texts)
    return [(person_id, terms_text(words)) for person_id, words in found.items()]


def _add_name(words: _Words, texts: list[str]) -> None:
    first, middle, last, preferred_first, preferred_last = texts
    for name in (preferred_last, last, preferred_first, first, middle):
        if name:
            words[Ground.NAME].update(dict.fromkeys(name_words(name)))
    for name in (first, preferred_first):
        words[Ground.NICKNAME].update(dict.fromkeys(nicknames_of(name)))


def _add_former_name(words: _Words, texts: list[str]) -> None:
    for name in texts[:3]:
        if name:
            words[Ground.FORMER_NAME].update(dict.fromkeys(name_words(name)))


def _add_number(words: _Words, texts: list[str]) -> None:
    words[Ground.NUMBER].update(dict.fromkeys(number_words(texts[0])))


def _add_phone(words: _Words, texts: list[str]) -> None:
    words[Ground.PHONE].update(dict.fromkeys(phone_words(texts[0])))


def _add_email(words: _Words, texts: list[str]) -> None:
    words[Ground.EMAIL][squeezed(texts[0])] = None


def _add_address(words: _Words, texts: list[str]) -> None:
    words[Ground.ADDRESS].update(dict.fromkeys(address_words(*filter(None, texts))))


_ADD = {
    "name": _add_name,
    "former-name": _add_former_name,
    "number": _add_number,
    "phone": _add_phone,
    "email": _add_email,
    "address": _add_address,
}

_ON = bindparam("on", type_=Date)


def _still(model: Any) -> ColumnElement[bool]:
    """In use on that day, or to come; what was taken back before its day is neither."""
    return or_(model.ends.is_(None), and_(model.ends > _ON, model.ends > model.starts))


_kept = aliased(HouseholdMember)
_hidden = (
    select(_kept.person_id)
    .join(HouseholdAddress, HouseholdAddress.household_id == _kept.household_id)
    .where(HouseholdAddress.is_confidential.is_(True), _still(HouseholdAddress), _still(_kept))
)


def _is_shown(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return ~exists(_hidden.where(_kept.person_id == person_id).correlate_except(_kept, HouseholdAddress))


_once_kept = aliased(HouseholdMember)
_once_hidden = (
    select(_once_kept.person_id)
    .join(HouseholdAddress, HouseholdAddress.household_id == _once_kept.household_id)
    .where(HouseholdAddress.is_confidential.is_(True))
)


def _was_never_hidden(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Of what a feed tells: it may tell a confidential address long after that has ended."""
    return ~exists(_once_hidden.where(_once_kept.person_id == person_id).correlate_except(_once_kept, HouseholdAddress))


def _row(kind: Any, person_id: InstrumentedAttribute[int], *texts: Any) -> Select[Any]:
    padded = [*texts, *[literal("")] * (5 - len(texts))]
    return select(
        person_id.label("person_id"),
        kind.label("kind"),
        *(text.label(f"text_{n}") for n, text in enumerate(padded)),
    )


def _facts(among: Any) -> Any:
    """Everything said of the people for whom `among` (a test of their id) holds, as rows of kind and texts."""
    lines = ("line_1", "line_2", "postal_code")
    named = (Person.first_name, Person.middle_name, Person.last_name)
    parts = [
        _row(literal("name"), Person.id, *named, Person.preferred_first_name, Person.preferred_last_name).where(
            among(Person.id)
        ),
        _row(
            literal("former-name"),
            FormerName.person_id,
            FormerName.first_name,
            FormerName.middle_name,
            FormerName.last_name,
        ).where(among(FormerName.person_id)),
        _row(literal("number"), PersonIdentifier.person_id, PersonIdentifier.value).where(
            among(PersonIdentifier.person_id), func.lower(PersonIdentifier.type).in_(NUMBERS)
        ),
        _row(ContactPoint.kind, ContactPoint.person_id, ContactPoint.value).where(
            among(ContactPoint.person_id), _still(ContactPoint)
        ),
        _row(literal("address"), PersonAddress.person_id, *(getattr(PersonAddress, line) for line in lines)).where(
            among(PersonAddress.person_id), _still(PersonAddress), _was_never_hidden(PersonAddress.person_id)
        ),
        _row(literal("address"), HouseholdMember.person_id, *(getattr(Address, line) for line in lines))
        .join(HouseholdAddress, HouseholdAddress.household_id == HouseholdMember.household_id)
        .join(Address, Address.id == HouseholdAddress.address_id)
        .where(
            among(HouseholdMember.person_id),
            _still(HouseholdMember),
            _still(HouseholdAddress),
            _is_shown(HouseholdMember.person_id),
        ),
        _row(literal("phone"), HouseholdMember.person_id, HouseholdPhone.value)
        .join(HouseholdPhone, HouseholdPhone.household_id == HouseholdMember.household_id)
        .where(among(HouseholdMember.person_id), _still(HouseholdMember), _still(HouseholdPhone)),
    ]
    return union_all(*parts)


_first, _last = (bindparam(name, type_=BigInteger) for name in ("first", "last"))
_OF_SOME = _facts(lambda person_id: person_id.in_(bindparam("people", expanding=True)))
_BETWEEN = _facts(lambda person_id: person_id.between(_first, _last))


def _ended() -> CompoundSelect[*tuple[Any, ...]]:
    """The people of dated things that ended after `since`, up to and with the day."""

    def lately(model: Any) -> ColumnElement[bool]:
        return and_(model.ends > _SINCE, model.ends <= _ON)

    member = HouseholdMember
    return union(
        *(select(each.person_id).where(lately(each)) for each in (ContactPoint, PersonAddress, HouseholdMember)),
        *(
            select(member.person_id)
            .join(each, each.household_id == member.household_id)
            .where(lately(each), _still(member))
            for each in (HouseholdAddress, HouseholdPhone)
        ),
    )


_SINCE = bindparam("since", type_=Date)
_ENDED = _ended()
