"""Jobs carry a term: two at once, gaps, changes of role and place, departures and returns."""

from __future__ import annotations

import pytest

from household.access.rules.facts import Job
from household.access.rules.policy import AfterReturn, OnChange
from tests.household.access.telling import courses, day, done, facts, job, on, other_policy, state, through

SINCE = "2020-08-01"
FIRST = courses("2025-10-02", "2025-10-14")
CLERK = job(SINCE)
UNTIL = job(SINCE, "2026-02-02")
GONE = job(SINCE, "2026-03-11", employed_until="2026-03-11")


@pytest.mark.parametrize(
    ("held", "track"),
    [
        (job(SINCE), "office-professional"),
        (job(SINCE, role="office  PROFESSIONAL"), "office-professional"),
        (job(SINCE, role="Office-Professional"), "office-professional"),
        (job(SINCE, role="Nurse"), "other-school-role"),
        (job(SINCE, role=""), "other-school-role"),
        (job(SINCE, role="Analyst", category="central", team="Home School"), "central-office"),
        (job(SINCE, role="Analyst", category="central", team="home school"), "central-office"),
        (job(SINCE, role="Analyst", category="central", team="Executive"), ""),
        (job(SINCE, category="central", team=""), ""),
        (job(SINCE, category=""), ""),
    ],
)
def test_a_job_has_at_most_one_track(held: Job, track: str) -> None:
    found = on(facts([held], FIRST), "2025-10-14")

    assert found is not None
    assert found.track == track
    assert found.has_access == (track in ("office-professional", "central-office"))


def test_an_unlisted_central_team_has_no_track_whatever_was_learned() -> None:
    told = facts([job(SINCE, category="central", team="Executive")], FIRST)

    assert state(told, "2026-01-01") == "none"


def test_of_two_jobs_the_track_is_that_of_the_longer() -> None:
    two = [job(SINCE, "2026-09-01"), job(SINCE, role="Teacher", location="B")]
    told = facts(two, FIRST, [("B", "2026-01-10")])

    found = [on(told, each) for each in ("2026-01-09", "2026-01-10", "2026-09-01")]
    assert [each and each.track for each in found] == ["office-professional", "other-school-role", "other-school-role"]
    assert [through(each) for each in found] == ["2026-08-31", "2027-06-30", "2027-06-30"]
    assert [each and each.since for each in found] == [day("2025-10-14")] * 3


def test_of_two_jobs_that_begin_on_a_day_the_longer_term_is_granted() -> None:
    two = [job("2026-08-01"), job("2026-08-01", role="Teacher", location="B")]
    found = on(facts(two, courses("2026-06-19", "2026-06-20"), [("B", "2026-07-05")]), "2026-08-01")

    assert found is not None
    assert through(found) == "2028-06-30"


def test_of_two_jobs_the_one_that_is_furthest_is_told() -> None:
    """One school year a term: the office professional's is over, the teacher lacks an approval only."""
    policy = other_policy(term_school_years=1)
    told = facts([job("2026-08-01"), job("2026-08-01", role="Teacher")], courses("2026-05-01", "2026-05-04"))
    found = on(told, "2026-08-01", policy)

    assert found is not None
    assert (found.state, found.track) == ("awaiting-approval", "other-school-role")


def test_jobs_that_follow_one_another_carry_access_on_and_it_is_known_ahead() -> None:
    told = facts([job(SINCE, "2026-02-02"), job("2026-02-02", "2026-05-01"), job("2026-04-01", "2026-12-01")], FIRST)

    assert through(on(told, "2025-10-14")) == "2026-11-30"


def test_a_job_that_ends_with_the_term_ends_it() -> None:
    found = on(facts([job(SINCE, "2027-07-01")], FIRST), "2027-06-30")

    assert found is not None
    assert (through(found), found.ends_by) == ("2027-06-30", "job")


def test_of_two_jobs_that_end_with_the_term_it_is_the_jobs_that_end_it() -> None:
    found = on(facts([job(SINCE, "2027-07-01"), job(SINCE, "2027-07-01", location="B")], FIRST), "2027-06-30")

    assert found is not None
    assert (through(found), found.ends_by) == ("2027-06-30", "job")


def test_employment_bounds_the_job_where_it_ends_first() -> None:
    told = facts([job(SINCE, "2026-12-01", employed_until="2026-03-11")], FIRST)

    assert [state(told, each) for each in ("2026-03-10", "2026-03-11")] == ["active", "ended"]


