"""What a new word of human resources changed: each case is one change, and not two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from household.access.rules.facts import Job
from household.access.rules.job_changes import changes_of
from household.access.rules.jobs import departures_of, posts_of
from tests.household.access.telling import OFFICE, job

TODAY = date(2026, 11, 18)
OLD = job("2024-08-01")
TEACHER = "Teacher"


def left(until: str, **more: str) -> Job:
    """The old job in an employment that ends."""
    return job("2024-08-01", until, employed_until=until, **more)


CASES: list[tuple[str, list[Job], list[Job], list[tuple[str, str]]]] = [
    ("nothing", [OLD], [OLD], []),
    ("an end to come", [OLD], [job("2024-08-01", "2027-02-01")], [("ends", "2027-01-31")]),
    ("an end that was", [OLD], [job("2024-08-01", "2026-11-01")], [("ends", "2026-10-31")]),
    ("another end", [job("2024-08-01", "2027-02-01")], [job("2024-08-01", "2027-03-01")], [("ends", "2027-02-28")]),
    ("no end after all", [job("2024-08-01", "2027-02-01")], [OLD], [("goes-on", "2027-02-01")]),
    (
        "a move",
        [OLD],
        [job("2024-08-01", "2027-02-01"), job("2027-02-01", location="B")],
        [("moves", "2027-02-01")],
    ),
    (
        "another job at the same place",
        [OLD],
        [job("2024-08-01", "2026-11-18"), job("2026-11-18", role=TEACHER)],
        [("changes", "2026-11-18")],
    ),
    (
        "the role written over in the same row: the old row ends today",
        [OLD],
        [job("2024-08-01", "2026-11-18"), job("2024-08-01", role=TEACHER)],
        [("changes", "2026-11-18")],
    ),
    (
        "the same job again, without a gap",
        [job("2024-08-01", "2027-02-01")],
        [job("2024-08-01", "2027-02-01"), job("2027-02-01", "2028-02-01")],
        [("goes-on", "2027-02-01")],
    ),
    (
        "a gap",
        [OLD],
        [job("2024-08-01", "2027-02-01"), job("2027-02-08", location="B")],
        [("ends", "2027-01-31"), ("begins", "2027-02-08")],
    ),
    ("a second job", [OLD], [OLD, job("2026-11-18", role=TEACHER)], [("begins", "2026-11-18")]),
    (
        "one of two ends",
        [OLD, job("2025-01-01", role=TEACHER)],
        [job("2024-08-01", "2026-12-01"), job("2025-01-01", role=TEACHER)],
        [("ends", "2026-11-30")],
    ),
    ("a departure", [OLD], [left("2026-12-19")], [("leaves", "2026-12-18")]),
    ("a departure taken back", [left("2026-12-19")], [OLD], [("stays", "2026-12-18")]),
    ("a departure on another day", [left("2026-12-19")], [left("2026-12-05")], [("leaves", "2026-12-04")]),
    (
        "a return",
        [left("2026-03-11")],
        [left("2026-03-11"), job("2026-11-16", employed_from="2026-11-16")],
        [("returns", "2026-11-16")],
    ),
    ("a first day corrected", [OLD], [job("2024-07-01")], [("corrected", "2024-07-01")]),
    ("a past job found", [OLD], [OLD, job("2020-01-01", "2021-01-01")], [("corrected", "2020-01-01")]),
    ("a job that never was", [OLD, job("2026-01-01", role=TEACHER)], [OLD], [("withdrawn", "2026-01-01")]),
    ("a job of no known beginning", [], [job("1900-01-01")], [("begins", "2026-11-18")]),
]


@pytest.mark.parametrize(("before", "after", "told"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_each_change_is_told_as_what_it_is(before: list[Job], after: list[Job], told: list[tuple[str, str]]) -> None:
    found = changes_of(before, after, today=TODAY)

    assert [(each.kind.value, str(each.day)) for each in found] == told


DAYS = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(days=number * 10))


@st.composite
def some_jobs(draw: st.DrawFn) -> list[Job]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        starts, ends, left = draw(DAYS), draw(st.none() | DAYS), draw(st.none() | DAYS)
        role, place = draw(st.sampled_from([OFFICE, TEACHER])), draw(st.sampled_from("AB"))
        found.append(Job(starts, ends, "school", role, location=place, employed_until=left))
    return found


@given(before=some_jobs(), after=some_jobs(), today=DAYS)
def test_whatever_changes_is_told_and_nothing_else(before: list[Job], after: list[Job], today: date) -> None:
    told = changes_of(before, after, today=today)

    assert changes_of(before, before, today=today) == ()
    assert changes_of(before, list(reversed(before)), today=today) == ()
    same_departures = departures_of(posts_of(before)) == departures_of(posts_of(after))
    assert told or (same_departures and standing_days(before) == standing_days(after))


def standing_days(jobs: list[Job]) -> set[tuple[str, str, date, date]]:
    """By what, where, from when to when: the same job told twice is one."""
    return {(post.job.job_role, post.job.location, post.starts, post.ends) for post in posts_of(jobs)}


def test_a_move_names_both_places_and_a_change_both_jobs() -> None:
    move, *_ = changes_of([OLD], [job("2024-08-01", "2027-02-01"), job("2027-02-01", location="B")], today=TODAY)
    change, *_ = changes_of([OLD], [job("2024-08-01", "2027-02-01"), job("2027-02-01", role=TEACHER)], today=TODAY)

    assert (move.other_location, move.location) == ("A", "B")
    assert (change.other_role, change.job_role) == ("Office Professional", TEACHER)
