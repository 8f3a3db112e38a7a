"""Searching: what is typed, the ways it can be meant, and why it finds someone."""

from __future__ import annotations

import pytest

from district.rules.folding import address_words, name_words, number_words, phone_words, squeezed
from district.rules.searching import Ground, match, sought, terms_text

NORA = terms_text(
    (
        (*name_words("O’Brien"), *name_words("Nora Grace")),
        number_words("204417"),
        name_words("Byrne"),
        ("honora",),
        phone_words("+13035550123"),
        (squeezed("nora.ob@grebe.example"),),
        address_words("2214 Larkspur Court", "Unit B", "80999"),
    )
)


@pytest.mark.parametrize(
    ("typed", "grounds"),
    [
        ("obrien", [Ground.NAME]),
        ("O'Brien", [Ground.NAME]),
        ("o brien", [Ground.NAME]),
        ("O’BRI", [Ground.NAME]),
        ("brien", [Ground.NAME]),
        ("nora obrien", [Ground.NAME]),
        ("O’Brien, Nora", [Ground.NAME]),
        ("nora grace", [Ground.NAME]),
        ("noragrace", [Ground.NAME]),
        ("byrne", [Ground.FORMER_NAME]),
        ("nora byrne", [Ground.NAME, Ground.FORMER_NAME]),
        ("honora", [Ground.NICKNAME]),
        ("204417", [Ground.NUMBER]),
        ("#204-417", [Ground.NUMBER]),
        ("(303) 555-0123", [Ground.PHONE]),
        ("303.555.0123", [Ground.PHONE]),
        ("3035550123", [Ground.PHONE]),
        ("+1 303 555 0123", [Ground.PHONE]),
        ("1-303-555-0123", [Ground.PHONE]),
        ("555-0123", [Ground.PHONE]),
        ("303-555", [Ground.PHONE]),
        ("nora 303-555-0123", [Ground.NAME, Ground.PHONE]),
        ("nora.ob@grebe.example", [Ground.EMAIL]),
        ("NORA.OB@", [Ground.EMAIL]),
        ("2214 larkspur ct", [Ground.ADDRESS]),
        ("2214 Larkspur Court, Unit B", [Ground.ADDRESS]),
        ("2214 Larkspur Ct., Juniper Valley, CO 80999", [Ground.ADDRESS]),
        ("larkspur nora", [Ground.NAME, Ground.ADDRESS]),
    ],
)
def test_what_is_typed_finds_and_says_why(typed: str, grounds: list[Ground]) -> None:
    found = match(sought(typed), NORA)

    assert found is not None
    assert list(found.grounds) == grounds


@pytest.mark.parametrize(
    "typed", ["ora", "nora smith", "204418", "303-555-0124", "2215 larkspur", "nora.ob@other.example", "nora zz obrien"]
)
def test_every_typed_word_must_begin_some_word(typed: str) -> None:
    assert match(sought(typed), NORA) is None


@pytest.mark.parametrize("typed", ["", "  ", "a", "%", "*", "a b", "— ’", '"', "n o r"])
def test_too_little_is_not_looked_for(typed: str) -> None:
    assert sought(typed).ways == ()


def test_one_sign_is_enough_where_it_is_a_word() -> None:
    assert sought("李").ways == (("李",),)


def test_signs_of_search_engines_are_no_words() -> None:
    assert sought("nora* OR \"x\":y & !z | 'w' NEAR(%_\\").ways[0] == ("nora", "or", "x", "y", "z", "w", "near")


def test_a_whole_telephone_is_one_word_and_nothing_else() -> None:
    assert sought("(303) 555-0123").ways == (("3035550123",),)
    assert sought("+1 303 555 0123").ways == (("3035550123",),)
    assert ("2214", "80910") in sought("2214 80910").ways


def test_a_name_that_is_like_a_street_s_kind_keeps_what_follows() -> None:
    assert sought("Ana Lane Smith").ways[0] == ("ana", "lane", "smith")


def test_whole_words_come_before_beginnings_and_names_before_all_else() -> None:
    by_name, by_beginning, by_street = (
        match(sought("lee"), terms)
        for terms in ("lee ana\n\n\n\n\n\n", "leeson ana\n\n\n\n\n\n", "ruiz\n\n\n\n\n\n12 lee road")
    )

    assert by_name is not None
    assert by_beginning is not None
    assert by_street is not None
    assert by_name.distance < by_beginning.distance < by_street.distance


def test_an_endless_query_is_cut() -> None:
    ways = sought("ab " * 10_000 + "x" * 10_000).ways

    assert max(len(way) for way in ways) <= 10
    assert len(ways) <= 5
