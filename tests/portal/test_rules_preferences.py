"""By which channels a message comes to somebody: chosen, by default, and whatever an emergency needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from portal.message_kinds import message_kinds
from portal.rules.preferences import (
    By,
    Channel,
    Choice,
    MessageKind,
    Point,
    channels_for,
    leaves_at,
    wanted_of,
    without_a_way,
)

EVERY = (By.MAIL, By.TEXT, By.VOICE)
EMERGENCY = MessageKind("emergency", EVERY, EVERY, always=True, any_hour=True)
GENERAL = MessageKind("general", EVERY, (By.MAIL,), (By.TEXT,))
TEACHER = MessageKind("teacher", (By.MAIL, By.TEXT), (By.MAIL,), (By.TEXT,))
QUIET = MessageKind("quiet", EVERY, ())

EMAIL = Point(1, "ana@example.org", (By.MAIL,))
MOBILE = Point(2, "+13035550101", (By.TEXT, By.VOICE))
HOME = Point(3, "+13035550102", (By.VOICE,))
WORK = Point(4, "+13035550103", (By.VOICE,), is_own=False)
TYPED = Point(5, "new@example.org", (By.MAIL,), is_confirmed=False)
DEAD = replace(EMAIL, failed=frozenset({By.MAIL}))
ALL_OFF = {
    (kind, by, point.to): False
    for kind in ("emergency", "general")
    for point in (EMAIL, MOBILE, HOME, TYPED)
    for by in EVERY
}


def off(kind: str, *ends: tuple[By, Point]) -> dict[Choice, bool]:
    return {(kind, by, point.to): False for by, point in ends}


def on(kind: str, *ends: tuple[By, Point]) -> dict[Choice, bool]:
    return dict.fromkeys(off(kind, *ends), True)


@pytest.mark.parametrize(
    ("kind", "points", "choices", "expected"),
    [
        # nothing chosen
        (GENERAL, (), {}, ""),
        (EMERGENCY, (), {}, ""),
        (GENERAL, (EMAIL, MOBILE), {}, "mail:ana@example.org"),
        (GENERAL, (MOBILE,), {}, "text:+13035550101"),
        (GENERAL, (HOME,), {}, ""),
        (QUIET, (EMAIL, MOBILE), {}, ""),
        (EMERGENCY, (EMAIL, HOME), {}, "mail:ana@example.org voice:+13035550102"),
        (EMERGENCY, (MOBILE,), {}, "text:+13035550101 voice:+13035550101"),
        # a colleague’s telephone is used by default only where an emergency has nothing else
        (EMERGENCY, (EMAIL, WORK), {}, "mail:ana@example.org"),
        (EMERGENCY, (WORK,), {}, "voice:+13035550103"),
        (GENERAL, (WORK,), {}, ""),
        (GENERAL, (WORK,), on("general", (By.VOICE, WORK)), "voice:+13035550103"),
        # chosen
        (GENERAL, (EMAIL, MOBILE), off("general", (By.MAIL, EMAIL)), ""),
        (GENERAL, (EMAIL, MOBILE), on("general", (By.TEXT, MOBILE)), "mail:ana@example.org text:+13035550101"),
        (GENERAL, (EMAIL,), off("emergency", (By.MAIL, EMAIL)), "mail:ana@example.org"),
        (TEACHER, (MOBILE,), on("teacher", (By.VOICE, MOBILE)), "text:+13035550101"),
        # a new address goes by the default although others were chosen
        (GENERAL, (EMAIL, replace(EMAIL, to="b@example.org")), off("general", (By.MAIL, EMAIL)), "mail:b@example.org"),
        # what came back is not tried again
        (GENERAL, (DEAD, MOBILE), {}, ""),
        (GENERAL, (DEAD,), on("general", (By.MAIL, EMAIL)), ""),
        (EMERGENCY, (DEAD, MOBILE), {}, "text:+13035550101 voice:+13035550101"),
        (EMERGENCY, (DEAD, HOME), off("emergency", (By.VOICE, HOME)), "voice:+13035550102"),
        (EMERGENCY, (DEAD,), {}, "mail:ana@example.org"),
        # what a family typed and did not confirm gets nothing but an emergency
        (GENERAL, (TYPED,), on("general", (By.MAIL, TYPED)), ""),
        (EMERGENCY, (TYPED,), {}, "mail:new@example.org"),
        (EMERGENCY, (TYPED, HOME), {}, "voice:+13035550102"),
        # an emergency comes, whatever was chosen
        (EMERGENCY, (EMAIL, HOME), ALL_OFF, "mail:ana@example.org voice:+13035550102"),
        (EMERGENCY, (EMAIL, HOME), off("emergency", (By.MAIL, EMAIL)), "voice:+13035550102"),
    ],
)
def test_a_message_goes_by_these_channels(
    kind: MessageKind, points: tuple[Point, ...], choices: dict[Choice, bool], expected: str
) -> None:
    found = channels_for(kind, points, choices)

    assert " ".join(f"{each.by}:{each.to}" for each in found) == expected


@pytest.mark.parametrize(
    ("points", "choices", "is_refused"),
    [
        ((EMAIL, HOME), ALL_OFF, True),
        ((EMAIL, HOME), off("emergency", (By.MAIL, EMAIL)), False),
        ((DEAD, HOME), off("emergency", (By.VOICE, HOME)), True),
        ((DEAD,), {}, False),
        ((), {}, False),
    ],
)
def test_an_emergency_keeps_a_channel_that_works_where_there_is_one(
    points: tuple[Point, ...], choices: dict[Choice, bool], is_refused: bool
) -> None:
    assert without_a_way((GENERAL, EMERGENCY), points, choices) == ((EMERGENCY,) if is_refused else ())


def test_the_ticks_show_an_address_that_came_back_as_it_was_chosen() -> None:
    assert wanted_of(GENERAL, (DEAD,), {}) == {Channel(By.MAIL, DEAD.to)}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-18T20:59", "2026-11-18T20:59"),
        ("2026-11-18T21:00", "2026-11-19T07:00"),
        ("2026-11-18T23:59", "2026-11-19T07:00"),
        ("2026-11-19T00:00", "2026-11-19T07:00"),
        ("2026-11-19T06:59", "2026-11-19T07:00"),
        ("2026-11-19T07:00", "2026-11-19T07:00"),
    ],
)
def test_no_telephone_rings_at_night_but_for_an_emergency(now: str, then: str) -> None:
    assert leaves_at(GENERAL, datetime.fromisoformat(now)) == datetime.fromisoformat(then)
    assert leaves_at(EMERGENCY, datetime.fromisoformat(now)) == datetime.fromisoformat(now)


def test_the_district_s_file_tells_of_every_kind_in_both_languages() -> None:
    kinds = message_kinds()

    names = ("emergency", "priority", "attendance", "grades", "behavior", "general", "teacher", "food-service")
    assert tuple(kinds) == names
    assert [each.code for each in kinds.values() if each.always] == ["emergency"]
    for each in kinds.values():
        assert set(each.title) == set(each.says) == {"en", "es"}
        assert {*each.by_default, *each.otherwise} <= set(each.ways)
