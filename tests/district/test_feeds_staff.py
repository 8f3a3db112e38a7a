"""The staff feed: a file of human resources becomes people, employments and jobs, and a replay changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.actions.office_edits import correct_person
from district.feeds import followers
from district.models import (
    ContactPoint,
    FeedChange,
    FeedRun,
    FormerName,
    Person,
    School,
    StaffAssignment,
    StaffEmployment,
)
from foundation import audit, clock, db
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.packages import Roster
from tests.district.staff_files import StaffFeeding, StaffFile, employee, employments_of, job_of, jobs_of

TODAY = date(2026, 11, 18)


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> StaffFeeding:
    return StaffFeeding(tmp_path)


@pytest.fixture
def bring_roster(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def counts(outcome: object) -> dict[str, int]:
    return {name: number for name, number in outcome.report.counts.items() if number}  # type: ignore[attr-defined]


# What a row becomes


def test_it_works_on_an_empty_district(bring: StaffFeeding) -> None:
    outcome = bring(StaffFile())

    assert (number_of(Person), number_of(StaffAssignment), number_of(StaffEmployment)) == (3, 3, 3)
    assert (outcome.source, outcome.format, queued()) == ("staff-csv", "staff-csv", [])
    job = job_of("e3")
    assert (job.category, job.team, job.job_role, job.location) == (
        "central",
        "Enrollment Services",
        "Specialist",
        "0880",
    )
    assert (job.starts, job.ends, job.school_id) == (date(2023, 7, 1), None, None)


def test_last_days_are_inclusive_in_the_file_and_exclusive_inside(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.change("e1", end_date="2026-12-31", termination_date="2027-06-30")
    bring(staff)

    assert job_of("e1").ends == date(2027, 1, 1)
    assert [(each.starts, each.ends) for each in employments_of("e1")] == [(date(2020, 8, 1), date(2027, 7, 1))]


def test_two_rows_are_one_person_with_two_jobs(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(staff.row("e1") | {"location": "1235"})
    bring(staff)

    assert number_of(Person) == 3
    assert [each.location for each in jobs_of("e1")] == ["1234", "1235"]
    (employment,) = employments_of("e1")
    assert {each.employment_id for each in jobs_of("e1")} == {employment.id}


def test_each_pair_of_hire_and_leaving_is_an_employment(bring: StaffFeeding) -> None:
    staff = StaffFile()
    earlier = {"hire_date": "2010-08-01", "begin_date": "2010-08-01"}
    staff.rows.append(staff.row("e1") | earlier | {"end_date": "2015-06-30", "termination_date": "2015-06-30"})
    bring(staff)

    first, second = employments_of("e1")
    assert (first.ends, second.ends) == (date(2015, 7, 1), None)
    assert [each.employment_id for each in jobs_of("e1")] == [first.id, second.id]


def test_the_first_hire_may_stand_in_every_row_of_someone_who_came_back(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(
        staff.row("e1") | {"begin_date": "2020-08-01", "end_date": "2021-06-30", "termination_date": "2021-06-30"}
    )
    bring(staff)

    assert {each.starts for each in employments_of("e1")} == {date(2020, 8, 1)}
    before, now = jobs_of("e1")
    ends = {each.id: each.ends for each in employments_of("e1")}
    assert (ends[before.employment_id], ends[now.employment_id]) == (date(2021, 7, 1), None)
    assert bring(staff).run_id is None


def test_without_days_of_hire_and_leaving_there_is_no_employment(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.change("e1", hire_date="")
    bring(staff)

    assert (employments_of("e1"), job_of("e1").employment_id) == ([], None)


def test_a_job_to_come_is_kept_as_it_is(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.change("e1", begin_date="2027-08-01")
    bring(staff)

    assert job_of("e1").starts == date(2027, 8, 1)


def test_a_blank_category_is_taken_for_neither_and_warned_of(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.change("e2", category="")
    outcome = bring(staff)

    assert job_of("e2").category == ""
    assert [(each.code, each.line) for each in outcome.report.warnings] == [("category-blank", 3)]


def test_rows_alike_but_for_team_or_title_are_several_jobs(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(staff.row("e3") | {"team": "Summer School"})
    outcome = bring(staff)
    staff.rows.reverse()

    assert sorted(each.team for each in jobs_of("e3")) == ["Enrollment Services", "Summer School"]
    assert outcome.report.warnings == []
    assert bring(staff).run_id is None


def test_the_same_row_twice_is_one_job_and_a_warning(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(dict(staff.row("e1")))
    outcome = bring(staff)

    assert len(jobs_of("e1")) == 1
    assert [(each.code, each.line) for each in outcome.report.warnings] == [("same-row-twice", 5)]


# A replay, corrections and endings


def test_the_same_file_twice_changes_nothing(bring: StaffFeeding) -> None:
    first = bring(StaffFile())
    again = bring(StaffFile(), name="staff-2026-11-19.csv")

    assert (again.run_id, again.has_changes) == (None, False)
    assert counts(again) == {"unchanged": first.report.counts["created"]}
    assert (number_of(FeedRun), number_of(audit.AuditEntry)) == (1, 1)


@pytest.mark.parametrize("order", ["reversed", "quoted"])
def test_the_same_words_in_another_order_change_nothing(bring: StaffFeeding, order: str) -> None:
    bring(StaffFile())
    staff = StaffFile()
    if order == "reversed":
        staff.header.reverse()
        staff.rows.reverse()
    else:
        staff.raw = staff.text().replace("e1", '"e1"').replace("\n", "\r\n").encode()

    assert bring(staff).run_id is None


@pytest.mark.parametrize(
    ("cells", "starts", "ends"),
    [
        ({"begin_date": "2024-08-05"}, date(2024, 8, 5), None),
        ({"end_date": "2026-12-18"}, date(2024, 8, 1), date(2026, 12, 19)),
        ({"begin_date": "2024-08-05", "end_date": "2026-12-18"}, date(2024, 8, 5), date(2026, 12, 19)),
    ],
)
def test_a_corrected_day_changes_the_job(bring: StaffFeeding, cells: dict[str, str], starts: date, ends: date) -> None:
    bring(StaffFile())
    before = job_of("e1").id
    staff = StaffFile()
    staff.change("e1", **cells)
    outcome = bring(staff)

    assert (job_of("e1").id, job_of("e1").starts, job_of("e1").ends) == (before, starts, ends)
    assert counts(outcome) == {"updated": 1, "unchanged": 8}
    assert bring(staff).run_id is None


@pytest.mark.parametrize(
    ("cells", "starts", "ends"),
    [
        ({"hire_date": "2020-08-17"}, date(2020, 8, 17), None),
        ({"termination_date": "2026-12-31"}, date(2020, 8, 1), date(2027, 1, 1)),
    ],
)
def test_a_corrected_day_changes_the_employment(
    bring: StaffFeeding, cells: dict[str, str], starts: date, ends: date
) -> None:
    bring(StaffFile())
    (before,) = employments_of("e1")
    staff = StaffFile()
    staff.change("e1", **cells)
    bring(staff)

    (after,) = employments_of("e1")
    assert (after.id, after.starts, after.ends) == (before.id, starts, ends)
    assert job_of("e1").employment_id == before.id
    assert bring(staff).run_id is None


def test_a_day_of_leaving_taken_back_is_no_leaving(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.change("e1", termination_date="2026-10-30", end_date="2026-10-30")
    bring(staff)
    bring(StaffFile())

    assert (job_of("e1").ends, [each.ends for each in employments_of("e1")]) == (None, [None])


def test_an_employment_no_longer_told_of_someone_still_listed_was_a_mistake(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.change("e1", hire_date="")
    bring(staff)

    assert (employments_of("e1"), job_of("e1").employment_id) == ([], None)
    assert bring(staff).run_id is None


def test_a_new_name_and_email_keep_the_old_ones(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.change("e1", last_name="Park-Lee", email="olga.lee@elm.example")
    bring(staff)

    olga = employee("e1")
    assert olga.last_name == "Park-Lee"
    assert [each.last_name for each in db.session().scalars(select(FormerName))] == ["Park"]
    mails = db.session().scalars(select(ContactPoint).where(ContactPoint.person_id == olga.id))
    assert {each.value: each.ends for each in mails} == {"olga@elm.example": TODAY, "olga.lee@elm.example": None}


def test_the_latest_job_says_the_name(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.insert(0, staff.row("e1") | {"last_name": "Lee", "begin_date": "2025-08-01", "job_role": "Registrar"})
    outcome = bring(staff)

    assert employee("e1").last_name == "Lee"
    assert [(each.code, each.line) for each in outcome.report.warnings] == [("names-disagree", 2)]


def test_a_name_the_office_set_stands(bring: StaffFeeding) -> None:
    bring(StaffFile())
    olga = employee("e1").id
    with db.transaction() as session:
        person = session.get_one(Person, olga)
        correct_person(person, field="first_name", value="Olya", by=audit.command("test"), at=clock.now())
    staff = StaffFile()
    staff.change("e1", first_name="Helga")
    outcome = bring(staff)

    assert employee("e1").first_name == "Olya"
    assert queued() == [("office-edit", "e1 first_name")]
    assert outcome.report.counts["skipped"] == 0


def test_a_job_no_longer_listed_ends_today(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(staff.row("e1") | {"location": "1235"})
    bring(staff)
    outcome = bring(StaffFile())

    kept, ended = jobs_of("e1")
    assert (kept.ends, ended.ends) == (None, TODAY)
    assert [each.ends for each in employments_of("e1")] == [None]
    assert counts(outcome) == {"deactivated": 1, "unchanged": 9}


def test_whoever_is_no_longer_listed_has_left(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.drop("e1")
    bring(staff)

    assert job_of("e1").ends == TODAY
    assert [each.ends for each in employments_of("e1")] == [TODAY]
    assert bring(staff).run_id is None


def test_listed_again_she_never_left(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.drop("e1")
    bring(staff)
    bring(StaffFile())

    assert (job_of("e1").ends, [each.ends for each in employments_of("e1")]) == (None, [None])


def test_a_job_that_had_not_begun_is_ended_before_its_first_day(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(staff.row("e1") | {"location": "1235", "begin_date": "2027-08-01"})
    bring(staff)
    bring(StaffFile())

    assert [each.ends for each in jobs_of("e1")] == [None, date(2027, 8, 1)]


def test_a_delta_ends_nothing(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.drop("e1")
    staff.drop("e3")
    staff.change("e2", job_title="Librarian")
    outcome = bring(staff, is_delta=True, percent=0)

    assert job_of("e1").ends is None
    assert job_of("e2").job_title == "Librarian"
    assert counts(outcome) == {"updated": 1, "unchanged": 2}


def test_another_source_is_left_alone(bring: StaffFeeding) -> None:
    bring(StaffFile(), source="charter")
    staff = StaffFile()
    staff.drop("e1")
    bring(staff)

    assert job_of("e1", "charter").ends is None
    assert number_of(Person) == 3


# Places


def test_a_place_is_a_school_by_its_identifier_or_its_key(bring: StaffFeeding, bring_roster: Feeding) -> None:
    bring_roster(Roster())
    staff = StaffFile()
    staff.change("e2", location="elm-high")
    bring(staff)

    names = {key: db.session().get_one(School, job_of(key).school_id).name for key in ("e1", "e2", "e3")}
    assert names == {"e1": "Elm High", "e2": "Elm High", "e3": "Elm School District"}


def test_a_school_that_comes_later_is_found_by_the_code_that_was_kept(
    bring: StaffFeeding, bring_roster: Feeding
) -> None:
    bring(StaffFile())
    assert job_of("e1").school_id is None
    bring_roster(Roster())

    assert db.session().get_one(School, job_of("e1").school_id).name == "Elm High"
    assert bring(StaffFile()).run_id is None


def test_of_several_schools_with_a_code_an_open_one_is_meant(bring: StaffFeeding, bring_roster: Feeding) -> None:
    bring_roster(Roster())
    bring_roster(Roster(source="lms"))
    roster = Roster()
    roster.change("orgs", "elm-high", identifier="other")
    roster.drop("orgs", "elm")
    roster.change("orgs", "elm-high", parentSourcedId="")
    roster.change("courses", "alg", orgSourcedId="elm-high")
    bring_roster(roster)
    bring(StaffFile())

    places = {key: db.session().get_one(School, job_of(key).school_id) for key in ("e1", "e3")}
    assert {key: (place.source, place.is_open) for key, place in places.items()} == {
        "e1": ("lms", True),
        "e3": ("lms", True),
    }


# Who is who


def test_a_staff_id_meets_in_either_order(bring: StaffFeeding, bring_roster: Feeding) -> None:
    staff = StaffFile()
    staff.change("e2", employee_id="id-tom", email="")
    bring(staff)
    bring_roster(Roster())

    assert number_of(Person) == 7
    assert employee("id-tom").id == person_of("tom").id
    assert queued() == []


def test_the_same_name_and_an_email_of_nobody_else_meet(bring: StaffFeeding, bring_roster: Feeding) -> None:
    bring_roster(Roster())
    staff = StaffFile()
    staff.change("e2", email="Tom@example.org")
    bring(staff)

    assert employee("e2").id == person_of("tom").id


def test_a_name_alone_is_a_doubt_where_nothing_else_could_agree(bring: StaffFeeding, bring_roster: Feeding) -> None:
    bring_roster(Roster())
    staff = StaffFile()
    staff.change("e2", email="")
    outcome = bring(staff, name="hr.csv")

    assert employee("e2").id != person_of("tom").id
    assert queued() == [("doubtful-match", "e2")]
    assert [(each.code, each.file, each.line) for each in outcome.report.warnings] == [("doubtful-match", "hr.csv", 3)]


def test_a_namesake_in_the_roster_is_no_doubt_once_the_number_has_met(
    bring: StaffFeeding, bring_roster: Feeding
) -> None:
    staff = StaffFile()
    staff.change("e2", employee_id="id-tom", email="")
    bring(staff)
    roster = Roster()
    roster.change("users", "ben", givenName="Tom", familyName="O’Hara")
    bring_roster(roster)

    assert (number_of(Person), queued()) == (7, [])


# What is told


def test_one_audit_entry_and_the_changes_of_the_run(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.drop("e2")
    staff.change("e1", end_date="2026-12-18", termination_date="2026-12-18")
    staff.add("e4", first_name="Dee", last_name="Roy", job_role="Nurse", category="school", begin_date="2026-11-02")
    bring(staff)

    db.close()
    entries = db.session().scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.id)).all()
    assert [each.event for each in entries] == ["staff-applied", "staff-applied"]
    assert entries[1].data["deactivated"] == 3
    changed = sorted((each.record, each.kind) for each in db.session().scalars(select(FeedChange)))
    assert changed == [
        ("person", "created"),
        ("person", "ended"),
        ("staff_assignment", "created"),
        ("staff_assignment", "ended"),
        ("staff_assignment", "updated"),
        ("staff_employment", "ended"),
        ("staff_employment", "updated"),
    ]


def test_followers_hear_whose_facts_changed_in_the_same_transaction(
    bring: StaffFeeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(StaffFile())
    told: list[tuple[list[int], bool, date]] = []
    monkeypatch.setattr(followers, "_followers", [])
    followers.follow(lambda ids, *, at, today, by: told.append((list(ids), db.is_writing(), today)))
    staff = StaffFile()
    staff.change("e1", email="new@elm.example")
    bring(staff)
    staff.change("e2", team="Front Office")
    staff.drop("e3")
    bring(staff)

    expected = sorted([employee("e2").id, employee("e3").id])
    assert told == [(expected, True, TODAY)]


def test_a_follower_that_fails_leaves_nothing_stored(bring: StaffFeeding, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise ValueError("not today")

    monkeypatch.setattr(followers, "_followers", [refuse])
    with pytest.raises(ValueError, match="not today"):
        bring(StaffFile())

    assert (number_of(Person), number_of(FeedRun)) == (0, 0)
