"""Tokens of mailed links: ours, for one purpose, and known only by their hash (T06)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from foundation import tokens


@pytest.fixture(autouse=True)
def key() -> Iterator[None]:
    tokens.configure("a-secret-for-tests-only-0123456789")
    yield
    tokens.configure("")


def test_a_token_is_read_back_as_the_hash_it_is_kept_under() -> None:
    token, kept = tokens.make("reset-password")

    assert tokens.read(token, purpose="reset-password") == kept
    assert len(kept) == 64
    assert kept not in token


def test_no_two_tokens_are_alike() -> None:
    assert len({tokens.make("reset-password")[0] for _ in range(100)}) == 100


def test_a_token_of_one_purpose_says_nothing_at_another_s_door() -> None:
    token, _ = tokens.make("recovery-email")

    assert tokens.read(token, purpose="reset-password") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: "null",
        lambda token: token[:-3],
        lambda token: token.swapcase(),
        lambda token: token + "x" * 500,
        lambda token: token.replace(".", ""),
        lambda token: "W10." + token.split(".")[1],
        lambda token: "\x00" + token,
        lambda token: token.split(".")[0],
        lambda token: "é" + token[1:],
        lambda token: "\ud800",
    ],
)
def test_a_changed_token_is_none_of_ours(change: object) -> None:
    token, _ = tokens.make("reset-password")

    assert tokens.read(change(token), purpose="reset-password") is None  # type: ignore[operator]


def test_a_token_signed_with_another_secret_is_none_of_ours() -> None:
    token, _ = tokens.make("reset-password")
    tokens.configure("another-secret-0123456789-0123456789")

    assert tokens.read(token, purpose="reset-password") is None


def test_without_a_key_no_token_is_made() -> None:
    tokens.configure("")

    with pytest.raises(RuntimeError, match="no key yet"):
        tokens.make("reset-password")
