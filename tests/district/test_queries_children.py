"""Who sees whom, read from the records: one statement, the rule's answer, and what is shown of a child."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from demo.cast import Place, Someone
from demo.people import a_basis, a_guardian, a_person, a_relationship, a_restriction, a_student
from demo.places import a_school, an_enrollment
from district.queries import children_seen_by, own_record, student_visible_to
from district.rules.guardianship import Reason, SightPolicy
from foundation import db
from tests.statements import statements

TODAY = date(2026, 11, 18)
POLICY = SightPolicy()


def names_seen_by(adult: Someone) -> list[str]:
    return [each.full_name for each in children_seen_by(adult.id, on=TODAY, policy=POLICY)]


@pytest.fixture
def district(database: Engine) -> Place:
    with db.transaction():
        return a_school("Juniper Valley Public Schools", kind="district")


@pytest.fixture
def school(district: Place) -> Place:
    with db.transaction():
        return a_school("Cedar Elementary", parent=district)


def test_a_guardian_sees_the_own_children_oldest_first_and_nobody_elses(school: Place) -> None:
    with db.transaction():
        small = a_student("Mateo", "Ibarra", school=school, grade="03", born=date(2018, 4, 1))
        big = a_student("Lucía", "Ibarra", school=school, grade="05", born=date(2016, 4, 1))
        ana = a_guardian("Ana", "Ibarra", of=[small, big])
        other = a_guardian("Ben", "Carter", of=[a_student("Jalen", "Carter", school=school)])

    assert names_seen_by(ana) == ["Lucía Ibarra", "Mateo Ibarra"]
    assert names_seen_by(other) == ["Jalen Carter"]


def test_every_fact_of_every_child_comes_in_one_statement(school: Place, database: Engine) -> None:
    with db.transaction():
        children = [a_student(f"Child {n}", "Ibarra", school=school, grade="03") for n in range(6)]
        ana = a_guardian("Ana", "Ibarra", of=children)
        for child in children:
            an_enrollment(child, school, ends=date(2024, 6, 1))
            a_restriction(ana, child, ends=date(2020, 1, 1))
            a_restriction(ana, child, ends=date(2021, 1, 1))
            a_basis(ana, child)

    with statements(database) as said:
        assert len(names_seen_by(ana)) == 6
    assert len(said) == 1


def test_the_records_of_a_pair_decide(school: Place) -> None:
    """Each child differs from the next by one record; the reasons are the rule's, tested in its own table."""
    with db.transaction():
        ana = a_guardian("Ana", "Ibarra", of=[a_student("Seen", "Ibarra", school=school)])
        unlike = {each: a_student(each, "Ibarra", school=school) for each in ("Aunt", "Unknown", "Off", "Ended")}
        a_relationship(ana, unlike["Aunt"], guardian=False)
        a_relationship(ana, unlike["Unknown"], portal=None)
        a_relationship(ana, unlike["Off"], portal=False)
        a_relationship(ana, unlike["Ended"], ends=TODAY)
        restricted = a_student("Restricted", "Ibarra", school=school)
        a_relationship(ana, restricted)
        a_restriction(ana, restricted)
        grown = a_student("Grown", "Ibarra", school=school, born=date(2008, 11, 18))
        a_relationship(ana, grown)
        gone = a_student("Gone", "Ibarra", school=school, ends=TODAY - timedelta(days=59))
        a_relationship(ana, gone)
        a_relationship(ana, a_person("Never", "Enrolled"))

    assert names_seen_by(ana) == ["Seen Ibarra"]


def test_a_restriction_binds_one_adult_for_one_child_and_only_on_records(school: Place) -> None:
    with db.transaction():
        eli, zoe = (a_student(each, "Hale", school=school) for each in ("Eli", "Zoe"))
        victor = a_guardian("Victor", "Hale", of=[eli, zoe])
        joanna = a_guardian("Joanna", "Reyes", of=[eli, zoe])
        a_restriction(victor, eli)
        a_restriction(joanna, eli, records=False)

    assert names_seen_by(victor) == ["Zoe Hale"]
    assert names_seen_by(joanna) == ["Eli Hale", "Zoe Hale"]


def test_a_no_from_another_source_outweighs_a_yes(school: Place) -> None:
    with db.transaction():
        eli = a_student("Eli", "Hale", school=school)
        victor = a_guardian("Victor", "Hale", of=[eli])
        a_relationship(victor, eli, guardian=False, portal=None, source="sis")

    assert names_seen_by(victor) == []


