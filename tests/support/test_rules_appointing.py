"""How many contacts an organization lacks, who may be appointed, two places at once, and the courses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from support.rules.appointing import AppointRefusal, Missing, missing, why_not
from support.rules.contacts import ContactKind
from support.rules.places import Use, elsewhere
from support.rules.training import FUNDAMENTALS, INTRODUCTION, courses_for

S, T = "support", "technical"
NOW = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], Missing(2, 1)),
        ([S], Missing(1, 1)),
        ([S, S], Missing(0, 1)),
        ([S, S, S], Missing(0, 1)),
        ([T], Missing(2, 0)),
        ([S, T], Missing(1, 0)),
        ([S, S, T], Missing(0, 0)),
        ([S, S, S, T], Missing(0, 0)),
    ],
)
def test_two_support_contacts_and_a_technical_one_are_recommended(kinds: list[str], expected: Missing) -> None:
    assert missing(kinds) == expected
    assert missing(kinds).total == expected.support + expected.technical


@pytest.mark.parametrize(
    ("kind", "kinds", "knows", "refusal"),
    [
        (ContactKind.SUPPORT, [], False, None),
        (ContactKind.SUPPORT, [S, S], False, None),
        (ContactKind.SUPPORT, [S, S, T], False, AppointRefusal.FOURTH),
        (ContactKind.SUPPORT, [S, S, T], True, None),
        (ContactKind.SUPPORT, [S, S, S, S, S], True, None),
        (ContactKind.TECHNICAL, [S, S], False, None),
        (ContactKind.TECHNICAL, [S, S, S], False, AppointRefusal.FOURTH),
        (ContactKind.TECHNICAL, [S, S, S], True, None),
        (ContactKind.TECHNICAL, [T], False, AppointRefusal.SECOND_TECHNICAL),
        (ContactKind.TECHNICAL, [S, S, T], True, AppointRefusal.SECOND_TECHNICAL),
    ],
)
def test_a_fourth_needs_a_word_and_a_second_technical_contact_is_none(
    kind: ContactKind, kinds: list[str], knows: bool, refusal: AppointRefusal | None
) -> None:
    assert why_not(kind, kinds=kinds, knows_of_fourth=knows) == refusal


def test_nobody_appoints_themselves_or_anybody_twice() -> None:
    assert why_not(ContactKind.SUPPORT, kinds=[], is_oneself=True) is AppointRefusal.ONESELF
    assert why_not(ContactKind.SUPPORT, kinds=[S], is_appointed=True) is AppointRefusal.ALREADY


@pytest.mark.parametrize(
    ("address", "minutes", "seen"),
    [
        ("192.0.2.9", 0, True),
        ("192.0.2.9", 10, True),
        ("192.0.2.9", -10, True),
        ("192.0.2.9", 10.02, False),
        ("192.0.2.7", 1, False),
    ],
)
def test_another_place_within_ten_minutes_is_at_once(address: str, minutes: float, seen: bool) -> None:
    use = Use(address, "Firefox", NOW - timedelta(minutes=minutes))

    assert elsewhere("192.0.2.7", [use], at=NOW) == ([use] if seen else [])


def test_the_latest_other_place_comes_first() -> None:
    older, newer = (Use(f"192.0.2.{number}", "", NOW - timedelta(minutes=number)) for number in (9, 8))

    assert elsewhere("192.0.2.7", [older, newer], at=NOW) == [newer, older]


def test_the_technical_contact_does_fundamentals_beside_the_introduction() -> None:
    assert courses_for(S) == (INTRODUCTION,)
    assert courses_for(T) == (INTRODUCTION, FUNDAMENTALS)
