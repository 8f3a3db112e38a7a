"""Folding: what people write and what they type meet in the same words."""

from __future__ import annotations

import pytest

from district.rules.folding import address_words, name_words, number_words, phone_words, squeezed, words_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn", ["nguyen"]),
        ("Nguye\u0302\u0303n", ["nguyen"]),
        ("NGUYEN", ["nguyen"]),
        ("O’Brien", ["obrien"]),
        ("O'Brien", ["obrien"]),
        ("O`Brien", ["obrien"]),
        ("Kaʻiulani", ["kaiulani"]),
        ("Garcia-Lopez", ["garcia", "lopez"]),
        ("García‑López", ["garcia", "lopez"]),
        ("garcia_lopez", ["garcia", "lopez"]),
        ("Núñez", ["nunez"]),
        ("Søren Ødegård", ["soren", "odegard"]),
        ("Łukasz", ["lukasz"]),
        ("Đặng", ["dang"]),
        ("Weiß", ["weiss"]),
        ("Æsa Œuvrard", ["aesa", "oeuvrard"]),
        ("Þóra", ["thora"]),
        ("Işıl İnan", ["isil", "inan"]),
        ("李明", ["李明"]),
        ("李 明", ["李", "明"]),
        ("김민준", ["김민준"]),
        ("Ольга Королёва", ["ольга", "королева"]),
        ("أحمد", ["احمد"]),
        ("अमित", ["अमित"]),
        ("Ｍａｒｙ", ["mary"]),
        ("Mª José", ["ma", "jose"]),
        ("St. John, Jr.", ["st", "john", "jr"]),
        ("12½", ["121", "2"]),
        ("  ", []),
        ("—*%\"'", []),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_words_lose_accents_capitals_and_signs(written: str, folded: list[str]) -> None:
    assert words_of(written) == folded


@pytest.mark.parametrize("written", ["Nguyễn", "O’Brien", "Weiß", "李明", "김민준", "ﬁnn", "ẞ", "ΌΣΟΣ", "Ǆ", "Mª José"])
def test_folding_what_is_folded_changes_nothing(written: str) -> None:
    once = words_of(written)

    assert words_of(" ".join(once)) == once


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("Reyes", ("reyes",)),
        ("O’Brien", ("obrien", "brien")),
        ("D’Angelo-O’Neil", ("dangelo", "oneil", "angelo", "neil", "dangelooneil")),
        ("Garcia-Lopez", ("garcia", "lopez", "garcialopez")),
        ("de la Cruz", ("de", "la", "cruz", "delacruz")),
        ("李", ("李",)),
        ("", ()),
        ("’", ()),
    ],
)
def test_a_name_is_found_by_its_words_its_parts_and_the_whole(name: str, found_by: tuple[str, ...]) -> None:
    assert name_words(name) == found_by


@pytest.mark.parametrize(
    ("number", "found_by"),
    [
        ("+13035550123", ("3035550123", "5550123")),
        ("+525512345678", ("525512345678", "2345678")),
        ("555-01", ("55501",)),
        ("none", ()),
    ],
)
def test_a_phone_is_found_by_its_ends(number: str, found_by: tuple[str, ...]) -> None:
    assert phone_words(number) == found_by


@pytest.mark.parametrize(
    ("number", "found_by"),
    [
        ("204417", ("204417",)),
        ("00204417", ("00204417", "204417")),
        ("S-2044/17", ("s204417", "s", "2044", "17")),
        ("000", ("000",)),
    ],
)
def test_a_number_is_found_whole_in_parts_and_without_its_zeros(number: str, found_by: tuple[str, ...]) -> None:
    assert number_words(number) == found_by


def test_an_address_is_found_by_both_names_of_its_street_s_kind() -> None:
    assert address_words("2214 Larkspur Court", "Apt. B") == (
        "2214",
        "larkspur",
        "court",
        "apt",
        "b",
        "ct",
        "apartment",
    )


def test_no_word_is_longer_than_the_index_takes() -> None:
    endless = "Ñ" * 5000

    assert {len(word) for word in (*words_of(endless), *name_words(f"{endless}-{endless}"), squeezed(endless))} == {40}
