"""The password rule, sentence by sentence (S4; the vectors of the security reference, 2.3; T42)."""

from __future__ import annotations

import unicodedata

import pytest

from accounts.rules import passwords
from accounts.rules.problems import Problem
from accounts.weak_passwords import common_passwords

KNOWN = [
    "maria.garcia",
    "María",
    "García",
    "María García",
    "Grand Bend High School",
    "Juniper Valley Public Schools",
]


def codes(password: str, *, mode: str = "district") -> list[str]:
    found = passwords.problems_with(password, known_facts=KNOWN, common=common_passwords(), mode=mode)
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("abcdefgh", "password-one-kind"),
        ("ABCDefgh", "password-one-kind"),
        ("95720374", "password-one-kind"),
        ("密码密码密码密码", "password-one-kind"),
        ("abc123!", "password-short"),
        ("mountai\tn7", "password-unspeakable"),
        ("mountai\x00n7", "password-unspeakable"),
        ("mountain\ud8007", "password-unspeakable"),
        ("maria.garcia", "password-known"),
        ("MARIA.GARCIA", "password-known"),
        ("Maria.Garcia85!", "password-known"),
        ("García2014", "password-known"),
        ("Password1!", "password-common"),
        ("football1", "password-common"),
        ("abcd1234", "password-common"),
        ("P@ssw0rd", "password-common"),
        ("Welcome1!", "password-common"),
        ("Grand Bend High School", "password-known"),
        ("GrandBend2026!", "password-known"),
        ("GrandBendHighSchool2026!", "password-known"),
        ("junipervalley#1", "password-known"),
        ("a1" * 129, "password-long"),
    ],
)
def test_a_password_is_refused_for_its_reason(password: str, code: str) -> None:
    assert code in codes(password)


@pytest.mark.parametrize(
    "password",
    [
        "abcdef1!",
        "$$$$!!!!",
        "пароль12",
        "pa ssword",
        "1２３４abcd",
        "correct horse battery staple",
        "😀🎉abcdef",
        "\U0001faea\U0001fae9abcdef",
        "a1b!" * 16,
        "a1b!" * 32,
        "a1b!" * 64,
        "mother of maria garcia",
        "high school 1",
    ],
)
def test_a_password_of_two_kinds_that_nobody_knows_is_accepted(password: str) -> None:
    assert codes(password) == []


def test_length_is_counted_in_code_points_after_composition() -> None:
    seven_letters_typed_as_eight = unicodedata.normalize("NFD", "clavé1!")

    assert len(seven_letters_typed_as_eight) == 8
    assert codes(seven_letters_typed_as_eight) == ["password-short"]


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("correcthorsebatterystaple", []),
        ("fourteen-chars", ["password-short"]),
        ("fifteen-charsss", []),
        ("Password1!", ["password-short", "password-common"]),
    ],
)
def test_nist_mode_asks_for_fifteen_and_no_kinds(password: str, found: list[str]) -> None:
    assert codes(password, mode="nist") == found


def test_an_empty_fact_makes_no_password_known() -> None:
    assert passwords.problems_with("12345 67890 !", known_facts=["", "--"], common=frozenset()) == []


def test_the_hint_says_the_rule_in_the_codes_of_the_errors() -> None:
    assert passwords.requirements("district") == [
        Problem("password-short", 8),
        Problem("password-one-kind", 2),
        Problem("password-known"),
        Problem("password-common"),
    ]
    assert [each.code for each in passwords.requirements("nist")] == [
        "password-short",
        "password-known",
        "password-common",
    ]


def test_the_list_covers_three_thousand_passwords_that_fit_the_rule() -> None:
    fitting = [each for each in common_passwords() if {"password-short", "password-one-kind"}.isdisjoint(codes(each))]

    assert len(fitting) >= 3000
    assert [each for each in fitting if "password-common" not in codes(each)] == []


def test_a_hundred_thousand_marks_are_judged_at_once() -> None:
    assert codes("!" * 100_000) == ["password-long"]
