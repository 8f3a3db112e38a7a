"""What is an address or number, how a code gets there, and what counts as the code."""

from __future__ import annotations

import pytest

from portal.rules.contact_data import PointProblem, Sort, is_code, is_same_end, problem_with, way_of_code
from portal.rules.preferences import By

EVERY = tuple(By)


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        ("email", "ana@vega.example", None),
        ("email", "ana", PointProblem.NO_SUCH_EMAIL),
        ("email", "añá@vega.example", PointProblem.NO_SUCH_EMAIL),
        ("email", "ana@vega.example\r\nBcc: x@y.example", PointProblem.NO_SUCH_EMAIL),
        ("email", "a" * 250 + "@vega.example", PointProblem.NO_SUCH_EMAIL),
        ("phone", "(303) 555-0123", None),
        ("phone", "303", PointProblem.NO_SUCH_PHONE),
        ("phone", "ana@vega.example", PointProblem.NO_SUCH_PHONE),
    ],
)
def test_only_what_something_can_be_sent_to_is_taken(kind: str, typed: str, problem: PointProblem | None) -> None:
    assert problem_with(kind, typed) is problem


def test_a_number_is_one_however_it_is_written_and_an_address_in_any_case() -> None:
    assert is_same_end("phone", "+13035550123", "303.555.0123")
    assert not is_same_end("phone", "+13035550123", "303.555.0124")
    assert is_same_end("email", "Ana@Vega.example", "ana@vega.example")


@pytest.mark.parametrize(
    ("kind", "type", "carried", "way"),
    [
        ("email", "email", EVERY, By.MAIL),
        ("email", "", (By.MAIL,), By.MAIL),
        ("phone", "sms", EVERY, By.TEXT),
        ("phone", "sms", (By.MAIL, By.VOICE), By.VOICE),
        ("phone", "phone", EVERY, By.VOICE),
        ("phone", "work", (By.MAIL, By.TEXT), None),
    ],
)
def test_a_code_goes_where_it_can_be_read(kind: str, type: str, carried: tuple[By, ...], way: By | None) -> None:
    assert way_of_code(kind, type, carried=carried) is way


def test_a_code_is_typed_with_spaces_or_without_and_no_other_is_it() -> None:
    assert is_code(" 012 345 ", "012345")
    assert not is_code("12345", "012345")
    assert not is_code("", "012345")
    assert not is_code("０１２３４５", "012345")


def test_each_sort_is_an_address_or_a_number() -> None:
    assert {each.kind for each in Sort} == {"email", "phone"}
