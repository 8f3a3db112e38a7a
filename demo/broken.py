"""Records of the demo that break a rule, so that the office finds something to clean up beside what families lack."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from demo.cast import LONG_AGO, LONG_AGO_AT, SOURCE, Someone, keep, write
from demo.homes import a_household
from demo.people import a_guardian, a_relationship, a_student
from demo.town import Town
from district.actions.search_terms import refresh_terms
from district.models import (
    FeedRun,
    HouseholdAddress,
    HouseholdMember,
    OfficeEdit,
    Person,
    PersonSource,
    QueuedRow,
    Relationship,
    Restriction,
    TieEdit,
)
from foundation import db


def some_records_are_broken(town: Town, *, today: date, at: datetime) -> None:
    """Write six families into the open transaction, each with something to mend."""
    born = today.replace(year=today.year - 9, day=1)
    ines = a_student("Inés", "Quill", school=town.aspen, grade="04", born=born, street="5 Tern Way")
    twice = a_student("Ines", "Quill", school=town.cedar, grade="04", born=born, street="5 Tern Way")
    mother = a_guardian("Alba", "Quill", of=[ines, twice], mailing=True, emergency_priority=1)
    a_household(mother, ines, street="5 Tern Way")

    kit = a_student("Kit", "Moran", school=town.cedar, grade="03", born=born, street="8 Tern Way")
    a_household(kit, street="8 Tern Way")

    noor = a_student("Noor", "Aziz", school=town.aspen, grade="02", born=born, street="9 Tern Way")
    father = a_guardian("Sami", "Aziz", of=[noor], mailing=True, emergency_priority=1)
    neighbor = a_guardian(
        "Edda", "Holt", of=[noor], type="neighbor", guardian=False, lives_with=False, emergency_priority=1
    )
    home = a_household(father, noor, neighbor, street="9 Tern Way")
    db.session().execute(
        update(HouseholdAddress).where(HouseholdAddress.household_id == home.id).values(is_mailing=False)
    )

    rafe = a_student("Rafe", "Dunn", school=town.cedar, grade="05", born=born, street="2 Tern Way")
    parent = a_guardian("Lou", "Dunn", of=[rafe], mailing=True, emergency_priority=1)
    other = a_guardian("Ash", "Dunn", of=[rafe], guardian=None, portal=None)
    a_household(parent, rafe, street="2 Tern Way")
    keep(
        Restriction(
            adult_id=other.id,
            student_id=rafe.id,
            instrument="",
            number="",
            court="",
            records=True,
            contact=True,
            pick_up=True,
            starts=LONG_AGO,
            recorded_at=LONG_AGO_AT,
            source="Infinite Campus",
            said="Restraining order on file",
        )
    )
    a_relationship(rafe, parent, type="parent")

    empty = a_household(parent, street="77 Tern Way", second_home_of=[parent])
    over = update(HouseholdMember).where(HouseholdMember.household_id == empty.id)
    db.session().execute(over.values(ends=today - timedelta(days=30)))
    pia = a_student("Pia", "Moss", school=town.aspen, grade="01", born=born, street="4 Tern Way")
    aunt = a_guardian("Greta", "Moss", of=[pia], type="aunt", mailing=True, lives_with=True, emergency_priority=1)
    a_household(aunt, pia, street="4 Tern Way")
    _a_feed_says_otherwise(aunt, pia, at)

    everybody = (ines, twice, mother, kit, noor, father, neighbor, rafe, parent, other, pia, aunt)
    refresh_terms([each.id for each in everybody], on=today)


def _a_feed_says_otherwise(adult: Someone, student: Someone, at: datetime) -> None:
    """The office has set that the two live together, and how the child is called; the feed of this morning differs."""
    told = {"source": SOURCE, "format": "demo", "digest": "", "counts": {}, "warnings": 1}
    run = write(FeedRun(started_at=at, applied_at=at, **told))
    for each in (adult, student):
        keep(PersonSource(person_id=each.id, source=SOURCE, source_key=each.public_id))
    tie = db.session().scalars(select(Relationship.id).where(Relationship.adult_id == adult.id)).one()
    keep(TieEdit(relationship_id=tie, field="lives_with", edited_at=LONG_AGO_AT))
    keep(OfficeEdit(person_id=student.id, field="preferred_first_name", value="Pip", edited_at=LONG_AGO_AT))
    db.session().execute(update(Person).where(Person.id == student.id).values(preferred_first_name="Pip"))
    of_two, of_one = f"{adult.public_id} → {student.public_id} lives_with", f"{student.public_id} preferred_first_name"
    _asked(run, student, of_two, field="lives_with", office="yes", feed_before="", feed_now="no")
    _asked(run, student, of_one, field="preferred_first_name", office="Pip", feed_before="", feed_now="Pia-Lou")


def _asked(run: FeedRun, student: Someone, key: str, **said: str) -> None:
    keep(
        QueuedRow(
            source=SOURCE,
            code="office-edit",
            file="users.csv",
            line=1,
            source_key=key,
            person_id=student.id,
            data=said,
            first_run_id=run.id,
            last_run_id=run.id,
        )
    )
