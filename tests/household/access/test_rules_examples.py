"""The eighteen worked examples of the contract, each with the days before and after the days it names."""

from __future__ import annotations

import pytest

from household.access.rules.facts import Facts
from tests.household.access.telling import POLICY, courses, day, done, facts, job, on, other_policy, through

CLERK = job("2020-08-01")
FIRST = courses("2025-10-02", "2025-10-14")
TEACHER = [job("2020-08-01", "2026-02-02"), job("2026-02-02", role="Teacher")]
DEPARTED = job("2020-08-01", "2026-03-11", employed_until="2026-03-11")
REHIRED = [DEPARTED, job("2026-08-03", employed_from="2026-08-03")]

Row = tuple[str, str, str | None]
"""A day, the state on it, and the last day of this or the last access."""

EXAMPLES: dict[str, tuple[Facts, list[Row]]] = {
    "1: the year of the last course is the first of two": (
        facts([CLERK], FIRST),
        [
            ("2025-10-01", "none", None),
            ("2025-10-02", "in-progress", None),
            ("2025-10-13", "in-progress", None),
            ("2025-10-14", "active", "2027-06-30"),
            ("2025-10-15", "active", "2027-06-30"),
            ("2027-03-31", "active", "2027-06-30"),
            ("2027-04-01", "recertify", "2027-06-30"),
            ("2027-06-29", "recertify", "2027-06-30"),
            ("2027-06-30", "recertify", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
        ],
    ),
    "2: the last day of a school year counts as a whole year": (
        facts([CLERK], courses("2026-06-29", "2026-06-30")),
        [
            ("2026-06-29", "in-progress", None),
            ("2026-06-30", "active", "2027-06-30"),
            ("2027-06-30", "recertify", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
        ],
    ),
    "3: the first day of a school year has the whole of two before it": (
        facts([CLERK], courses("2026-06-30", "2026-07-01")),
        [
            ("2026-06-30", "in-progress", None),
            ("2026-07-01", "active", "2028-06-30"),
            ("2028-06-30", "recertify", "2028-06-30"),
            ("2028-07-01", "lapsed", "2028-06-30"),
        ],
    ),
    "4: the quiz on the first day of the window renews": (
        facts([CLERK], FIRST + done("Q", "2027-04-01")),
        [
            ("2027-03-31", "active", "2027-06-30"),
            ("2027-04-01", "active", "2029-06-30"),
            ("2027-07-01", "active", "2029-06-30"),
            ("2029-03-31", "active", "2029-06-30"),
            ("2029-04-01", "recertify", "2029-06-30"),
            ("2029-07-01", "lapsed", "2029-06-30"),
        ],
    ),
    "5: a quiz on the day before the window renews nothing": (
        facts([CLERK], FIRST + done("Q", "2027-03-31")),
        [
            ("2027-03-31", "active", "2027-06-30"),
            ("2027-04-01", "recertify", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
        ],
    ),
    "6: the quiz on the last day renews": (
        facts([CLERK], FIRST + done("Q", "2027-06-30")),
        [
            ("2027-06-29", "recertify", "2027-06-30"),
            ("2027-06-30", "active", "2029-06-30"),
            ("2027-07-01", "active", "2029-06-30"),
        ],
    ),
    "7: the quiz on the day after is too late": (
        facts([CLERK], FIRST + done("Q", "2027-07-01")),
        [
            ("2027-06-30", "recertify", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
            ("2027-07-02", "lapsed", "2027-06-30"),
        ],
    ),
    "8: after a lapse all courses again": (
        facts([CLERK], FIRST + courses("2027-07-01", "2027-08-10")),
        [
            ("2027-08-09", "lapsed", "2027-06-30"),
            ("2027-08-10", "active", "2029-06-30"),
            ("2029-06-30", "recertify", "2029-06-30"),
            ("2029-07-01", "lapsed", "2029-06-30"),
        ],
    ),
    "9: a course of before the lapse does not count after it": (
        facts([CLERK], FIRST + courses("2027-06-30", "2027-08-10")),
        [
            ("2027-08-09", "lapsed", "2027-06-30"),
            ("2027-08-10", "lapsed", "2027-06-30"),
            ("2028-08-10", "lapsed", "2027-06-30"),
        ],
    ),
    "10: all courses inside the window renew like the quiz": (
        facts([CLERK], FIRST + courses("2027-04-01", "2027-06-30")),
        [
            ("2027-06-29", "recertify", "2027-06-30"),
            ("2027-06-30", "active", "2029-06-30"),
            ("2027-07-01", "active", "2029-06-30"),
        ],
    ),
    "10: with one of them the day before, they do not": (
        facts([CLERK], FIRST + courses("2027-03-31", "2027-06-30")),
        [("2027-06-30", "recertify", "2027-06-30"), ("2027-07-01", "lapsed", "2027-06-30")],
    ),
    "11: a job that needs more than is there ends access": (
        facts(TEACHER, FIRST),
        [
            ("2026-02-01", "active", "2026-02-01"),
            ("2026-02-02", "ended", "2026-02-01"),
            ("2026-02-03", "ended", "2026-02-01"),
            ("2027-07-01", "ended", "2026-02-01"),
        ],
    ),
    "12: the approval brings the same term back": (
        facts(TEACHER, FIRST, [("A", "2026-02-20")]),
        [
            ("2026-02-01", "active", "2026-02-01"),
            ("2026-02-19", "ended", "2026-02-01"),
            ("2026-02-20", "active", "2027-06-30"),
            ("2027-04-01", "recertify", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
        ],
    ),
    "13: a move to another school without a gap changes nothing": (
        facts([job("2020-08-01", "2026-02-02"), job("2026-02-02", location="B")], FIRST),
        [
            ("2026-02-01", "active", "2027-06-30"),
            ("2026-02-02", "active", "2027-06-30"),
            ("2026-02-03", "active", "2027-06-30"),
        ],
    ),
    "14: employment ends": (
        facts([DEPARTED], FIRST),
        [
            ("2026-03-09", "active", "2026-03-10"),
            ("2026-03-10", "active", "2026-03-10"),
            ("2026-03-11", "ended", "2026-03-10"),
            ("2027-07-01", "ended", "2026-03-10"),
        ],
    ),
    "14: a gap between two assignments, and the old term resumes": (
        facts([job("2020-08-01", "2026-03-11"), job("2026-05-01")], FIRST),
        [
            ("2026-03-10", "active", "2026-03-10"),
            ("2026-03-11", "ended", "2026-03-10"),
            ("2026-04-30", "ended", "2026-03-10"),
            ("2026-05-01", "active", "2027-06-30"),
            ("2027-07-01", "lapsed", "2027-06-30"),
        ],
    ),
    "15: after a return nothing of before it counts": (
        facts(REHIRED, FIRST + courses("2026-08-02", "2026-08-10")),
        [
            ("2026-08-02", "ended", "2026-03-10"),
            ("2026-08-03", "ended", "2026-03-10"),
            ("2026-08-10", "ended", "2026-03-10"),
        ],
    ),
    "15: all requirements again, from the day of the return": (
        facts(REHIRED, FIRST + courses("2026-08-03", "2026-08-10")),
        [
            ("2026-08-03", "ended", "2026-03-10"),
            ("2026-08-09", "ended", "2026-03-10"),
            ("2026-08-10", "active", "2028-06-30"),
        ],
    ),
    "16: two jobs, one ends, the other's track is met": (
        facts([job("2020-08-01", "2026-03-11"), job("2020-08-01", location="B")], FIRST),
        [("2026-03-10", "active", "2027-06-30"), ("2026-03-11", "active", "2027-06-30")],
    ),
    "16: two jobs, one ends, the other's track is not met": (
        facts([job("2020-08-01", "2026-03-11"), job("2020-08-01", location="B", role="Teacher")], FIRST),
        [("2026-03-10", "active", "2026-03-10"), ("2026-03-11", "ended", "2026-03-10")],
    ),
}


@pytest.mark.parametrize(
    ("told", "asked", "state", "last"),
    [pytest.param(told, *row, id=f"{name} ({row[0]})") for name, (told, rows) in EXAMPLES.items() for row in rows],
)
def test_an_example_holds_on_its_days(told: Facts, asked: str, state: str, last: str | None) -> None:
    found = on(told, asked)

    assert (found.state if found else "none", through(found)) == (state, last)


def test_a_renewal_keeps_the_first_day_of_unbroken_access() -> None:
    told = facts([CLERK], FIRST + done("Q", "2027-04-01"))

    assert [each.since for each in (on(told, "2025-10-14"), on(told, "2029-06-30")) if each] == [day("2025-10-14")] * 2


def test_access_that_comes_back_begins_anew() -> None:
    """Example 12: the term is the old one, the unbroken access is not."""
    back = on(facts(TEACHER, FIRST, [("A", "2026-02-20")]), "2026-02-20")

    assert back is not None
    assert (back.since, back.track) == (day("2026-02-20"), "other-school-role")


def test_a_completion_dated_later_gives_nothing_before_its_day() -> None:
    """Example 17: the import refuses a date to come; the decision, too, never grants ahead."""
    found = on(facts([CLERK], courses("2025-10-02", "2030-10-14")), "2030-10-13")

    assert found is not None
    assert found.state == "in-progress"


@pytest.mark.parametrize(
    ("last_course", "version", "last"),
    [("2026-01-14", 1, "2027-06-30"), ("2026-01-15", 2, "2026-06-30"), ("2026-01-16", 2, "2026-06-30")],
)
def test_a_term_keeps_the_version_it_was_granted_under(last_course: str, version: int, last: str) -> None:
    """Example 18: two school years become one on January 15."""
    shorter = other_policy(number=2, starts=day("2026-01-15"), term_school_years=1)
    found = on(facts([CLERK], courses("2026-01-10", last_course)), "2026-02-01", POLICY, shorter)

    assert found is not None
    assert (found.policy_version, through(found)) == (version, last)
