"""Two records of one human, or not: names, birth dates, what families share; and two addresses of one place."""

from __future__ import annotations

from datetime import date

import pytest

from district.nicknames import nicknames_of
from district.rules.folding import address_words, phone_words, squeezed
from district.rules.likeness import Band, Reason, Traits, guarded_likeness, likeness, near_dates
from district.rules.places_alike import Lines, PlaceReason, places_alike

BORN = date(2014, 3, 9)
SWAPPED = date(2014, 9, 3)
HOME = ("2214 Larkspur Court", "80999")


def someone(
    name: str,
    born: date | None = BORN,
    *,
    preferred: str = "",
    former: str = "",
    phone: str = "",
    email: str = "",
    number: str = "",
    at: tuple[str, ...] = (),
) -> Traits:
    first, _, last = name.partition(" ")
    return Traits(
        first_name=first,
        last_name=last,
        preferred_first_name=preferred,
        birth_date=born,
        nicknames=frozenset(word for each in (first, preferred) for word in nicknames_of(each)),
        former=frozenset(map(squeezed, former.split())),
        numbers=frozenset(filter(None, [number])),
        emails=frozenset(filter(None, [squeezed(email)])),
        phones=frozenset(phone_words(phone)),
        address=frozenset(address_words(*at)),
    )


ANA = someone("Ana López")


@pytest.mark.parametrize(
    ("one", "other", "band", "reasons"),
    [
        ("Ana López", "ana lopez", Band.SAME, (Reason.NAME, Reason.BIRTH_DATE)),
        ("Minh Nguyễn", "Minh Nguyen", Band.SAME, (Reason.NAME, Reason.BIRTH_DATE)),
        ("Sean O’Brien", "sean obrien", Band.SAME, (Reason.NAME, Reason.BIRTH_DATE)),
        ("Sean O'Brien", "Sean O Brien", Band.SAME, (Reason.NAME, Reason.BIRTH_DATE)),
        ("Mary-Ann Lee", "Mary Lee", Band.POSSIBLE, (Reason.BIRTH_DATE, Reason.LAST_NAME)),
        ("Li Wei", "Wei Li", Band.LIKELY, (Reason.BIRTH_DATE, Reason.NAME_ORDER)),
        ("李 王", "李 王", Band.SAME, (Reason.NAME, Reason.BIRTH_DATE)),
        ("Bob Marsh", "Robert Marsh", Band.LIKELY, (Reason.BIRTH_DATE, Reason.NICKNAME)),
        ("Bob Marsh", "Rob Marsh", Band.LIKELY, (Reason.BIRTH_DATE, Reason.NICKNAME)),
        ("Ana García-López", "Ana Garcia", Band.LIKELY, (Reason.BIRTH_DATE, Reason.SURNAME_PART)),
        ("Ana García López", "Ana Lopez", Band.LIKELY, (Reason.BIRTH_DATE, Reason.SURNAME_PART)),
        ("Jonathan Marsh", "Jonathon Marsh", Band.LIKELY, (Reason.BIRTH_DATE, Reason.SPELLING)),
        ("Ana Masrh", "Ana Marsh", Band.LIKELY, (Reason.BIRTH_DATE, Reason.SPELLING)),
        ("Ida Marsh", "Ada Marsh", Band.POSSIBLE, (Reason.BIRTH_DATE, Reason.LAST_NAME)),
        ("Ana Marsh", "Ana Vega", Band.POSSIBLE, (Reason.BIRTH_DATE, Reason.FIRST_NAME)),
    ],
)
def test_names_born_on_one_day(one: str, other: str, band: Band, reasons: tuple[Reason, ...]) -> None:
    found = likeness(someone(one), someone(other))

    assert found is not None
    assert (found.band, found.reasons) == (band, reasons)
    assert likeness(someone(other), someone(one)) == found


