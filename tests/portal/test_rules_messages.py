"""Who may write to whom, when a message leaves, and in which language it is read: the edges."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.rules.messages.leaving import MOVES, State, digest_at, is_quiet, leaves_at
from portal.rules.messages.writing import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    Kind,
    Reach,
    Refusal,
    Target,
    faults_of,
    kinds_for,
    may_write,
    spoken_in,
)

DENVER = ZoneInfo("America/Denver")
TEACHER = Reach(sections=frozenset({7}))
OFFICE = Reach(schools=frozenset({3}))
DISTRICT = Reach(everywhere=True)
NOBODY = Reach()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DENVER)


@pytest.mark.parametrize(
    ("reach", "target", "around", "answer"),
    [
        (TEACHER, Target(section_id=7, section_school_id=3), {}, True),
        (TEACHER, Target(section_id=8, section_school_id=3), {}, False),
        (TEACHER, Target(school_id=3), {}, False),
        (TEACHER, Target(), {}, False),
        (TEACHER, Target(student_id=1), {"student_sections": (7, 9), "student_schools": (3,)}, True),
        (TEACHER, Target(student_id=1), {"student_sections": (9,), "student_schools": (3,)}, False),
        (TEACHER, Target(student_id=1), {}, False),
        (OFFICE, Target(school_id=3), {}, True),
        (OFFICE, Target(school_id=4), {}, False),
        (OFFICE, Target(section_id=8, section_school_id=3), {}, True),
        (OFFICE, Target(section_id=8, section_school_id=4), {}, False),
        (OFFICE, Target(student_id=1), {"student_sections": (), "student_schools": (3, 4)}, True),
        (OFFICE, Target(student_id=1), {"student_sections": (7,), "student_schools": (4,)}, False),
        (OFFICE, Target(), {}, False),
        (DISTRICT, Target(), {}, True),
        (DISTRICT, Target(student_id=1), {}, True),
        (NOBODY, Target(), {}, False),
        (NOBODY, Target(section_id=7), {}, False),
    ],
)
def test_one_writes_to_the_families_within_reach(
    reach: Reach, target: Target, around: dict[str, tuple[int, ...]], answer: bool
) -> None:
    assert may_write(reach, target, **around) is answer


def test_a_teacher_wakes_nobody_and_an_office_writes_every_kind() -> None:
    assert kinds_for(TEACHER) == (Kind.TEACHER, Kind.BEHAVIOR)
    assert kinds_for(OFFICE)[0] is Kind.GENERAL
    assert set(kinds_for(OFFICE)) == set(kinds_for(DISTRICT)) == set(Kind)
    assert kinds_for(NOBODY) == ()


@pytest.mark.parametrize(
    ("wanted", "leaves"),
    [
        ("2026-11-18T20:59:59", "2026-11-18T20:59:59"),
        ("2026-11-18T21:00:00", "2026-11-19T07:00:00"),
        ("2026-11-18T23:59:00", "2026-11-19T07:00:00"),
        ("2026-11-19T00:00:00", "2026-11-19T07:00:00"),
        ("2026-11-19T06:59:59", "2026-11-19T07:00:00"),
        ("2026-11-19T07:00:00", "2026-11-19T07:00:00"),
        ("2026-12-31T22:00:00", "2027-01-01T07:00:00"),
        ("2027-03-13T22:00:00", "2027-03-14T07:00:00"),
        ("2027-03-14T01:59:00", "2027-03-14T07:00:00"),
        ("2027-11-06T22:00:00", "2027-11-07T07:00:00"),
        ("2027-11-07T01:30:00", "2027-11-07T07:00:00"),
    ],
)
def test_nothing_leaves_between_nine_at_night_and_seven(wanted: str, leaves: str) -> None:
    told = leaves_at(local(wanted).astimezone(UTC), kind=Kind.GENERAL, zone=DENVER)

    assert told.astimezone(DENVER) == local(leaves)
    assert leaves_at(local(wanted), kind=Kind.EMERGENCY, zone=DENVER) == local(wanted)


@pytest.mark.parametrize(("night", "hours"), [("2027-03-13", 9), ("2027-03-20", 10), ("2027-11-06", 11)])
def test_the_night_the_clocks_change_is_an_hour_shorter_or_longer(night: str, hours: int) -> None:
    falls = local(f"{night}T21:00").astimezone(UTC)

    leaves = leaves_at(falls, kind=Kind.TEACHER, zone=DENVER)

    assert (leaves - falls).total_seconds() == hours * 3600


def test_the_hour_that_comes_twice_is_quiet_both_times() -> None:
    first = datetime(2027, 11, 7, 7, 30, tzinfo=UTC)
    second = datetime(2027, 11, 7, 8, 30, tzinfo=UTC)
    assert first.astimezone(DENVER).time() == second.astimezone(DENVER).time() == time(1, 30)

    assert is_quiet(first, zone=DENVER)
    assert is_quiet(second, zone=DENVER)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        ("2026-11-18T16:59:59", "2026-11-18T17:00"),
        ("2026-11-18T17:00:00", "2026-11-19T17:00"),
        ("2026-11-18T08:00:00", "2026-11-18T17:00"),
        ("2027-03-13T18:00:00", "2027-03-14T17:00"),
        ("2027-11-06T18:00:00", "2027-11-07T17:00"),
    ],
)
def test_what_can_wait_goes_with_the_next_digest(moment: str, goes: str) -> None:
    assert digest_at(local(moment), digest=time(17), zone=DENVER) == local(goes)


def test_what_has_left_is_not_taken_back() -> None:
    assert State.CANCELLED in MOVES[State.SCHEDULED]
    assert [each for each in (State.SENDING, State.SENT) if State.CANCELLED in MOVES[each]] == []
    assert [each for each in (State.SENT, State.CANCELLED, State.STOPPED) if MOVES[each]] == []


@pytest.mark.parametrize(
    ("texts", "faults"),
    [
        ({"en": ("", ""), "es": ("", "")}, {"subject_en": Refusal.NO_WORDS}),
        ({"en": ("Trip", "Bring a lunch."), "es": ("", "")}, {}),
        ({"en": ("", ""), "es": ("Paseo", "Traiga un almuerzo.")}, {}),
        ({"en": ("Trip", ""), "es": ("", "")}, {"body_en": Refusal.HALF_WORDS}),
        ({"en": ("Trip", "Lunch"), "es": ("", "Almuerzo")}, {"subject_es": Refusal.HALF_WORDS}),
        ({"en": ("x" * LONGEST_SUBJECT, "x" * LONGEST_BODY)}, {}),
        ({"en": ("x" * (LONGEST_SUBJECT + 1), "y")}, {"subject_en": Refusal.SUBJECT_TOO_LONG}),
        ({"en": ("x", "y" * (LONGEST_BODY + 1))}, {"body_en": Refusal.BODY_TOO_LONG}),
    ],
)
def test_one_language_whole_is_enough_and_half_a_one_is_a_slip(
    texts: dict[str, tuple[str, str]], faults: dict[str, Refusal]
) -> None:
    assert faults_of(texts) == faults


@pytest.mark.parametrize(
    ("texts", "reader", "shown"),
    [
        (("en", "es"), "es", "es"),
        (("en", "es"), "es-MX", "es"),
        (("en", "es"), "ES", "es"),
        (("en", "es"), "so", "en"),
        (("en",), "es", "en"),
        (("es",), "en", "es"),
        (("es",), None, "es"),
    ],
)
def test_a_message_is_read_in_the_reader_s_language_where_it_was_written_in_it(
    texts: tuple[str, ...], reader: str | None, shown: str
) -> None:
    assert spoken_in(dict.fromkeys(texts, ""), reader) == shown
