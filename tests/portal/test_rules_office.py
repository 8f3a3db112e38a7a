"""What the office writes down, and when two questions are one."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from portal.rules.asking import Asked, as_text, from_text
from portal.rules.office import CLOSINGS, Ground, Settlement, asked_key, looks_like_a_number

ASKED = Asked("Ana María", "Núñez", "Luz", "Vega-Ortiz", date(2010, 3, 14), "40233", "Ridgeline")


@pytest.mark.parametrize("note", ["123456", "D 12-345-678", "id 12 34 56 78", "A1234567", "12.345.678"])
def test_what_may_be_the_number_of_an_id_is_noticed(note: str) -> None:
    assert looks_like_a_number(note)


@pytest.mark.parametrize("note", ["", "came with a sister", "room 118", "grade 10, period 3", "A12", "2 forms"])
def test_other_notes_may_stand(note: str) -> None:
    assert not looks_like_a_number(note)


def test_one_question_in_two_wordings_is_one() -> None:
    again = dataclasses.replace(ASKED, first_name=" ana maria", last_name="NUNEZ", student_last_name="vega ortiz")

    assert asked_key(ASKED, Ground.NO_WAY) == asked_key(again, Ground.NO_WAY)


@pytest.mark.parametrize(
    "change",
    [{"first_name": "Ana"}, {"student_first_name": "Lus"}, {"student_birth_date": date(2010, 3, 15)}],
)
def test_another_question_is_another(change: dict[str, object]) -> None:
    other = dataclasses.replace(ASKED, **change)  # type: ignore[arg-type]

    assert asked_key(ASKED, Ground.NO_WAY) != asked_key(other, Ground.NO_WAY)
    assert asked_key(ASKED, Ground.NO_WAY) != asked_key(ASKED, Ground.NOT_ME)


def test_the_key_tells_nothing_of_the_names() -> None:
    assert len(asked_key(ASKED, Ground.NO_WAY)) == 64


def test_a_question_is_put_down_and_read_as_it_was() -> None:
    assert from_text(as_text(ASKED)) == ASKED


def test_the_office_closes_for_every_reason_but_a_code_given() -> None:
    assert {*CLOSINGS, Settlement.ISSUED} == set(Settlement)