def test_a_job_that_stands_on_no_day_gives_nothing() -> None:
    told = facts([job("2026-03-11", "2026-03-11"), job("2026-06-01", employed_until="2026-03-11")], FIRST)

    assert [state(told, each) for each in ("2026-03-11", "2026-06-01")] == ["none", "none"]


def test_a_lapse_becomes_an_end_when_the_job_is_over() -> None:
    told = facts([job(SINCE, "2027-09-01")], FIRST)

    assert [state(told, each) for each in ("2027-07-01", "2027-08-31", "2027-09-01")] == ["lapsed", "lapsed", "ended"]


def test_an_end_stays_an_end_until_a_new_term_even_when_a_track_applies() -> None:
    told = facts([UNTIL, job("2027-08-01")], FIRST + courses("2027-09-01", "2027-09-02"))

    assert [state(told, each) for each in ("2027-08-01", "2027-09-01", "2027-09-02")] == ["ended", "ended", "active"]


def test_a_move_to_another_school_needs_its_own_approval() -> None:
    jobs = [job(SINCE, "2026-02-02", role="Teacher"), job("2026-02-02", role="Teacher", location="B")]
    told = facts(jobs, FIRST, [("A", "2025-10-01"), ("B", "2026-02-20")])
    ahead = facts(jobs, FIRST, [("A", "2025-10-01"), ("B", "2026-01-20")])

    assert [state(told, each) for each in ("2026-02-01", "2026-02-02", "2026-02-20")] == ["active", "ended", "active"]
    assert through(on(told, "2026-02-20")) == "2027-06-30"
    assert [state(ahead, each) for each in ("2026-02-01", "2026-02-02")] == ["active", "active"]
    assert [through(on(ahead, each)) for each in ("2026-01-19", "2026-01-20")] == ["2026-02-01", "2027-06-30"]


def test_a_gap_in_an_approved_job_asks_for_no_new_approval() -> None:
    jobs = [job(SINCE, "2026-06-10", role="Teacher"), job("2026-08-10", role="Teacher")]
    told = facts(jobs, FIRST, [("A", "2025-10-01")])

    assert [state(told, each) for each in ("2026-06-10", "2026-08-10")] == ["ended", "active"]


def test_the_quiz_passed_during_a_gap_renews_the_term() -> None:
    told = facts([job(SINCE, "2027-06-10"), job("2027-08-10")], FIRST + done("Q", "2027-06-20"))

    assert [state(told, each) for each in ("2027-06-20", "2027-08-09", "2027-08-10")] == ["ended", "ended", "active"]
    assert through(on(told, "2027-08-10")) == "2029-06-30"


class TestAChangeOfJob:
    """Office professional to teacher on February 2, without approval; then the other answers of policy."""

    CHANGED = facts([UNTIL, job("2026-02-02", role="Teacher")], FIRST)

    @pytest.mark.parametrize(
        ("answer", "states"),
        [
            (OnChange.REASSESS, ["active", "ended"]),
            (OnChange.KEEP, ["active", "active"]),
            (OnChange.END, ["active", "ended"]),
        ],
    )
    def test_is_answered_by_policy(self, answer: OnChange, states: list[str]) -> None:
        policy = other_policy(on_job_change=answer)

        assert [state(self.CHANGED, each, policy) for each in ("2026-02-01", "2026-02-02")] == states

    def test_kept_keeps_the_track_and_the_term(self) -> None:
        found = on(self.CHANGED, "2026-02-02", other_policy(on_job_change=OnChange.KEEP))

        assert found is not None
        assert (found.track, through(found), found.since) == ("office-professional", "2027-06-30", day("2025-10-14"))

    def test_that_ends_access_asks_for_everything_again(self) -> None:
        policy = other_policy(on_job_change=OnChange.END)
        jobs = [UNTIL, job("2026-02-02", role="Teacher")]
        approved = facts(jobs, FIRST, [("A", "2026-02-20")])
        again = facts(jobs, FIRST + courses("2026-02-02", "2026-03-02"), [("A", "2026-02-20")])

        assert state(approved, "2026-02-20", policy) == "ended"
        assert [state(again, each, policy) for each in ("2026-03-01", "2026-03-02")] == ["ended", "active"]

    def test_is_none_where_only_the_place_changes(self) -> None:
        moved = facts([UNTIL, job("2026-02-02", location="B")], FIRST)

        assert state(moved, "2026-02-02", other_policy(on_job_change=OnChange.END)) == "active"

    def test_is_one_across_a_gap_as_well(self) -> None:
        jobs = [UNTIL, job("2026-04-01", role="Teacher")]

        assert state(facts(jobs, FIRST), "2026-04-01", other_policy(on_job_change=OnChange.KEEP)) == "active"

    @pytest.mark.parametrize(
        ("begun", "expected"), [("2020-07-31", "ended"), (SINCE, "ended"), ("2020-08-02", "active")]
    )
    def test_is_none_where_the_other_job_was_held_before(self, begun: str, expected: str) -> None:
        """A second job held all along is no successor: it carries the term only where its own track is met."""
        jobs = [UNTIL, job(begun, role="Teacher")]

        assert state(facts(jobs, FIRST), "2026-02-02", other_policy(on_job_change=OnChange.KEEP)) == expected

    def test_to_a_job_of_no_known_category_is_never_kept(self) -> None:
        jobs = [UNTIL, job("2026-02-02", category="")]

        assert state(facts(jobs, FIRST), "2026-02-02", other_policy(on_job_change=OnChange.KEEP)) == "ended"


