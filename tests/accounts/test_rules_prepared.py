"""What a prepared student's user name is made of, and which patterns make none."""

from __future__ import annotations

import pytest

from accounts.rules import prepared, usernames

USUAL = "{first}.{last}{yy}"


@pytest.mark.parametrize(
    ("pattern", "first", "last", "graduates", "made"),
    [
        (USUAL, "Ana", "Lopez", 2029, "ana.lopez29"),
        (USUAL, "Ana", "López", 2029, "ana.lopez29"),
        (USUAL, "Zoë", "Nguyễn", 2033, "zoe.nguyen33"),
        (USUAL, "Łukasz", "Sørensen", 2027, "lukasz.sorensen27"),
        (USUAL, "Jürgen", "Strauß", 2027, "jurgen.strauss27"),
        (USUAL, "Shaun", "O’Brien", 2030, "shaun.obrien30"),
        (USUAL, "D'Angelo", "O'Neil-Smith", 2030, "dangelo.oneilsmith30"),
        (USUAL, "Mary Jo", "de la Cruz", 2030, "maryjo.delacruz30"),
        (USUAL, "Madonna", "", 2030, "madonna.30"),
        (USUAL, "", "Cher", 2030, "cher30"),
        (USUAL, "小明", "王", 2030, "student.30"),
        (USUAL, "小明", "Wang", 2030, "wang30"),
        (USUAL, "Иван", "Petrov", 2000, "petrov00"),
        (USUAL, "", "", 2009, "student.09"),
        (USUAL, "Ana", "Lopez", None, "ana.lopez"),
        ("{f}{last}", "Ana", "Lopez", 2029, "alopez"),
        ("{f}{l}{yy}", "Ana", "Lopez", 2029, "al29"),
        ("{last}_{first}", "Ana", "Lopez", 2029, "lopez_ana"),
        ("{last}_{first}", "王", "Lopez", 2029, "lopez"),
        ("jv-{first}.{last}", "", "Lopez", 2029, "jv.lopez"),
        ("{first}@students", "Ana", "Lopez", 2029, "ana@students"),
        (USUAL, "x" * 40, "y" * 40, 2029, "x" * 40 + "." + "y" * 15),
    ],
)
def test_a_name_comes_out_as_any_keyboard_writes_it(
    pattern: str, first: str, last: str, graduates: int | None, made: str
) -> None:
    assert prepared.stem_of(pattern, first=first, last=last, graduates=graduates) == made
    assert usernames.problems_with(made) == []
    assert usernames.key_of(made) == made


@pytest.mark.parametrize(
    ("stem", "number", "made"),
    [
        ("ana.lopez29", 1, "ana.lopez29"),
        ("ana.lopez29", 2, "ana.lopez29-2"),
        ("ana.lopez", 2, "ana.lopez2"),
        ("ana.lopez29", 1234, "ana.lopez29-1234"),
    ],
)
def test_who_shares_a_name_gets_a_number(stem: str, number: int, made: str) -> None:
    assert prepared.named(stem, number) == made


@pytest.mark.parametrize(("stem", "first"), [("li33", 1), ("lim", 2), ("li", 10), ("l", 100), ("3", 10)])
def test_a_stem_too_short_for_a_user_name_begins_with_a_number_that_makes_it_long_enough(stem: str, first: int) -> None:
    assert prepared.first_number(stem) == first
    assert usernames.problems_with(prepared.named(stem, first)) == []


def test_the_longest_stem_leaves_room_for_its_number() -> None:
    stem = prepared.stem_of(USUAL, first="x" * 200, last="y" * 200, graduates=2029)

    assert usernames.problems_with(prepared.named(stem, 999_999)) == []


@pytest.mark.parametrize(
    "pattern", [USUAL, "{f}{last}", "{last}", "{first}-{last}.{yy}", "s_{f}{l}{yy}", "{first}@jv.example"]
)
def test_a_good_pattern_has_no_fault(pattern: str) -> None:
    assert prepared.fault_of(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "at least one of"),
        ("student{yy}", "at least one of"),
        ("{first}.{birth_date}", "nothing else in braces"),
        ("{first.__class__}", "nothing else in braces"),
        ("{first[0]}", "nothing else in braces"),
        ("{first!r}", "nothing else in braces"),
        ("{first:>9}", "nothing else in braces"),
        ("{}", "nothing else in braces"),
        ("{0}", "nothing else in braces"),
        ("{first", "without its partner"),
        ("first}", "without its partner"),
        ("{first} {last}", "small letters, digits"),
        ("{first}.López", "small letters, digits"),
        ("JV{first}", "small letters, digits"),
        ("{first}/{last}", "small letters, digits"),
        ("{first}{{", "small letters, digits"),
        ("{first}" + "x" * 29, "at most 28 characters"),
    ],
)
def test_a_bad_pattern_is_told_what_is_wrong_with_it(pattern: str, said: str) -> None:
    assert said in prepared.fault_of(pattern)
