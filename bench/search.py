"""Search, the person, family and household behind it, and who is like somebody about to be entered: as staff of one
school and central staff open them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median, quantiles
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from accounts.models import Account
from bench.table import Row
from bench.turns import Times, growth
from bench.visits import Visit, cookie, sign_in, submission, visit
from district.actions.search_terms import refresh_terms
from district.models import (
    Address,
    Completion,
    ContactPoint,
    Enrollment,
    Household,
    HouseholdAddress,
    HouseholdMember,
    Person,
    PersonAddress,
    PersonIdentifier,
    Relationship,
    StaffAssignment,
)
from district.queries.search import Part, find
from foundation import clock, db
from household.editor.actions.drafts import begin_draft
from household.editor.rules.plan import Plan, PlannedPerson, PlannedPlace

PEOPLE, ADULTS = 15, 2
MOST_SECONDS, MOST_STATEMENTS, MOST_GROWTH = 0.020, 8, 1.3
KINDS = ("person", "family", "household", "wizard’s matches")
FIND, PAGE = "search in the index", "search page"


def rows_of(few: Times, many: Times, statements: int, sizes: str) -> list[Row]:
    """Search and its pages at two sizes of district."""
    usual, slow = median(many[FIND]), quantiles(many[FIND], n=20)[-1]
    told = f"{usual * 1000:.1f} ms (of 95 in 100: {slow * 1000:.1f} ms)"
    rows = [
        Row("search: median time in the larger district", told, "≤ 20 ms", usual <= MOST_SECONDS),
        Row("search: the whole page in the larger district", f"{median(many[PAGE]) * 1000:.1f} ms"),
    ]
    for kind in KINDS:
        grown, told = growth(few, many, kind)
        rows.append(Row(f"{kind} page: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH))
    return [*rows, Row("their SQL statements", str(statements), "≤ 8", statements <= MOST_STATEMENTS)]


def visits_of(app: Flask) -> dict[str, list[Visit]]:
    """Searches as people type them; then the pages, by staff of a school and of the central office in turn."""
    with app.app_context():
        school_id = _largest_school()
        students = _students_of(school_id)
        typed = list(_typed(students))
        paths = _paths(students)
        readers = hire(school_id)
        drafts = [_drafts(students, token) for token in readers]
    cookies = [cookie(app, token) for token in readers]
    visits: dict[str, list[Visit]] = {
        FIND: [_searching(app, each) for each in typed],
        PAGE: [
            submission(app, "/household/", "/household/search", each, {"q": words})
            for words in typed[:PEOPLE]
            for each in cookies
        ],
    }
    visits |= {kind: [visit(app, path, each) for path in paths[kind] for each in cookies] for kind in paths}
    visits[KINDS[-1]] = [visit(app, path, each) for each, begun in zip(cookies, drafts, strict=True) for path in begun]
    return visits


def _searching(app: Flask, typed: str) -> Callable[[], None]:
    def search() -> None:
        with app.app_context():
            if not find(typed, Part())[0].hits:
                raise RuntimeError(f"Nobody was found by {typed}.")
        db.close()

    return search


def _largest_school() -> int:
    count = func.count().desc()
    chosen = select(Enrollment.school_id).group_by(Enrollment.school_id).order_by(count, Enrollment.school_id)
    return db.session().scalars(chosen.limit(1)).one()


def _students_of(school_id: int) -> list[Person]:
    """Students with as many adults as most have: larger families take longer, and a few more of them would weigh."""
    held = (
        select(Enrollment.person_id)
        .join(Relationship, Relationship.student_id == Enrollment.person_id)
        .where(Enrollment.school_id == school_id)
        .group_by(Enrollment.person_id)
        .having(func.count(Relationship.adult_id.distinct()) == ADULTS)
    )
    spread = select(Person).where(Person.id.in_(held)).order_by(Person.public_id).limit(PEOPLE)
    return list(db.session().scalars(spread))


def _typed(students: Sequence[Person]) -> Iterator[str]:
    """What people type to find these: whole names, beginnings, numbers, phones, addresses."""
    for each in students:
        yield f"{each.first_name} {each.last_name}"
        yield f"{each.last_name}, {each.first_name[:2]}"
        yield each.last_name[:4]
        adults = select(Relationship.adult_id).where(Relationship.student_id == each.id)
        number = select(PersonIdentifier.value).where(PersonIdentifier.person_id == each.id)
        street = select(PersonAddress.line_1).where(PersonAddress.person_id == each.id)
        phone = select(ContactPoint.value).where(ContactPoint.person_id.in_(adults), ContactPoint.kind == "phone")
        yield from db.session().scalars(number.limit(1))
        yield from db.session().scalars(street.limit(1))
        for dialled in db.session().scalars(phone.limit(1)):
            yield f"({dialled[2:5]}) {dialled[5:8]}-{dialled[8:]}"


def _paths(students: Sequence[Person]) -> dict[str, list[str]]:
    """The addresses of each student's record, family, and household: the last is made here, of student and adults."""
    paths: dict[str, list[str]] = {
        "person": [f"/household/people/{each.public_id}" for each in students],
        "family": [f"/household/people/{each.public_id}/family" for each in students],
        "household": [],
    }
    today, at_home = clock.today(), set[int]()
    for student in students:
        adults = db.session().scalars(select(Relationship.adult_id).where(Relationship.student_id == student.id)).all()
        with db.transaction() as session:
            home = Household(starts=today, created_at=clock.now())
            place = Address(line_1="1 Bench Lane", city="Juniper Valley", state="CO", postal_code="80999")
            session.add_all((home, place))
            session.flush()
            session.add(HouseholdAddress(household_id=home.id, address_id=place.id, starts=today))
            members = {student.id, *adults}
            session.add_all(
                HouseholdMember(household_id=home.id, person_id=each, is_secondary=each in at_home, starts=today)
                for each in members
            )
            at_home |= members
            refresh_terms(members, on=today)
            paths["household"].append(f"/household/households/{home.public_id}")
    return paths