class TestAChangeOfPlace:
    """A teacher moves from school A to B on February 2, approved at A alone."""

    MOVED = facts(
        [job(SINCE, "2026-02-02", role="Teacher"), job("2026-02-02", role="Teacher", location="B")],
        FIRST,
        [("A", "2025-10-01")],
    )

    @pytest.mark.parametrize(
        ("answer", "expected"), [(OnChange.REASSESS, "ended"), (OnChange.KEEP, "active"), (OnChange.END, "ended")]
    )
    def test_is_answered_by_policy(self, answer: OnChange, expected: str) -> None:
        assert state(self.MOVED, "2026-02-02", other_policy(on_location_change=answer)) == expected

    def test_that_ends_access_ends_it_for_office_professionals_too(self) -> None:
        moved = facts([UNTIL, job("2026-02-02", location="B")], FIRST)
        policy = other_policy(on_location_change=OnChange.END)

        assert state(moved, "2026-02-02", policy) == "ended"
        assert through(on(moved, "2026-02-01", policy)) == "2026-02-01"

    def test_with_a_change_of_job_takes_the_stricter_answer(self) -> None:
        both = facts([UNTIL, job("2026-02-02", role="Teacher", location="B")], FIRST)

        def answered(on_job: OnChange, on_place: OnChange) -> str:
            return state(both, "2026-02-02", other_policy(on_job_change=on_job, on_location_change=on_place))

        assert answered(OnChange.KEEP, OnChange.KEEP) == "active"
        assert answered(OnChange.KEEP, OnChange.REASSESS) == "ended"
        assert answered(OnChange.KEEP, OnChange.END) == "ended"


