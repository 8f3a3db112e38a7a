"""Feed or office: a correction stands until the feed's own value changes; then the two meet in the queue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.actions.office_edits import correct_person
from district.models import ContactPoint, FormerName, OfficeEdit, Person, QueuedRow
from foundation import audit, clock, db
from tests.district.feeding import Feeding, number_of, person_of, queued
from tests.district.packages import Roster


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def correct(key: str, field: str, value: str) -> None:
    person_id = person_of(key).id
    with db.transaction() as session:
        person = session.get_one(Person, person_id)
        correct_person(person, field=field, value=value, by=audit.command("test"), at=clock.now())


def says(**cells: str) -> Roster:
    """The usual roster, with other cells for Amy."""
    roster = Roster()
    roster.change("users", "amy", **cells)
    return roster


def test_a_correction_outlives_a_replay_and_other_changes_of_the_feed(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    bring(Roster())
    bring(says(grades="11"))

    assert person_of("amy").last_name == "Moore"
    assert queued() == []


def test_a_new_value_of_the_feed_meets_the_correction_in_the_queue(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    outcome = bring(says(familyName="Reyes-Lee"))

    assert person_of("amy").last_name == "Moore"
    assert queued() == [("office-edit", "amy last_name")]
    waiting = db.session().scalars(select(QueuedRow)).one()
    assert waiting.person_id == person_of("amy").id
    assert {name: waiting.data[name] for name in ("field", "office", "feed_before", "feed_now")} == {
        "field": "last_name",
        "office": "Moore",
        "feed_before": "Reyes",
        "feed_now": "Reyes-Lee",
    }
    assert outcome.report.counts["skipped"] == 0
    assert bring(says(familyName="Reyes-Lee")).run_id is None


def test_a_settled_question_is_asked_again_only_when_the_feed_says_something_new(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    bring(says(familyName="Reyes-Lee"))
    with db.transaction() as session:
        session.scalars(select(QueuedRow)).one().settled_at = clock.now()
    bring(says(familyName="Reyes-Lee", grades="11"))
    db.close()
    assert db.session().scalars(select(QueuedRow.settled_at)).one() is not None

    bring(says(familyName="Lee", grades="11"))
    db.close()
    assert db.session().scalars(select(QueuedRow.settled_at)).one() is None


def test_the_other_fields_of_the_same_row_change_all_the_same(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    bring(says(familyName="Reyes-Lee", middleName="Ana"))

    assert (person_of("amy").last_name, person_of("amy").middle_name) == ("Moore", "Ana")


def test_a_feed_that_comes_to_agree_settles_the_correction(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    bring(says(familyName="Moore"))
    assert (number_of(OfficeEdit), queued()) == (0, [])

    bring(says(familyName="Moore-Lee"))
    assert person_of("amy").last_name == "Moore-Lee"


@pytest.mark.parametrize("agrees", [True, False])
def test_a_question_that_was_asked_is_answered_when_the_feed_comes_to_agree(bring: Feeding, agrees: bool) -> None:
    bring(Roster())
    correct("amy", "last_name", "Moore")
    bring(says(familyName="Reyes-Lee"))
    bring(says(familyName="Moore" if agrees else "Reyes"))
    db.close()
    said = db.session().scalars(select(QueuedRow.settled_as)).one()

    assert said == ("answered" if agrees else "")


def test_a_corrected_birth_date_stands_against_the_feed(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "birth_date", "2011-03-10")
    roster = Roster()
    roster.change("demographics", "amy", birthDate="2011-03-11")
    bring(roster)

    assert person_of("amy").birth_date == date(2011, 3, 10)
    assert queued() == [("office-edit", "amy birth_date")]


def test_a_birth_date_nobody_corrected_follows_the_feed(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.change("demographics", "amy", birthDate="2011-03-11")
    outcome = bring(roster)

    assert person_of("amy").birth_date == date(2011, 3, 11)
    assert outcome.report.counts["updated"] == 1


@pytest.mark.parametrize("by_office", [True, False])
def test_a_changed_name_keeps_the_former_one(bring: Feeding, by_office: bool) -> None:
    bring(Roster())
    if by_office:
        correct("amy", "last_name", "Moore")
    else:
        bring(says(familyName="Moore"))

    db.close()
    former = db.session().scalars(select(FormerName)).one()
    assert (former.first_name, former.last_name, former.ends) == ("Amy", "Reyes", clock.today())


def addresses_of(key: str) -> set[tuple[str, str]]:
    person_id = person_of(key).id
    points = db.session().scalars(
        select(ContactPoint).where(
            ContactPoint.person_id == person_id, ContactPoint.kind == "email", ContactPoint.ends.is_(None)
        )
    )
    return {(row.source, row.value) for row in points}


def test_a_corrected_email_outlives_a_replay_and_meets_a_new_one(bring: Feeding) -> None:
    bring(Roster())
    correct("amy", "email", "amy@home.example")
    bring(says(grades="11"))
    assert addresses_of("amy") == {("office", "amy@home.example")}

    bring(says(email="new@example.org"))
    assert addresses_of("amy") == {("office", "amy@home.example")}
    assert queued() == [("office-edit", "amy email")]


def test_a_changed_email_of_the_feed_ends_the_old_one(bring: Feeding) -> None:
    bring(Roster())
    bring(says(email="new@example.org"))

    assert addresses_of("amy") == {("elm-sis", "new@example.org")}
    assert number_of(ContactPoint) == 6


def test_a_column_the_file_does_not_have_takes_nothing_back(bring: Feeding) -> None:
    bring(says(preferredGivenName="Mimi"))
    roster = Roster("1.1")
    roster.headers["users"].remove("email")
    bring(roster)

    assert person_of("amy").preferred_first_name == "Mimi"
    assert addresses_of("amy") == {("elm-sis", "amy@example.org")}


def test_the_office_edits_only_what_it_may(bring: Feeding) -> None:
    bring(Roster())

    with pytest.raises(ValueError, match="does not edit public_id"):
        correct("amy", "public_id", "x")
