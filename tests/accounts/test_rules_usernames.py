"""User names: what they may be, and which two are one (spec "Password rule", T45)."""

from __future__ import annotations

import pytest

from accounts.rules import usernames


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("ana", "username-short"),
        ("", "username-short"),
        ("x" * 65, "username-long"),
        ("maria lopez", "username-characters"),
        ("maria/lopez", "username-characters"),
        ("admin\u200b", "username-characters"),
        ("admin\u202e", "username-characters"),
        ("maria\x00lopez", "username-characters"),
        ("admin.", "username-characters"),
        (".admin", "username-characters"),
        ("аdmin", "username-characters"),
        ("maria=?utf-8?", "username-characters"),
    ],
)
def test_a_user_name_is_refused_for_its_reason(username: str, code: str) -> None:
    assert code in [each.code for each in usernames.problems_with(username)]


@pytest.mark.parametrize(
    "username",
    [
        "anas",
        "x" * 64,
        "maria.lopez",
        "maria-lopez_2@home",
        "ana@example.org",
        "josé.niño",
        "Nguyễn",
        "админ",
        "李小龙大",
    ],
)
def test_letters_digits_and_four_marks_make_a_user_name(username: str) -> None:
    assert usernames.problems_with(username) == []


@pytest.mark.parametrize("twin", ["Ａdmin", "ADMIN", " admin ", "ａｄｍｉｎ", "ad\u2133in".replace("\u2133", "m")])
def test_look_alikes_of_admin_share_its_key(twin: str) -> None:
    assert usernames.key_of(twin) == usernames.key_of("admin")


@pytest.mark.parametrize(
    ("one", "other"), [("\u212aarla", "karla"), ("ﬁona", "fiona"), ("jose\u0301", "josé"), ("straße", "STRASSE")]
)
def test_two_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert usernames.key_of(one) == usernames.key_of(other)


def test_a_dotless_i_is_another_letter() -> None:
    assert usernames.key_of("mıke") != usernames.key_of("mike")


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("maria.lopez", "maria.lopez2"), ("maria7", "maria2"), ("1234", "12342"), ("x" * 64, "x" * 62 + "2")],
)
def test_a_taken_name_brings_others_near_it(wanted: str, first: str) -> None:
    offered = list(usernames.candidates(wanted))

    assert offered[0] == first
    assert [each for each in offered if usernames.problems_with(each)] == []
