"""Lists and counts of how people stand: filtered, page after page, the same however they are counted."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from district.models import School
from foundation import clock, db
from household.access import actions, jobs, queries
from household.access.queries import Numbers, Place, Wanted, Week
from household.access.rules.answers import WITH_ACCESS, EndsBy, State
from household.access.rules.watching import AT_RISK, STUCK, STUCK_AFTER
from tests.household.access.staff import Clerk, day, hire
from tests.statements import statements

TODAY = date(2026, 11, 18)


@pytest.fixture
def office(database: Engine) -> dict[str, Clerk]:
    """Six people: two with access through 2027, one through 2028, one whose job ends first, one lapsed, one new."""
    with db.transaction() as session:
        for code in ("A", "B"):
            session.add(School(name=f"School {code}", kind="school", identifier=code, source="t", source_key=code))
    people = {name: hire(name) for name in ("tamika", "barry", "kurt", "rosa", "alvin", "sheldon")}
    for name, last, location, ends in (
        ("tamika", "2025-10-14", "A", None),
        ("barry", "2026-06-30", "B", None),
        ("kurt", "2026-07-01", "A", None),
        ("rosa", "2026-08-12", "A", "2026-12-01"),
        ("alvin", "2024-08-20", "A", None),
    ):
        people[name].works(ends=ends, location=location)
        people[name].finishes_both(last, last)
    people["sheldon"].works(location="B")
    people["sheldon"].finishes("IC-ENROLLMENT", "2026-09-08")
    return people


def names(wanted: Wanted, *, after: Place | None = None, limit: int = 50) -> list[str]:
    return [each.full_name.split()[0] for each in queries.people_standing(wanted, on=TODAY, after=after, limit=limit)]


def test_whose_access_ends_first_comes_first_and_who_has_none_comes_last(office: dict[str, Clerk]) -> None:
    assert names(Wanted()) == ["alvin", "rosa", "tamika", "barry", "kurt", "sheldon"]


def test_a_list_is_narrowed_by_state_school_track_and_days_left(office: dict[str, Clerk]) -> None:
    assert names(Wanted(states=(State.LAPSED, State.IN_PROGRESS))) == ["alvin", "sheldon"]
    assert names(Wanted(school_id=school("B"))) == ["barry", "sheldon"]
    assert names(Wanted(track="central-office")) == []
    assert names(Wanted(at_most_days=12)) == ["rosa"]
    assert names(Wanted(at_most_days=11)) == []
    assert names(Wanted(states=(State.LAPSED,), at_most_days=400)) == []


@pytest.mark.parametrize("size", [1, 2, 4])
def test_the_pages_of_a_list_have_everybody_once(office: dict[str, Clerk], size: int) -> None:
    read: list[str] = []
    after = None
    while found := queries.people_standing(Wanted(), on=TODAY, after=after, limit=size):
        read += [each.full_name.split()[0] for each in found]
        after = found[-1].place

    assert read == names(Wanted())


def test_counts_are_those_of_the_list(office: dict[str, Clerk]) -> None:
    counted = numbers(Wanted(), TODAY).by_state
    at_a = numbers(Wanted(school_id=school("A")), TODAY).by_state

    assert {state: number for state, number in counted.items() if number} == {
        State.ACTIVE: 4,
        State.LAPSED: 1,
        State.IN_PROGRESS: 1,
    }
    assert (at_a[State.ACTIVE], at_a[State.LAPSED], at_a[State.IN_PROGRESS]) == (3, 1, 0)


def test_counts_of_a_day_to_come_need_no_night(office: dict[str, Clerk]) -> None:
    in_the_window = numbers(Wanted(), day("2027-05-01")).by_state
    after_it = numbers(Wanted(), day("2027-07-01")).by_state

    assert (in_the_window[State.RECERTIFY], in_the_window[State.ENDED]) == (2, 1)
    assert (after_it[State.LAPSED], after_it[State.RECERTIFY], after_it[State.ACTIVE]) == (3, 0, 1)


@pytest.mark.parametrize("on", ["2024-09-20", "2025-09-10", "2026-10-31", "2026-11-18", "2027-04-01", "2027-06-30"])
@pytest.mark.parametrize("code", [STUCK, AT_RISK])
def test_who_is_watched_is_counted_as_listed(office: dict[str, Clerk], on: str, code: str) -> None:
    states = tuple(STUCK_AFTER) if code == STUCK else tuple(sorted(WITH_ACCESS))
    for where in (None, school("A"), school("B")):
        listed = queries.people_standing(Wanted(states=states, only=code, school_id=where), on=day(on), limit=50)

        assert numbers(Wanted(school_id=where), day(on)).watched[code] == len(listed)


def test_endings_are_told_by_week_and_by_what_ends_them(office: dict[str, Clerk]) -> None:
    weeks = weeks_of(Wanted(), on=TODAY)
    at_b = weeks_of(Wanted(school_id=school("B")), on=TODAY)

    assert [(each.starts, each.numbers) for each in weeks if each.numbers] == [
        (day("2026-11-26"), {EndsBy.JOB: 1}),
        (day("2027-07-01"), {EndsBy.TERM: 2}),
    ]
    assert [each.numbers for each in at_b if each.numbers] == [{EndsBy.TERM: 1}]


def test_a_renewal_leaves_the_weeks_it_was_counted_in(office: dict[str, Clerk]) -> None:
    with clock.at("2027-04-02 08:00"):
        office["tamika"].passes_the_quiz("2027-04-01")

    weeks = weeks_of(Wanted(), on=day("2027-04-02"))

    assert [each.numbers for each in weeks if each.numbers] == [{EndsBy.TERM: 1}]


def test_days_that_are_summed_up_count_the_same(office: dict[str, Clerk]) -> None:
    days = [day(each) for each in ("2026-11-18", "2027-05-01", "2027-07-01", "2029-01-01")]
    before = [numbers(Wanted(), each) for each in days]
    db.close()

    with db.transaction():
        actions.sum_up(area="household", today=TODAY, at_least=1)

    assert [numbers(Wanted(), each) for each in days] == before


@pytest.mark.parametrize("on", ["2026-11-18", "2027-03-31", "2027-04-01", "2027-06-30", "2027-07-01", "2028-07-01"])
@pytest.mark.parametrize("night", ["2026-11-19", "2027-04-01", "2028-08-01"])
def test_a_list_is_the_same_whether_or_not_a_night_was_kept(office: dict[str, Clerk], on: str, night: str) -> None:
    """Also where one was kept for a day yet to come, in a rehearsal."""
    before = everybody(day(on))
    with clock.at(f"{night} 02:00"):
        jobs.night()

    assert everybody(day(on)) == before
    assert len(before) == len({person for person, _ in before}) == 6


def test_a_list_is_exact_at_the_moment_a_window_opens_and_a_term_ends(office: dict[str, Clerk]) -> None:
    def renewable(on: str) -> list[str]:
        wanted = Wanted(states=(State.RECERTIFY,))
        return [each.full_name.split()[0] for each in queries.people_standing(wanted, on=day(on), limit=9)]

    days = ("2027-03-31", "2027-04-01", "2027-06-30", "2027-07-01")
    assert [renewable(on) for on in days] == [[], ["tamika", "barry"], ["tamika", "barry"], []]


def test_each_answer_takes_one_statement(office: dict[str, Clerk], database: Engine) -> None:
    with statements(database) as said:
        queries.people_standing(Wanted(at_most_days=300), on=TODAY, limit=50)
        queries.people_standing(Wanted(states=tuple(STUCK_AFTER), only=STUCK), on=TODAY, limit=50)
        queries.numbers_of(Wanted(), on=TODAY, days=30)
        queries.numbers_of(Wanted(school_id=1), on=TODAY, days=30)

    assert len(said) == 4


def school(code: str) -> int:
    return next(each.id for each in db.session().query(School) if each.identifier == code)


def everybody(on: date) -> list[tuple[int, State]]:
    """Who stands how, read page by page."""
    found: list[tuple[int, State]] = []
    after: Place | None = None
    while page := queries.people_standing(Wanted(), on=on, after=after, limit=2):
        found += [(each.person_id, each.state) for each in page]
        after = page[-1].place
    return found


def weeks_of(wanted: Wanted, *, on: date) -> list[Week]:
    return queries.by_week(queries.numbers_of(wanted, on=on, days=280).endings, on=on, weeks=40)


def numbers(wanted: Wanted, on: date) -> Numbers:
    return queries.numbers_of(wanted, on=on, days=280)
