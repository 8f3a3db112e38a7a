"""A roster from a package to the record: who is made, what a second run does, what a bulk file and a delta end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds.report import Refused
from district.models import (
    AcademicSession,
    ClassEnrollment,
    ContactPoint,
    Enrollment,
    FeedChange,
    FeedRun,
    Person,
    PersonAddress,
    PersonIdentifier,
    PersonSource,
    QueuedRow,
    Relationship,
    School,
    Section,
    StaffAssignment,
)
from foundation import audit, clock, db
from tests.district.feeding import Feeding, number_of, person_of, queued, tie
from tests.district.packages import Roster


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_package_becomes_people_places_and_ties(bring: Feeding, version: str) -> None:
    outcome = bring(Roster(version))

    assert outcome.run_id is not None
    assert outcome.report.counts["created"] == 5 + 2 + 2 + 1 + 1 + 2 + 1 + 3 + 3
    amy = person_of("amy")
    assert (amy.first_name, amy.last_name, amy.birth_date) == ("Amy", "Reyes", date(2011, 3, 9))
    session = db.session()
    enrolled = session.scalars(select(Enrollment).where(Enrollment.person_id == amy.id)).one()
    assert (enrolled.grade, enrolled.ends) == ("10", None)
    assert session.scalars(select(School.name).where(School.id == enrolled.school_id)).one() == "Elm High"
    fall = session.scalars(select(AcademicSession).where(AcademicSession.source_key == "fall")).one()
    assert (fall.starts, fall.ends) == (date(2026, 8, 17), date(2026, 12, 19))
    section = session.scalars(select(Section)).one()
    assert (section.starts, section.ends) == (date(2026, 8, 17), date(2027, 5, 29))
    assert session.scalars(select(StaffAssignment.job_role)).all() == ["teacher"]
    parents = {row.source_key: row.parent_id for row in session.scalars(select(School))}
    assert parents["elm"] is None
    assert parents["elm-high"] is not None


def test_ways_to_reach_people_are_kept_as_dialled_or_as_written(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "gina", phone="(303) 555-0123", sms="ask at the office")
    bring(roster)

    gina = person_of("gina")
    points = {
        row.type: (row.kind, row.value, row.is_valid)
        for row in db.session().scalars(select(ContactPoint).where(ContactPoint.person_id == gina.id))
    }
    assert points == {
        "email": ("email", "gina@example.org", True),
        "phone": ("phone", "+13035550123", True),
        "sms": ("phone", "ask at the office", False),
    }
    address = db.session().scalars(select(PersonAddress).where(PersonAddress.person_id == gina.id)).one()
    assert (address.line_1, address.city) == ("12 Oak Street", "Denver")


def test_what_the_feed_does_not_say_of_a_tie_is_unknown(bring: Feeding) -> None:
    bring(Roster())

    mother, grandfather = tie("gina", "amy"), tie("omar", "ben")
    assert (mother.type, mother.guardian, mother.portal) == ("parent", True, True)
    assert (grandfather.type, grandfather.guardian, grandfather.portal) == ("relative", None, None)
    assert {mother.mailing, mother.messenger, mother.may_pick_up, mother.lives_with} == {None}


def test_the_office_may_want_to_confirm_each_portal_flag(bring: Feeding) -> None:
    bring(Roster(), portal_by_default=False)

    assert (tie("gina", "amy").guardian, tie("gina", "amy").portal) == (True, None)


@pytest.mark.parametrize(("listed_on", "silent"), [("amy", "gina"), ("gina", "amy")])
def test_a_tie_listed_on_one_end_counts(bring: Feeding, listed_on: str, silent: str) -> None:
    roster = Roster()
    roster.change("users", silent, agentSourcedIds="ben" if silent == "gina" else "")
    bring(roster)

    assert tie("gina", "amy").ends is None


def test_a_tie_to_a_teacher_gives_no_sight(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "amy", agentSourcedIds="gina,tom")
    bring(roster)

    assert number_of(Relationship) == 3


def test_numbers_of_students_and_staff_are_kept_to_be_met_by(bring: Feeding) -> None:
    bring(Roster())

    db.close()
    kept = {(row.type, row.value) for row in db.session().scalars(select(PersonIdentifier))}
    assert {("student-number", "id-amy"), ("staff-id", "id-tom"), ("identifier", "id-gina")} <= kept


def test_the_same_package_again_writes_nothing(bring: Feeding) -> None:
    first = bring(Roster())
    again = bring(Roster())

    assert again.run_id is None
    assert again.report.counts["unchanged"] == first.report.counts["created"]
    assert (number_of(FeedRun), number_of(audit.AuditEntry)) == (1, 2)


def test_the_same_rows_in_another_package_write_nothing(bring: Feeding) -> None:
    first = bring(Roster())
    roster = Roster()
    roster.tables["enrollments"].reverse()
    again = bring(roster)

    assert again.run_id is None
    assert again.report.counts["unchanged"] == first.report.counts["created"]
    assert (number_of(FeedRun), number_of(audit.AuditEntry)) == (1, 2)


def test_a_rehearsal_reports_the_same_and_stores_nothing(bring: Feeding) -> None:
    rehearsed = bring(Roster(), is_rehearsal=True)

    assert (rehearsed.run_id, number_of(Person), number_of(School)) == (None, 0, 0)
    assert bring(Roster()).report.counts == rehearsed.report.counts


@pytest.mark.parametrize(("before", "after"), [("1.1", "1.2"), ("1.2", "1.1")])
def test_changing_the_version_of_the_standard_keeps_everyone(bring: Feeding, before: str, after: str) -> None:
    bring(Roster(before))
    outcome = bring(Roster(after))

    assert (outcome.report.counts["created"], outcome.report.counts["deactivated"]) == (0, 0)
    assert (number_of(Person), number_of(Enrollment), number_of(Relationship)) == (5, 2, 3)
    assert tie("gina", "amy").ends is None


def test_a_bulk_file_ends_what_it_leaves_out(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.drop("enrollments", "seat-ben")
    roster.change("users", "omar", agentSourcedIds="")
    roster.change("users", "ben", agentSourcedIds="gina")
    outcome = bring(roster)

    db.close()
    seat = db.session().scalars(select(ClassEnrollment).where(ClassEnrollment.source_key == "seat-ben")).one()
    assert seat.ends == clock.today()
    assert tie("omar", "ben").ends == clock.today()
    assert tie("gina", "ben").ends is None
    assert outcome.report.counts["deactivated"] == 2


def test_who_leaves_the_feed_stays_on_record_without_roles(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    for table, key in (("users", "ben"), ("roles", "role-ben"), ("demographics", "ben"), ("enrollments", "seat-ben")):
        roster.drop(table, key)
    roster.change("users", "gina", agentSourcedIds="amy")
    roster.change("users", "omar", agentSourcedIds="")
    bring(roster)

    ben = person_of("ben")
    enrolled = db.session().scalars(select(Enrollment).where(Enrollment.person_id == ben.id)).one()
    assert enrolled.ends == clock.today()
    assert tie("gina", "ben").ends == clock.today()
    assert db.session().scalars(select(PersonSource.is_active).where(PersonSource.source_key == "ben")).one() is False


def test_who_comes_back_is_the_same_person_with_the_same_ties(bring: Feeding) -> None:
    bring(Roster())
    ben = person_of("ben").id
    roster = Roster()
    for table, key in (("users", "ben"), ("roles", "role-ben"), ("demographics", "ben"), ("enrollments", "seat-ben")):
        roster.drop(table, key)
    roster.change("users", "gina", agentSourcedIds="amy")
    roster.change("users", "omar", agentSourcedIds="")
    bring(roster)
    bring(Roster())

    assert person_of("ben").id == ben
    assert db.session().scalars(select(Enrollment.ends).where(Enrollment.person_id == ben)).one() is None
    assert (tie("gina", "ben").ends, tie("gina", "ben").portal) == (None, True)
    assert bring(Roster()).run_id is None


def test_a_user_switched_off_has_no_roles_and_no_ties(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("users", "gina", enabledUser="false")
    bring(roster)

    assert tie("gina", "amy").ends == clock.today()
    assert bring(roster).run_id is None
    bring(Roster())
    assert tie("gina", "amy").ends is None


def test_a_delta_ends_only_what_it_takes_back(bring: Feeding) -> None:
    bring(Roster())
    delta = Roster()
    delta.delta("enrollments")
    delta.add_delta(
        "enrollments",
        "seat-amy",
        status="tobedeleted",
        classSourcedId="alg-3",
        schoolSourcedId="elm-high",
        userSourcedId="amy",
        role="student",
    )
    outcome = bring(delta)

    db.close()
    ends = {row.source_key: row.ends for row in db.session().scalars(select(ClassEnrollment))}
    assert ends == {"seat-amy": clock.today(), "seat-ben": None, "seat-tom": None}
    assert outcome.report.counts["deactivated"] == 1
    assert tie("gina", "amy").ends is None


def test_a_delta_may_point_at_what_is_held(bring: Feeding) -> None:
    bring(Roster())
    delta = Roster()
    delta.delta("users", "roles")
    whole = Roster()
    delta.add_delta(
        "users", "ned", **_plain(whole.row("users", "gina"), agentSourcedIds="amy", email="ned@example.org")
    )
    delta.add_delta(
        "roles", "role-ned", **_plain(whole.row("roles", "role-gina"), userSourcedId="ned", role="guardian")
    )
    bring(delta)

    assert (tie("ned", "amy").type, tie("ned", "amy").guardian) == ("guardian", True)
    assert tie("gina", "amy").ends is None
    assert number_of(Relationship) == 4


def test_a_delta_that_takes_back_an_unknown_id_is_a_warning(bring: Feeding) -> None:
    bring(Roster())
    delta = Roster()
    delta.delta("enrollments")
    delta.add_delta(
        "enrollments",
        "never-seen",
        status="tobedeleted",
        classSourcedId="alg-3",
        schoolSourcedId="elm-high",
        userSourcedId="amy",
        role="student",
    )
    outcome = bring(delta)

    assert [each.code for each in outcome.report.warnings] == ["unknown-deletion"]
    assert outcome.run_id is None


def test_another_source_is_never_touched(bring: Feeding) -> None:
    bring(Roster())
    other = Roster(source="oak-sis")
    for name in ("users", "roles", "demographics", "enrollments"):
        other.tables[name].clear()
    bring(other)

    assert tie("gina", "amy").ends is None
    assert number_of(School) == 4


def test_rows_that_lead_nowhere_wait_and_the_rest_applies(bring: Feeding) -> None:
    roster = Roster()
    roster.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    roster.change("enrollments", "seat-amy", userSourcedId="nobody")
    roster.change("users", "amy", agentSourcedIds="gina,ghost")
    roster.change("roles", "role-tom", orgSourcedId="no-such-org")
    outcome = bring(roster)

    assert queued() == [
        ("unknown-agent", "amy → ghost"),
        ("unknown-class", "seat-ben"),
        ("unknown-org", "role-tom"),
        ("unknown-person", "seat-amy"),
    ]
    assert outcome.report.counts["skipped"] == 4
    assert {each.line for each in outcome.report.warnings} >= {2, 3}
    assert number_of(ClassEnrollment) == 1
    assert bring(roster).run_id is None


def test_a_row_set_aside_does_not_end_its_record(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    roster.change("users", "omar", givenName="")
    bring(roster)

    db.close()
    seat = db.session().scalars(select(ClassEnrollment).where(ClassEnrollment.source_key == "seat-ben")).one()
    assert seat.ends is None
    assert tie("omar", "ben").ends is None


def test_later_runs_keep_their_changes_row_by_row(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("users", "amy", familyName="Reyes-Moore", grades="11")
    bring(roster)

    db.close()
    changes = db.session().scalars(select(FeedChange)).all()
    assert [(row.kind, row.record, row.data) for row in changes] == [
        ("updated", "person", {"last_name": ["Reyes", "Reyes-Moore"]})
    ]
    amy = person_of("amy")
    assert db.session().scalars(select(Enrollment.grade).where(Enrollment.person_id == amy.id)).one() == "11"
    assert bring(roster).run_id is None


def test_an_empty_agents_column_stops_the_run_and_names_who_would_lose_sight(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    for key in ("amy", "ben", "gina", "omar"):
        roster.change("users", key, agentSourcedIds="")

    with pytest.raises(Refused) as refused:
        bring(roster, percent=5.0)

    said = [each.message for each in refused.value.report.errors]
    assert any("3 of 3 relationships" in each and "--allow-deactivations 100" in each for each in said)
    assert "Gina Reyes would no longer see Amy Reyes." in said
    assert tie("gina", "amy").ends is None
    assert number_of(FeedRun) == 1


def _plain(row: dict[str, str], **changed: str) -> dict[str, str]:
    return {name.replace(".", "__"): value for name, value in (row | changed).items() if name != "sourcedId"}


def test_a_row_set_aside_is_settled_by_the_whole_file_that_corrects_it(bring: Feeding) -> None:
    lost = Roster()
    lost.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    bring(lost)
    bring(Roster())

    db.close()
    assert [each.settled_as for each in db.session().scalars(select(QueuedRow))] == ["answered"]
    bring(lost)
    db.close()
    assert [each.settled_as for each in db.session().scalars(select(QueuedRow))] == [""]


def test_a_delta_settles_nothing(bring: Feeding) -> None:
    lost = Roster()
    lost.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    bring(lost)
    delta = Roster()
    delta.delta("orgs")
    delta.add_delta("orgs", "oak-high", name="Oak High", type="school")
    bring(delta)

    db.close()
    assert [each.settled_as for each in db.session().scalars(select(QueuedRow))] == [""]
