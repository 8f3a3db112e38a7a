"""Terms are whole school years, wherever in them they begin, and whenever the district's school year does."""

from __future__ import annotations

import pytest

from household.access.rules.terms import first_term_ends, fresh_from, renewed_term_ends, stale_on, window_opens_on
from tests.household.access.telling import courses, day, done, facts, job, on, other_policy, state, through

CLERK = job("2020-08-01")


@pytest.mark.parametrize(
    ("met_on", "years", "year_starts", "ends"),
    [
        ("2025-10-14", 2, "07-01", "2027-07-01"),
        ("2026-06-30", 2, "07-01", "2027-07-01"),
        ("2026-07-01", 2, "07-01", "2028-07-01"),
        ("2026-06-30", 1, "07-01", "2026-07-01"),
        ("2026-07-01", 3, "07-01", "2029-07-01"),
        ("2026-08-14", 2, "08-15", "2027-08-15"),
        ("2026-08-15", 2, "08-15", "2028-08-15"),
        ("2028-02-29", 2, "07-01", "2029-07-01"),
        ("2026-01-01", 2, "01-01", "2028-01-01"),
    ],
)
def test_a_first_term_ends_with_its_last_school_year(met_on: str, years: int, year_starts: str, ends: str) -> None:
    assert first_term_ends(day(met_on), years, year_starts) == day(ends)


@pytest.mark.parametrize(
    ("ends", "years", "year_starts", "renewed"),
    [
        ("2027-07-01", 2, "07-01", "2029-07-01"),
        ("2027-07-01", 1, "07-01", "2028-07-01"),
        ("2027-08-15", 2, "08-15", "2029-08-15"),
    ],
)
def test_a_renewal_adds_school_years(ends: str, years: int, year_starts: str, renewed: str) -> None:
    assert renewed_term_ends(day(ends), years, year_starts) == day(renewed)


@pytest.mark.parametrize(
    ("ends", "opens", "year_starts", "first"),
    [
        ("2027-07-01", "04-01", "07-01", "2027-04-01"),
        ("2027-07-01", "06-30", "07-01", "2027-06-30"),
        ("2027-07-01", "07-01", "07-01", "2026-07-01"),
        ("2027-07-01", "12-31", "07-01", "2026-12-31"),
        ("2027-07-01", "01-01", "07-01", "2027-01-01"),
        ("2027-08-15", "08-01", "08-15", "2027-08-01"),
        ("2027-08-15", "08-15", "08-15", "2026-08-15"),
    ],
)
def test_the_window_opens_inside_the_last_school_year(ends: str, opens: str, year_starts: str, first: str) -> None:
    assert window_opens_on(day(ends), opens, year_starts) == day(first)


@pytest.mark.parametrize(
    ("met_on", "years", "first"),
    [
        ("2025-10-14", 1, "2024-07-01"),
        ("2026-06-30", 1, "2024-07-01"),
        ("2026-07-01", 1, "2025-07-01"),
        ("2026-07-01", 0, "2026-07-01"),
        ("2026-07-01", 2, "2024-07-01"),
    ],
)
def test_a_course_is_fresh_from_the_start_of_a_school_year(met_on: str, years: int, first: str) -> None:
    assert fresh_from(day(met_on), years, "07-01") == day(first)


@pytest.mark.parametrize(("completed_on", "years"), [("2025-10-14", 1), ("2026-06-30", 1), ("2026-07-01", 0)])
def test_a_course_goes_stale_on_the_first_day_it_is_not_fresh_for(completed_on: str, years: int) -> None:
    stale = stale_on(day(completed_on), years, "07-01")

    assert fresh_from(stale, years, "07-01") > day(completed_on)
    assert fresh_from(day(str(stale)).replace(month=6, day=30), years, "07-01") <= day(completed_on)


def test_a_school_year_that_starts_on_another_day_moves_every_date() -> None:
    told = facts([CLERK], courses("2026-08-01", "2026-08-14"))

    assert through(on(told, "2026-08-14", year_starts="08-15")) == "2027-08-14"
    assert [state(told, each, year_starts="08-15") for each in ("2027-08-14", "2027-08-15")] == ["recertify", "lapsed"]


def test_the_window_of_a_leap_year_is_open_on_february_29() -> None:
    early = other_policy(window_opens="02-28")
    told = facts([CLERK], courses("2026-10-01", "2026-10-01") + done("Q", "2028-02-29"))

    assert [state(told, each, early) for each in ("2028-02-27", "2028-02-28", "2028-02-29")] == [
        "active",
        "recertify",
        "active",
    ]
    assert through(on(told, "2028-02-29", early)) == "2030-06-30"


def test_a_course_finished_on_february_29_counts_like_any() -> None:
    assert through(on(facts([CLERK], courses("2028-02-29", "2028-02-29")), "2028-02-29")) == "2029-06-30"


@pytest.mark.parametrize(("years", "last"), [(1, "2026-06-30"), (2, "2027-06-30"), (3, "2028-06-30")])
def test_a_term_has_as_many_school_years_as_policy_says(years: int, last: str) -> None:
    policy = other_policy(term_school_years=years)

    assert through(on(facts([CLERK], courses("2025-10-02", "2025-10-14")), "2025-10-14", policy)) == last


def test_a_window_may_be_the_whole_last_school_year() -> None:
    policy = other_policy(window_opens="07-01")
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + done("Q", "2026-07-01"))

    assert state(told, "2026-06-30", policy) == "active"
    assert through(on(told, "2026-07-01", policy)) == "2029-06-30"


def test_what_made_a_term_of_one_year_inside_its_window_does_not_renew_it() -> None:
    policy = other_policy(term_school_years=1)
    told = facts([CLERK], courses("2026-05-01", "2026-05-04"))

    assert [state(told, each, policy) for each in ("2026-05-04", "2026-05-05", "2026-07-01")] == [
        "active",
        "recertify",
        "lapsed",
    ]
    assert through(on(told, "2026-05-05", policy)) == "2026-06-30"


def test_a_term_is_renewed_again_and_again() -> None:
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + done("Q", "2027-05-01", "2027-05-02", "2029-06-30"))

    assert [through(on(told, each)) for each in ("2027-04-30", "2027-05-01", "2027-05-02", "2029-06-30")] == [
        "2027-06-30",
        "2029-06-30",
        "2029-06-30",
        "2031-06-30",
    ]


def test_courses_of_the_window_renew_only_in_their_order() -> None:
    first = courses("2025-10-02", "2025-10-14")
    wrong = facts([CLERK], first + done("H", "2027-04-10") + done("E", "2027-04-20"))
    mended = facts([CLERK], first + done("H", "2027-04-10", "2027-04-20") + done("E", "2027-04-20"))

    assert through(on(wrong, "2027-05-01")) == "2027-06-30"
    assert [through(on(mended, each)) for each in ("2027-04-19", "2027-04-20")] == ["2027-06-30", "2029-06-30"]


def test_courses_retaken_before_the_window_change_nothing() -> None:
    told = facts([CLERK], courses("2025-10-02", "2025-10-14") + courses("2026-09-01", "2026-09-02"))

    assert [through(on(told, each)) for each in ("2026-09-02", "2027-06-30")] == ["2027-06-30"] * 2
    assert state(told, "2027-07-01") == "lapsed"
