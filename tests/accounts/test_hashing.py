"""Passwords as they are kept (ASVS 11.4, T42)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from accounts import hashing


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    hashing.configure(cheap=True)
    yield
    hashing.configure(cheap=False)


def test_production_hashes_with_argon2id_at_the_agreed_cost() -> None:
    hashing.configure(cheap=False)

    assert hashing.hash_of("quiet river 9").startswith("$argon2id$v=19$m=32768,t=3,p=1$")


def test_a_password_is_verified_whole() -> None:
    """Twins that differ in the last of 73, 128 or 256 characters do not open each other."""
    for length in (73, 128, 256):
        one, other = "a1" * (length // 2) + "x", "a1" * (length // 2) + "y"
        assert hashing.verify(one, hashing.hash_of(one))[0]
        assert not hashing.verify(other, hashing.hash_of(one))[0]


@pytest.mark.parametrize("other", ["Quiet river 9", "quiet river 9 ", " quiet river 9", "quietriver9"])
def test_case_and_spaces_count(other: str) -> None:
    assert not hashing.verify(other, hashing.hash_of("quiet river 9"))[0]


def test_an_accent_typed_as_one_or_two_code_points_is_the_same_password() -> None:
    composed = unicodedata.normalize("NFC", "clavé segura")

    assert hashing.verify(unicodedata.normalize("NFD", composed), hashing.hash_of(composed))[0]
    assert hashing.verify(composed, hashing.hash_of(unicodedata.normalize("NFD", composed)))[0]


def test_a_hash_of_another_cost_is_renewed_when_its_password_is_given() -> None:
    cheap_hash = hashing.hash_of("quiet river 9")
    hashing.configure(cheap=False)

    matches, newer = hashing.verify("quiet river 9", cheap_hash)

    assert matches
    assert newer is not None
    assert newer.startswith("$argon2id$v=19$m=32768,")
    assert hashing.verify("quiet river 9", newer) == (True, None)


def test_nobody_s_password_matches_nothing() -> None:
    assert hashing.verify("quiet river 9", None) == (False, None)


@pytest.mark.parametrize("monster", ["x" * 1025, "é" * 600, "a\ud800b"])
def test_what_cannot_be_a_password_of_ours_is_neither_hashed_nor_verified(monster: str) -> None:
    with pytest.raises(ValueError, match="too long to be hashed, or is no text"):
        hashing.hash_of(monster)

    assert hashing.verify(monster, hashing.hash_of("quiet river 9")) == (False, None)


def test_a_password_with_a_nul_byte_is_a_wrong_one_and_no_error() -> None:
    assert hashing.verify("quiet\x00 river 9", hashing.hash_of("quiet river 9")) == (False, None)