@pytest.mark.parametrize(
    ("born", "band", "reason"),
    [
        (BORN, Band.SAME, Reason.BIRTH_DATE),
        (SWAPPED, Band.LIKELY, Reason.DAY_AND_MONTH),
        (date(2014, 3, 8), Band.LIKELY, Reason.ONE_DIGIT),
        (date(2004, 3, 9), Band.LIKELY, Reason.ONE_DIGIT),
        (date(2014, 3, 29), Band.LIKELY, Reason.ONE_DIGIT),
        (None, Band.POSSIBLE, None),
    ],
)
def test_one_name_and_a_birth_date_that_is_or_nearly_is_the_same(
    born: date | None, band: Band, reason: Reason | None
) -> None:
    found = likeness(ANA, someone("Ana Lopez", born))

    assert found is not None
    assert found.band is band
    assert reason is None or reason in found.reasons


def test_a_birth_date_alone_is_not_worth_a_look_and_with_a_shared_home_it_is() -> None:
    assert likeness(someone("Ana Marsh"), someone("Ben Vega")) is None

    found = likeness(someone("Ana Marsh", at=HOME), someone("Ben Vega", at=HOME))
    assert found is not None
    assert (found.band, found.reasons) == (Band.POSSIBLE, (Reason.BIRTH_DATE, Reason.ADDRESS))


def test_one_name_and_another_birth_date_is_not_worth_a_look() -> None:
    assert likeness(ANA, someone("Ana Lopez", date(1987, 12, 24))) is None


SHARED = {"phone": "+13035550117", "email": "lopez@example.org", "at": HOME}


def test_twins_are_never_the_same() -> None:
    found = likeness(someone("Ana Lopez", **SHARED), someone("Eva Lopez", **SHARED))  # type: ignore[arg-type]

    assert found is not None
    assert found.score > 80
    assert found.band is Band.POSSIBLE


def test_father_and_son_of_one_name_are_never_the_same() -> None:
    father, son = (
        someone("Ramón Vega", born, **SHARED)  # type: ignore[arg-type]
        for born in (date(1985, 12, 24), date(2014, 3, 9))
    )
    found = likeness(father, son)

    assert found is not None
    assert found.band is Band.POSSIBLE
    assert Reason.OTHER_BIRTH_DATE in found.reasons


def test_one_name_and_a_shared_home_are_likely_and_no_more_where_no_birth_date_is_known() -> None:
    found = likeness(someone("Ramón Vega", None, **SHARED), someone("Ramon Vega", **SHARED))  # type: ignore[arg-type]

    assert found is not None
    assert found.band is Band.LIKELY


@pytest.mark.parametrize(
    ("one", "other", "band", "reason"),
    [
        (
            someone("Ana López", None, number="204417"),
            someone("Eva Marsh", number="204417"),
            Band.LIKELY,
            Reason.NUMBER,
        ),
        (someone("Ana López", None, number="204417"), someone("Ana Lopez", number="204417"), Band.SAME, Reason.NUMBER),
        (someone("Ana López", None, email="a@b.org"), someone("Ana Lopez", email="A@b.org"), Band.LIKELY, Reason.EMAIL),
        (
            someone("Ana López", None, phone="303 555 0117"),
            someone("Ana Lopez", phone="+13035550117"),
            Band.LIKELY,
            Reason.PHONE,
        ),
        (
            someone("Ana López", None, at=("2214 Larkspur Ct", "80999")),
            someone("Ana Lopez", at=(*HOME, "Unit B")),
            Band.LIKELY,
            Reason.ADDRESS,
        ),
        (someone("Ana Marsh"), someone("Ana Vega", former="Ana Marsh"), Band.LIKELY, Reason.FORMER_NAME),
        (someone("Ana Marsh"), someone("Anita Marsh", preferred="Ana"), Band.SAME, Reason.NAME),
    ],
)
def test_what_else_agrees(one: Traits, other: Traits, band: Band, reason: Reason) -> None:
    found = likeness(one, other)

    assert found is not None
    assert (found.band, reason in found.reasons) == (band, True)


