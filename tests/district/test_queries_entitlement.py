"""Who may have an account, read for a whole district and for one person: the same answer."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from demo.cast import Place
from demo.people import a_guardian, a_person, a_relationship, a_restriction, a_student
from demo.places import a_school, an_enrollment
from district.actions import homes
from district.actions.homes import Lines, Use
from district.models import ContactPoint, PersonAddress
from district.queries import children_seen_by, entitled_guardians, entitled_students, entitlement, is_entitled
from district.rules.guardianship import Reason, SightPolicy
from foundation import audit, clock, db

TODAY = date(2026, 11, 18)
POLICY = SightPolicy()


@pytest.fixture
def school(database: Engine) -> Place:
    with db.transaction():
        return a_school("Cedar Elementary")


def test_guardians_who_see_a_student_are_entitled_and_how_they_are_reached_is_known(school: Place) -> None:
    with db.transaction():
        two = [a_student(each, "Ibarra", school=school) for each in ("Lucía", "Mateo")]
        ana = a_guardian("Ana", "Ibarra", of=two, language="es", email="ana@family.example", street="12 Sandpiper Lane")
        a_guardian("Aunt", "Ibarra", of=two, guardian=False)

    (found,) = entitled_guardians(on=TODAY, policy=POLICY)
    assert (found.person_id, found.kind, found.full_name) == (ana.id, "parent", "Ana Ibarra")
    assert (found.language, found.email) == ("es", "ana@family.example")
    assert found.address is not None
    assert found.address.line_1 == "12 Sandpiper Lane"
    assert found.student_ids == tuple(sorted(each.id for each in two))
    assert found.schools == ("Cedar Elementary",)


def test_those_not_entitled_are_counted_by_the_nearest_miss(school: Place) -> None:
    with db.transaction():
        child = a_student("Lucía", "Ibarra", school=school)
        of_age = a_student("Omar", "Ibarra", school=school, born=date(2008, 1, 1), grade="12")
        a_guardian("Ana", "Ibarra", of=[child, of_age])
        a_guardian("Aunt", "Ibarra", of=[child], guardian=False)
        a_guardian("Uncle", "Ibarra", of=[of_age])
        cousin = a_guardian("Cousin", "Ibarra", of=[child], guardian=False)
        a_relationship(cousin, of_age)
    guardians: Counter[Reason] = Counter()
    students: Counter[Reason] = Counter()

    assert len(list(entitled_guardians(on=TODAY, policy=POLICY, refused=guardians))) == 1
    assert len(list(entitled_students(on=TODAY, policy=POLICY, refused=students))) == 1
    assert guardians == {Reason.NOT_GUARDIAN: 1, Reason.OF_AGE: 2}
    assert students == {Reason.GRADE_WITHOUT_ACCOUNT: 1}


def test_what_is_no_longer_in_use_is_not_given(school: Place) -> None:
    with db.transaction() as session:
        ana = a_guardian("Ana", "Ibarra", of=[a_student("Lucía", "Ibarra", school=school)])
        old = {"person_id": ana.id, "source": "old", "starts": date(2010, 1, 1), "ends": TODAY}
        session.add(ContactPoint(kind="email", value="old@family.example", **old))
        session.add(ContactPoint(kind="email", value="broken", is_valid=False, **(old | {"ends": None})))
        session.add(PersonAddress(line_1="1 Old Road", city="Town", state="CO", postal_code="80999", **old))

    (found,) = entitled_guardians(on=TODAY, policy=POLICY)
    assert (found.email, found.address) == (None, None)


def test_the_latest_address_and_a_verified_email_come_first(school: Place) -> None:
    with db.transaction() as session:
        ana = a_guardian(
            "Ana",
            "Ibarra",
            of=[a_student("Lucía", "Ibarra", school=school)],
            email="new@x.example",
            street="1 Old Road",
        )
        session.add(
            ContactPoint(
                person_id=ana.id,
                kind="email",
                value="verified@x.example",
                source="office",
                starts=date(2014, 1, 1),
                verified_at=clock.now(),
            )
        )
        session.add(
            PersonAddress(
                person_id=ana.id,
                line_1="2 New Road",
                city="Town",
                state="CO",
                postal_code="80999",
                source="office",
                starts=date(2026, 1, 1),
            )
        )

    (found,) = entitled_guardians(on=TODAY, policy=POLICY)
    assert found.email == "verified@x.example"
    assert found.address is not None
    assert found.address.line_1 == "2 New Road"


def sent_to() -> str | None:
    """The street the one guardian's letters go to today."""
    (found,) = entitled_guardians(on=TODAY, policy=POLICY)
    return found.address.line_1 if found.address else None


@pytest.mark.parametrize(
    ("is_mailing", "is_confidential", "since", "until", "street"),
    [
        (True, False, 30, None, "7 Home Way"),
        (True, False, 0, None, "7 Home Way"),
        (True, False, -1, None, "1 Old Road"),
        (True, False, 30, 0, "1 Old Road"),
        (False, False, 30, None, "1 Old Road"),
        (True, True, 30, None, None),
        (False, True, 30, None, None),
        (True, True, 30, 0, "1 Old Road"),
    ],
)
def test_letters_go_where_the_household_gets_its_mail(
    school: Place, is_mailing: bool, is_confidential: bool, since: int, until: int | None, street: str | None
) -> None:
    """`since` and `until`: days before today; an address of a feed stands beside the household's."""
    with db.transaction():
        child = a_student("Lucía", "Ibarra", school=school)
        ana = a_guardian("Ana", "Ibarra", of=[child], street="1 Old Road")
        lives_at(
            ana.id,
            "7 Home Way",
            Use(is_mailing=is_mailing, is_confidential=is_confidential),
            starts=TODAY - timedelta(days=since),
            ends=None if until is None else TODAY - timedelta(days=until),
        )

    assert sent_to() == street


