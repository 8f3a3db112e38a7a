"""Whether what somebody typed is what is on record."""

from __future__ import annotations

import pytest

from portal.rules.asking import is_called, is_named_school, is_numbered
from portal.rules.codes import Delivery
from portal.rules.ways import Way, way_to

ON_RECORD = [("María José", "Núñez-O’Brien"), ("Majo", "Núñez-O’Brien")]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("María José", "Núñez-O’Brien"),
        ("maria jose", "nunez obrien"),
        ("MARIA", "Nunez"),
        ("José", "O'Brien"),
        ("MariaJose", "NUNEZOBRIEN"),
        ("Majo", "Núñez O’Brien"),
        ("  maria ", "núñez"),
    ],
)
def test_a_name_fits_in_every_way_families_write_it(first: str, last: str) -> None:
    assert is_called(first, last, ON_RECORD)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Mari", "Núñez"),
        ("María", "Nuñ"),
        ("María", "Brien"),
        ("María José Luz", "Núñez"),
        ("Núñez", "María"),
        ("María", ""),
        ("", "Núñez"),
        ("%", "%"),
        ("María", "’"),
    ],
)
def test_a_part_of_a_word_or_another_name_does_not_fit(first: str, last: str) -> None:
    assert not is_called(first, last, ON_RECORD)


def test_first_and_last_name_come_from_one_name_on_record() -> None:
    assert not is_called("Ana", "Vega", [("Ana", "Lopez"), ("Luz", "Vega")])


@pytest.mark.parametrize(
    ("typed", "number", "fits"),
    [
        ("40233", "40233", True),
        ("0040233", "40233", True),
        ("40233", "0040233", True),
        ("JV-40233", "jv 40233", True),
        ("4023", "40233", False),
        ("40233", "JV-40233", False),
        ("", "", False),
        ("-", "-", False),
    ],
)
def test_a_student_number_is_compared_whole(typed: str, number: str, fits: bool) -> None:
    assert is_numbered(typed, number) is fits


def test_a_school_is_known_by_its_name_and_by_its_ids() -> None:
    names = ["Ridgeline High School", "f3a9", "101", "school-101"]

    assert all(is_named_school(each, names) for each in ("ridgeline high school", "F3A9", "101", "School-101"))
    assert not any(is_named_school(each, names) for each in ("Ridgeline", "", "1", "’"))


EMAIL, TEXT, VOICE = "ana@example.org", "+13035550123", "+13035550188"


@pytest.mark.parametrize(
    ("email", "text", "voice", "sends_texts", "calls", "way"),
    [
        (EMAIL, TEXT, VOICE, True, True, Way(Delivery.EMAIL, EMAIL)),
        (None, TEXT, VOICE, True, True, Way(Delivery.TEXT, TEXT)),
        (None, None, VOICE, True, True, Way(Delivery.VOICE, VOICE)),
        (None, TEXT, VOICE, False, True, Way(Delivery.VOICE, VOICE)),
        (None, TEXT, VOICE, False, False, None),
        (None, TEXT, None, True, False, Way(Delivery.TEXT, TEXT)),
        (None, None, VOICE, True, False, None),
        (None, None, None, True, True, None),
    ],
)
def test_mail_goes_before_text_and_text_before_a_call(
    email: str | None, text: str | None, voice: str | None, sends_texts: bool, calls: bool, way: Way | None
) -> None:
    assert way_to(email=email, text=text, voice=voice, sends_texts=sends_texts, calls=calls) == way