def test_strangers_who_share_a_telephone_are_not_worth_a_look() -> None:
    shared = {"phone": "+13035550117", "at": HOME}

    assert likeness(someone("Ana Marsh", None, **shared), someone("Ben Vega", None, **shared)) is None  # type: ignore[arg-type]


def test_what_is_not_known_agrees_with_nothing() -> None:
    assert likeness(someone("Ana Marsh", None), someone("Ben Vega", None)) is None


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (someone("Ana Lopez", **SHARED), (Reason.NAME_AND_BIRTH_DATE,)),  # type: ignore[arg-type]
        (someone("Ana Lopez", SWAPPED, **SHARED), (Reason.NAME,)),  # type: ignore[arg-type]
        (someone("Ana Lopez", date(1987, 12, 24), **SHARED), (Reason.NAME,)),  # type: ignore[arg-type]
        (someone("Ana Lopez", None, number="204417"), (Reason.NAME,)),
        (someone("Ben Vega", number="204417", **SHARED), None),  # type: ignore[arg-type]
        (someone("Eva Lopez", **SHARED), None),  # type: ignore[arg-type]
    ],
)
def test_of_somebody_out_of_reach_only_name_and_birth_date_are_told(
    other: Traits, reasons: tuple[Reason, ...] | None
) -> None:
    found = guarded_likeness(someone("Ana López", number="204417", **SHARED), other)  # type: ignore[arg-type]

    assert (found.reasons if found else None) == reasons


def test_near_dates_are_the_swapped_one_and_those_one_digit_off() -> None:
    found = near_dates(BORN)

    assert SWAPPED in found
    assert {date(2014, 3, 8), date(2014, 3, 19), date(2014, 2, 9), date(2004, 3, 9), date(2018, 3, 9)} <= set(found)
    assert BORN not in found
    assert near_dates(date(2014, 1, 13)).count(date(2014, 1, 13)) == 0


def at(street: str, second: str = "", zip: str = "80999") -> Lines:
    return street, second, "Juniper Valley", "CO", zip


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (at("12 Lark Street"), at("12 lark st."), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("12 N. Lark Ave"), at("12 North Lark Avenue"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("12 Lark Lane", "Apt 4B"), at("12 Lark Ln, Unit 4-B"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("12 Lark Lane #4"), at("12 Lark Lane", "4"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("12 Lark Lane", zip="80999-1234"), at("12 Lark Lane"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("PO Box 17"), at("P.O. box 17"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at("12 Lark Lane", "Apt 4"), at("12 Lark Lane"), (Band.LIKELY, PlaceReason.UNIT_LEFT_OUT)),
        (at("12 Lark Lane", "Apt 4"), at("12 Lark Lane", "Apt 5"), (Band.POSSIBLE, PlaceReason.OTHER_UNIT)),
        (at("12 Lark Lane"), at("12 Lark Court"), (Band.POSSIBLE, PlaceReason.OTHER_KIND)),
        (at("12 N Lark Lane"), at("12 Lark Lane"), (Band.POSSIBLE, PlaceReason.OTHER_KIND)),
        (at("12 Lark Lane"), at("14 Lark Lane"), None),
        (at("12 Lark Lane"), at("12 Lark Lane", zip="80998"), None),
        (at("12 Court Street"), at("12 Court Place"), (Band.POSSIBLE, PlaceReason.OTHER_KIND)),
        (at("12 Ñandú Street"), at("12 Nandu St"), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
        (at(""), at(""), (Band.SAME, PlaceReason.WRITTEN_ALIKE)),
    ],
)
def test_addresses(one: Lines, other: Lines, found: tuple[Band, PlaceReason] | None) -> None:
    alike = places_alike(one, other)

    assert ((alike.band, alike.reason) if alike else None) == found
    assert places_alike(other, one) == alike