def test_of_two_homes_the_first_one_gets_the_letters(school: Place) -> None:
    with db.transaction():
        ana = a_guardian("Ana", "Ibarra", of=[a_student("Lucía", "Ibarra", school=school)])
        lives_at(ana.id, "9 Second Way", Use(), starts=TODAY, is_secondary=True)
        lives_at(ana.id, "7 First Way", Use(), starts=TODAY - timedelta(days=400))

    assert sent_to() == "7 First Way"


def lives_at(
    person_id: int,
    street: str,
    use: Use,
    *,
    starts: date,
    ends: date | None = None,
    is_secondary: bool = False,
) -> None:
    by, at = audit.command("test"), clock.now()
    home = homes.begin_household(starts=date(2020, 1, 1), by=by, at=at)
    homes.join(home, person_id, starts=date(2020, 1, 1), is_secondary=is_secondary, by=by, at=at)
    place = homes.address_for(Lines(street, "", "Town", "CO", "80999"))
    homes.live_at(home, place, starts=starts, ends=ends, use=use, by=by, at=at)


def test_students_of_grade_six_to_twelve_are_entitled(school: Place) -> None:
    with db.transaction():
        students = {
            grade: a_student("Student", grade, school=school, grade=grade) for grade in ("KG", "05", "06", "12", "")
        }
        a_student("Gone", "Away", school=school, grade="09", ends=date(2026, 1, 1))

    found = list(entitled_students(on=TODAY, policy=POLICY))
    assert [each.person_id for each in found] == [students["06"].id, students["12"].id]
    assert found[0].student_ids == (students["06"].id,)
    assert is_entitled(students["06"].id, "student", on=TODAY, policy=POLICY)
    assert not is_entitled(students["05"].id, "student", on=TODAY, policy=POLICY)
    assert not is_entitled(students["12"].id, "staff", on=TODAY, policy=POLICY)


def test_a_school_gives_its_own_families(school: Place) -> None:
    with db.transaction():
        lake = a_school("Lake Middle")
        here, moved = a_student("Sam", "Park", school=school), a_student("Kim", "Diaz", school=lake, grade="07")
        an_enrollment(moved, school, grade="05", ends=date(2026, 6, 5))
        park, diaz = a_guardian("Jo", "Park", of=[here]), a_guardian("Al", "Diaz", of=[moved])

    assert [each.person_id for each in entitled_guardians(on=TODAY, policy=POLICY, school_id=school.id)] == [park.id]
    assert [each.person_id for each in entitled_guardians(on=TODAY, policy=POLICY, school_id=lake.id)] == [diaz.id]
    assert [each.person_id for each in entitled_students(on=TODAY, policy=POLICY, school_id=lake.id)] == [moved.id]
    assert list(entitled_students(on=TODAY, policy=POLICY, school_id=school.id)) == []


def test_the_district_and_the_one_person_get_the_same_answer_in_every_portion(
    school: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A district of chance, read in portions of three, against the question asked of each person alone."""
    monkeypatch.setattr(entitlement, "PORTION", 3)
    chance = random.Random(2026)
    days = [None, TODAY - timedelta(days=90), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=90)]
    with db.transaction():
        students = [
            a_student(
                f"Student {n}",
                "Chance",
                school=school,
                grade=chance.choice(("03", "08", "")),
                starts=chance.choice(days),
                ends=chance.choice(days),
                born=chance.choice((None, date(2008, 11, 18), date(2012, 1, 1))),
            )
            for n in range(25)
        ]
        adults = [a_person(f"Adult {n}", "Chance") for n in range(20)]
        for adult in adults:
            for student in chance.sample(students, k=chance.randint(0, 3)):
                a_relationship(
                    adult,
                    student,
                    guardian=chance.choice((True, True, True, False, None)),
                    portal=chance.choice((True, True, True, False, None)),
                    ends=chance.choice((None, None, None, TODAY)),
                )
                if chance.random() < 0.2:
                    a_restriction(adult, student)

    guardians = {each.person_id: each.student_ids for each in entitled_guardians(on=TODAY, policy=POLICY)}
    alone = {
        adult.id: tuple(sorted(each.person_id for each in children_seen_by(adult.id, on=TODAY, policy=POLICY)))
        for adult in adults
    }
    assert guardians == {adult: seen for adult, seen in alone.items() if seen}
    assert 0 < len(guardians) < len(adults)
    assert list(guardians) == sorted(guardians)
    assert {each.person_id for each in entitled_students(on=TODAY, policy=POLICY)} == {
        each.id for each in students if is_entitled(each.id, "student", on=TODAY, policy=POLICY)
    }


def test_the_reader_may_write_and_commit_between_two_people(school: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entitlement, "PORTION", 2)
    with db.transaction():
        for n in range(5):
            a_guardian(f"Guardian {n}", "Park", of=[a_student(f"Student {n}", "Park", school=school)])

    met = []
    for each in entitled_guardians(on=TODAY, policy=POLICY):
        with db.transaction():
            a_person("Somebody", "New")
        met.append(each.first_name)
    assert met == [f"Guardian {n}" for n in range(5)]