def _drafts(students: Sequence[Person], token: str) -> list[str]:
    """The addresses of what one reader has begun to enter: each student anew, with name, birth date and an e-mail.

    A phone would find half the district: numbers that nobody has are a hundred in each area code.
    """
    owner = select(Account.person_id).where(Account.username == token)
    paths = []
    with db.transaction() as session:
        for each in students:
            adults = select(Relationship.adult_id).where(Relationship.student_id == each.id)
            email = select(ContactPoint.value).where(ContactPoint.person_id.in_(adults), ContactPoint.kind == "email")
            typed = PlannedPerson(
                key="1",
                is_child=True,
                first_name=each.first_name,
                last_name=each.last_name,
                birth_date=each.birth_date,
                email=session.scalar(email.limit(1)) or "",
            )
            plan = Plan(place=PlannedPlace(line_1="1 Bench Lane", postal_code="80999"), people=(typed,))
            draft = begin_draft(plan, owner_id=session.scalars(owner).one(), at=clock.now())
            paths.append(f"/household/new/{draft.public_id}/people/{typed.key}")
    return paths


def hire(school_id: int) -> list[str]:
    """An office professional of the school and one of the central staff, both with access; gives their sessions."""
    jobs: tuple[dict[str, Any], ...] = (
        {"category": "school", "job_role": "Office Professional", "school_id": school_id},
        {"category": "central", "job_role": "Analyst", "team": "Enrollment Services"},
    )
    made = []
    for job in jobs:
        token = f"bench-{job['category']}"
        with db.transaction() as session:
            at, today = clock.now(), clock.today()
            person = Person(first_name="Bench", last_name=job["category"], created_at=at)
            session.add(person)
            session.flush()
            mine = {"person_id": person.id, "source": "bench"}
            session.add(StaffAssignment(**mine, **job, location="BENCH", source_key=token))
            for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD"):
                done = {"completed_on": today, "status": "completed", "recorded_at": at}
                session.add(Completion(**mine, **done, course=course, source_key=f"{token} {course}"))
            sign_in(person.id, "staff", token, at=at)
        made.append(token)
    return made