class TestADeparture:
    """Employment ends on March 10, 2026; back on August 3."""

    def test_and_return_voids_the_old_term(self) -> None:
        told = facts([GONE, job("2026-08-03")], FIRST)

        assert [state(told, each) for each in ("2026-03-11", "2026-08-03", "2027-07-01")] == ["ended"] * 3

    def test_may_leave_the_completions_standing(self) -> None:
        keeping = other_policy(after_return=AfterReturn.KEEP_COMPLETIONS)
        told = facts([GONE, job("2026-08-03")], FIRST)

        assert [state(told, each, keeping) for each in ("2026-08-02", "2026-08-03")] == ["ended", "active"]
        assert through(on(told, "2026-08-03", keeping)) == "2027-06-30"

    def test_is_over_with_the_day_of_hire_even_before_the_job_begins(self) -> None:
        back = job("2026-08-10", employed_from="2026-08-03")
        told = facts([GONE, back], FIRST + courses("2026-08-04", "2026-08-05"))

        assert [state(told, each) for each in ("2026-08-09", "2026-08-10")] == ["ended", "active"]
        assert through(on(told, "2026-08-10")) == "2028-06-30"

    def test_is_one_though_human_resources_keep_the_first_day_of_hire(self) -> None:
        told = facts(
            [
                job(SINCE, "2026-03-11", employed_from="2020-07-15", employed_until="2026-03-11"),
                job("2026-08-03", employed_from="2020-07-15"),
            ],
            FIRST,
        )

        assert state(told, "2026-08-03") == "ended"

    def test_is_none_where_the_next_employment_follows_at_once(self) -> None:
        told = facts([GONE, job("2026-05-04", employed_from="2026-03-11")], FIRST)

        assert [state(told, each) for each in ("2026-03-11", "2026-05-04")] == ["ended", "active"]

    def test_is_none_where_another_job_goes_on(self) -> None:
        told = facts([GONE, job(SINCE, role="Teacher", location="B"), job("2026-08-03")], FIRST)

        assert [state(told, each) for each in ("2026-03-11", "2026-08-03")] == ["ended", "active"]

    def test_is_one_though_a_job_of_no_known_category_goes_on(self) -> None:
        told = facts([GONE, job(SINCE, category=""), job("2026-08-03")], FIRST)

        assert state(told, "2026-08-03") == "ended"

    def test_is_none_where_only_a_job_of_no_known_category_says_so(self) -> None:
        unknown = job(SINCE, "2026-06-10", category="", employed_until="2026-07-01")
        told = facts([job(SINCE, "2026-06-10"), unknown, job("2026-08-10")], FIRST)

        assert [state(told, each) for each in ("2026-06-10", "2026-08-10")] == ["ended", "active"]

    def test_after_the_last_job_counts_from_the_end_of_employment(self) -> None:
        """The assignment ended with May, employment with June: a departure all the same."""
        told = facts([job(SINCE, "2026-06-01", employed_until="2026-07-01"), job("2026-08-03")], FIRST)

        assert [state(told, each) for each in ("2026-06-01", "2026-08-03")] == ["ended", "ended"]

    def test_asks_everyone_again_who_comes_back_also_without_a_term(self) -> None:
        gone = job(SINCE, "2025-11-11", role="Teacher", employed_until="2025-11-11")
        told = facts([gone, job("2026-02-02")], FIRST)

        assert [state(told, each) for each in ("2025-11-10", "2026-02-02")] == ["awaiting-approval", "in-progress"]


class TestARevocation:
    """A person took access away; the term runs on beneath."""

    def test_takes_access_away_and_gives_it_back(self) -> None:
        told = facts([CLERK], FIRST, revocations=[("2026-01-10", "2026-02-10")])

        found = [on(told, each) for each in ("2026-01-09", "2026-01-10", "2026-02-09", "2026-02-10")]
        assert [each and each.state for each in found] == ["active", "revoked", "revoked", "active"]
        assert [through(each) for each in found] == ["2027-06-30", "2026-01-09", "2026-01-09", "2027-06-30"]
        assert [each and str(each.since) for each in found] == ["2025-10-14"] * 3 + ["2026-02-10"]

    def test_holds_for_ever_unless_lifted(self) -> None:
        assert state(facts([CLERK], FIRST, revocations=[("2026-01-10", None)]), "2040-01-01") == "revoked"

    def test_stops_no_clock(self) -> None:
        told = facts([CLERK], FIRST, revocations=[("2027-01-10", "2027-08-01")])
        renewed = facts([CLERK], FIRST + done("Q", "2027-05-01"), revocations=[("2027-01-10", "2027-08-01")])

        assert [state(told, each) for each in ("2027-07-31", "2027-08-01")] == ["revoked", "lapsed"]
        assert [through(on(told, each)) for each in ("2027-07-31", "2027-08-01")] == ["2027-01-09"] * 2
        assert [state(renewed, each) for each in ("2027-07-31", "2027-08-01")] == ["revoked", "active"]

    def test_comes_before_every_other_state(self) -> None:
        told = facts([UNTIL], FIRST, revocations=[("2026-02-10", None)])

        assert [state(told, each) for each in ("2026-02-09", "2026-02-10")] == ["ended", "revoked"]

    def test_may_precede_every_other_fact(self) -> None:
        told = facts(revocations=[("2019-01-10", "2019-02-10")])

        assert [state(told, each) for each in ("2019-01-09", "2019-01-10", "2019-02-10")] == ["none", "revoked", "none"]

    def test_of_two_that_overlap_the_later_end_holds(self) -> None:
        told = facts([CLERK], FIRST, revocations=[("2026-01-10", "2026-02-10"), ("2026-02-01", "2026-03-01")])

        assert [state(told, each) for each in ("2026-02-10", "2026-02-28", "2026-03-01")] == [
            "revoked",
            "revoked",
            "active",
        ]


def test_nobody_without_facts_has_a_history() -> None:
    assert on(facts(), "2026-01-01") is None