def test_at_eighteen_the_evidence_on_record_is_read(school: Place) -> None:
    with db.transaction():
        jonah = a_student("Jonah", "Lindqvist", school=school, grade="12", born=date(2008, 11, 1))
        karin, nils = a_guardian("Karin", "Lindqvist", of=[jonah]), a_guardian("Nils", "Lindqvist", of=[jonah])
        a_basis(karin, jonah)
        a_basis(nils, jonah, kind="consent")

    assert [each.reason for each in children_seen_by(karin.id, on=TODAY, policy=POLICY)] == [Reason.DEPENDENT]
    assert names_seen_by(nils) == []


def test_the_current_school_is_shown_before_a_past_or_a_coming_one(school: Place, district: Place) -> None:
    with db.transaction():
        lake, pine = a_school("Lake Middle"), a_school("Pine High")
        kim = a_student("Kim", "Park", school=pine, grade="09", starts=TODAY + timedelta(days=5))
        an_enrollment(kim, school, grade="05", ends=date(2026, 7, 1))
        an_enrollment(kim, lake, grade="08")
        an_enrollment(kim, district)
        guardian = a_guardian("Jo", "Park", of=[kim])

    (child,) = children_seen_by(guardian.id, on=TODAY, policy=POLICY)
    assert (child.school, child.school_public_id, child.grade) == ("Lake Middle", lake.public_id, "08")
    assert child.presence is Reason.ENROLLED


def test_of_two_current_schools_the_primary_one_is_shown(school: Place) -> None:
    with db.transaction():
        lake = a_school("Lake Middle")
        kim = a_student("Kim", "Park", school=school)
        an_enrollment(kim, lake, is_primary=False, starts=date(2026, 8, 1))
        guardian = a_guardian("Jo", "Park", of=[kim])

    assert children_seen_by(guardian.id, on=TODAY, policy=POLICY)[0].school == "Cedar Elementary"


def test_where_only_the_district_is_known_no_school_is_guessed(district: Place) -> None:
    with db.transaction():
        kim = a_student("Kim", "Park", school=district)
        guardian = a_guardian("Jo", "Park", of=[kim])

    (child,) = children_seen_by(guardian.id, on=TODAY, policy=POLICY)
    assert (child.school, child.school_public_id, child.grade) == (None, None, "")


def test_a_child_who_enters_soon_is_shown_with_the_day(school: Place) -> None:
    with db.transaction():
        kai = a_student("Kai", "Zhou", school=school, grade="KG", starts=TODAY + timedelta(days=30))
        guardian = a_guardian("Mei", "Zhou", of=[kai])

    (child,) = children_seen_by(guardian.id, on=TODAY, policy=POLICY)
    assert (child.presence, child.starts) == (Reason.ENTERS_SOON, TODAY + timedelta(days=30))


def test_preferred_names_are_used(school: Place) -> None:
    with db.transaction():
        kim = a_student("Kimberley", "Park", preferred="Kim", school=school)
        guardian = a_guardian("Jo", "Park", of=[kim])

    (child,) = children_seen_by(guardian.id, on=TODAY, policy=POLICY)
    assert (child.called, child.full_name) == ("Kim", "Kim Park")


def test_one_student_is_found_by_public_id_only_by_those_who_see_them(school: Place) -> None:
    with db.transaction():
        kim, sam = a_student("Kim", "Park", school=school), a_student("Sam", "Carter", school=school)
        jo, pat = a_guardian("Jo", "Park", of=[kim]), a_guardian("Pat", "Park", of=[kim], portal=None)

    found = student_visible_to(jo.id, kim.public_id, on=TODAY, policy=POLICY)
    assert found is not None
    assert found.person_id == kim.id
    assert student_visible_to(jo.id, sam.public_id, on=TODAY, policy=POLICY) is None
    assert student_visible_to(pat.id, kim.public_id, on=TODAY, policy=POLICY) is None
    assert student_visible_to(jo.id, "no-such-id", on=TODAY, policy=POLICY) is None


def test_a_student_sees_the_own_record_until_it_is_over(school: Place) -> None:
    with db.transaction():
        here = a_student("Minh", "Nguyễn", school=school, grade="11", born=date(2007, 1, 1))
        gone = a_student("Klara", "Novak", school=school, ends=TODAY - timedelta(days=59))
        nobody = a_person("Jo", "Park")

    mine = own_record(here.id, on=TODAY, policy=POLICY)
    assert mine is not None
    assert (mine.full_name, mine.grade, mine.reason) == ("Minh Nguyễn", "11", Reason.ENROLLED)
    assert own_record(gone.id, on=TODAY, policy=POLICY) is None
    assert own_record(nobody.id, on=TODAY, policy=POLICY) is None
