"""DoTS’s review: figures that filter, a chart with its table, a list page by page, one person’s whole story."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from demo.places import a_school
from district.models import Person, School
from foundation import clock, db
from household.access.models import Promise, Reminder
from tests.browser import Browser
from tests.household.access import approving
from tests.household.access.desk import PASSWORD, at_desk
from tests.household.access.staff import Clerk, day, hire
from tests.inspection import words_of
from tests.statements import statements

MOST_STATEMENTS = 8
PEOPLE = (
    ("tamika", "2025-10-14", "A", None),
    ("barry", "2026-06-30", "B", None),
    ("kurt", "2026-07-01", "A", None),
    ("rosa", "2026-08-12", "A", "2026-12-01"),
    ("alvin", "2024-08-20", "A", None),
)


@pytest.fixture
def office(database: Engine) -> dict[str, Clerk]:
    """Two with access through June 2027, one through 2028, one whose job ends first, one lapsed, one on the way."""
    with db.transaction():
        a_school("Aspen Grove K-8", identifier="A")
        a_school("Cottonwood Elementary", identifier="B")
    people = {name: hire(name.title(), employee_id=f"E-{name}") for name, *_ in PEOPLE}
    for name, last, location, ends in PEOPLE:
        people[name].works(ends=ends, location=location)
        people[name].finishes_both(last, last)
    people["sheldon"] = hire("Sheldon", employee_id="E-sheldon")
    people["sheldon"].works(location="B", job_role="Teacher")
    people["sheldon"].finishes("IC-ENROLLMENT", "2026-09-08")
    return people


@pytest.fixture
def desk(office: dict[str, Clerk], browser: Browser) -> Browser:
    """At the desk of a DoTS administrator, who works here and has no household access."""
    clerk = hire("Piet")
    clerk.works(category="central", team="Technology", job_role="Administrator", location="")
    return at_desk(browser, clerk, "dots-admin")


def listed(browser: Browser) -> list[str]:
    """The names in the list, in their order."""
    tables = [each for each in browser.page.iter("table") if "Person" in words_of(each)]
    return [
        words_of(row).split(",")[1].split()[0]
        for table in tables
        for row in table.iter("th")
        if row.get("scope") == "row"
    ]


def test_the_first_sentence_says_how_many_have_access_and_who_loses_it_when(desk: Browser) -> None:
    desk.open("access.reviews")

    assert desk.heading == "Of 4 people with access, 2 lose it after June 30, 2027 unless they renew."


def test_whose_access_ends_first_stands_first(desk: Browser) -> None:
    assert listed(desk.open("access.reviews")) == ["Rosa", "Tamika", "Barry", "Kurt"]
    assert "Mcpherson, Rosa E-rosa Office Professional, Aspen Grove K-8 office professional Active" in desk.text
    assert "November 30, 2026 12" in desk.text


@pytest.mark.parametrize(
    ("label", "names", "heading"),
    [
        ("4 Active", ["Rosa", "Tamika", "Barry", "Kurt"], "Active: 4"),
        ("0 To be renewed", [], "To be renewed: 0"),
        ("1 Lapsed", ["Alvin"], "Lapsed: 1"),
        ("1 Courses begun", ["Sheldon"], "Courses begun: 1"),
    ],
)
def test_a_figure_shows_its_list(desk: Browser, label: str, names: list[str], heading: str) -> None:
    desk.open("access.reviews").follow(label)

    assert listed(desk) == names
    assert heading in desk.text


def test_a_list_is_narrowed_by_school_track_state_and_days_left(desk: Browser) -> None:
    school = db.session().scalar(select(School.public_id).where(School.identifier == "B"))
    desk.open("access.reviews")

    assert listed(desk.fill(school=str(school)).press("Show")) == ["Barry"]
    assert "With access: 1" in desk.text
    assert listed(desk.fill(school="", days="12").press("Show")) == ["Rosa"]
    assert listed(desk.fill(days="11").press("Show")) == []
    assert "Nobody on record fits this list." in desk.text
    assert listed(desk.fill(days="", track="central-office").press("Show")) == []
    assert listed(desk.fill(track="office-professional", state="lapsed").press("Show")) == ["Alvin"]


@pytest.mark.parametrize("asked", ["days=-1", "days=soon", "state=everything", "school=nowhere", "track=none"])
def test_what_cannot_be_asked_is_said_beside_its_question(desk: Browser, asked: str) -> None:
    desk.open(f"/household/reviews?{asked}")

    assert desk.status == 422
    assert len(desk.errors) == 1
    assert listed(desk) == ["Rosa", "Tamika", "Barry", "Kurt"]


def test_an_unreadable_place_in_the_list_is_its_beginning(desk: Browser) -> None:
    for place in ("x", "2027-02-30.4", ".", "2027-07-01.x", "2027-07-01"):
        assert listed(desk.open(f"/household/reviews?after={place}"))[0] == "Rosa"


def test_the_chart_says_its_finding_and_its_table_has_every_number(desk: Browser) -> None:
    desk.open("access.reviews")

    assert "2 of the 4 endings of the coming year fall on one day, Wednesday, June 30, 2027" not in desk.text
    assert "2 of the 3 endings of the coming year fall on one day, Wednesday, June 30, 2027" in desk.text
    assert "November 25, 2026 0 1 1" in desk.text
    assert "June 30, 2027 2 0 2" in desk.text


def test_where_nobody_has_access_there_is_no_chart(browser: Browser, database: Engine) -> None:
    clerk = hire("Piet")
    clerk.works(category="central", team="Technology")
    at_desk(browser, clerk, "dots-admin").open("access.reviews")

    assert browser.heading == "0 people have household access."
    assert "Nobody’s access ends in the coming year" in browser.text
    assert [each for each in browser.page.iter() if "chart" in each.get("class", "").split()] == []


def test_a_long_list_goes_on_page_by_page(desk: Browser) -> None:
    for number in range(60):
        clerk = hire(f"Clerk{number:02}")
        clerk.works()
        clerk.finishes_both("2025-10-02", "2025-10-14")

    desk.open("access.reviews")
    first = listed(desk)
    second = listed(desk.follow("The next 50"))

    assert len(first) == 50
    assert len(second) == 14
    assert set(first).isdisjoint(second)
    assert listed(desk.follow("Back to the first")) == first


@pytest.mark.parametrize("address", ["/household/reviews", "/household/reviews?state=active&track=office-professional"])
def test_the_review_takes_few_statements_however_many_there_are(desk: Browser, database: Engine, address: str) -> None:
    with statements(database) as few:
        desk.open(address)
    for number in range(12):
        clerk = hire(f"Clerk{number}")
        clerk.works()
        clerk.finishes_both("2025-10-02", "2025-10-14")
    with statements(database) as many:
        desk.open(address)

    assert len(few) == len(many) <= MOST_STATEMENTS


def test_it_speaks_spanish(desk: Browser) -> None:
    desk.open("/household/reviews?lang=es")

    assert desk.status == 200
    assert "Show" not in desk.buttons
    assert "lose it" not in desk.text


def test_one_person_s_story_is_told_whole(desk: Browser, office: dict[str, Clerk], database: Engine) -> None:
    with db.transaction() as session:
        session.add(
            Reminder(
                person_id=office["tamika"].person_id,
                area="household",
                access_ends=day("2027-07-01"),
                days_before=60,
                has_address=False,
                written_at=clock.now(),
            )
        )
    desk.open("access.reviews")
    with statements(database) as said:
        desk.follow("Mcpherson, Tamika")

    assert desk.heading == "Tamika Mcpherson has household access through June 30, 2027."
    for told in (
        "Employee number E-tamika",
        "What the job needs: 3 of 3 on record",
        "Access began",
        "A reminder was written",
        "It could not be sent: there is no working address.",
        "How June 30, 2027 is counted",
    ):
        assert told in desk.text
    assert len(said) <= MOST_STATEMENTS


def test_somebody_who_never_worked_here_has_no_story(desk: Browser) -> None:
    """A family is none of the review’s business."""
    with db.transaction() as session:
        session.add(Person(first_name="Ana", last_name="Ruiz", public_id="ana-of-a-family", created_at=clock.now()))

    assert desk.open("access.reviewed_person", public_id="ana-of-a-family").status == 404
    assert desk.open("access.reviewed_person", public_id="nobody").status == 404


@pytest.mark.parametrize("endpoint", ["access.reviews", "access.reviewed_person"])
def test_it_is_shut_to_staff_without_the_role(browser: Browser, office: dict[str, Clerk], endpoint: str) -> None:
    public_id = db.session().scalar(select(Person.public_id).where(Person.id == office["rosa"].person_id))
    values = {"public_id": public_id} if endpoint.endswith("person") else {}

    assert at_desk(browser, office["tamika"]).open(endpoint, **values).status == 403


def test_the_name_in_use_is_the_name_listed(desk: Browser, office: dict[str, Clerk]) -> None:
    with db.transaction() as session:
        session.execute(
            update(Person)
            .where(Person.id == office["rosa"].person_id)
            .values(preferred_first_name="Rosita", preferred_last_name="Ñúñez")
        )

    assert "Ñúñez, Rosita" in desk.open("access.reviews").text


def test_who_is_stuck_is_listed_with_whom_it_lasts_longest(desk: Browser, office: dict[str, Clerk]) -> None:
    """Sheldon began a course on September 8; 30 days later nothing else had come."""
    waits = hire("Noor", employee_id="E-noor")
    waits.works(job_role="Teacher")
    waits.finishes_both("2026-10-01", "2026-11-05")
    newly = hire("Iris")
    newly.works()
    newly.finishes("IC-ENROLLMENT", "2026-10-20")
    desk.open("access.reviews").follow("1 Stuck on the way")

    assert listed(desk) == ["Sheldon"]
    assert "September 8, 2026 71" in desk.text
    assert "Courses begun and no other requirement met for 30 days" in desk.text
    with clock.at("2026-11-19 08:00"):
        desk.signs_in("tamika.m", PASSWORD)
        assert listed(desk.open("/household/reviews?state=stuck")) == ["Sheldon", "Iris", "Noor"]


def test_who_is_stuck_is_narrowed_and_goes_on_page_by_page(desk: Browser) -> None:
    for number in range(55):
        clerk = hire(f"Clerk{number:02}")
        clerk.works()
        clerk.finishes("IC-ENROLLMENT", f"2026-09-{9 + number % 3:02}")

    first = listed(desk.open("/household/reviews?state=stuck"))
    second = listed(desk.follow("The next 50"))

    assert (first[0], len(first), len(second)) == ("Sheldon", 50, 6)
    assert set(first).isdisjoint(second)
    school = db.session().scalar(select(School.public_id).where(School.identifier == "B"))
    assert listed(desk.open(f"/household/reviews?state=stuck&school={school}")) == ["Sheldon"]
    assert listed(desk.open("/household/reviews?state=stuck&days=9")) == []


def test_who_is_at_risk_is_listed_soonest_first(desk: Browser, office: dict[str, Clerk]) -> None:
    assert listed(desk.open("access.reviews").follow("1 At risk of losing access")) == ["Rosa"]
    with clock.at("2027-04-01 08:00"):
        desk.signs_in("tamika.m", PASSWORD)
        assert listed(desk.open("/household/reviews?state=at-risk")) == ["Tamika", "Barry"]
        assert "At risk of losing access: 2" in desk.text
        assert listed(desk.open("/household/reviews?state=at-risk&days=89")) == []
        assert listed(desk.open("/household/reviews?state=at-risk&days=90")) == ["Tamika", "Barry"]


def test_the_whole_story_has_what_people_decided_and_the_ledger_line_by_line(
    desk: Browser, office: dict[str, Clerk]
) -> None:
    office["tamika"].is_revoked("The password was shared")
    desk.open("access.reviews", state="revoked").follow("Mcpherson, Tamika")

    for told in ("Somebody took access away", "The password was shared.", "The ledger, line by line"):
        assert told in desk.text
    assert "November 18, 2026 Access was taken away" in desk.text
    assert "November 18, 2026 Access began June 30, 2027 1" in desk.text


def test_the_story_answers_for_any_day(desk: Browser, office: dict[str, Clerk]) -> None:
    desk.open("access.reviews").follow("Mcpherson, Tamika").fill(on="2027-07-01").press("Show that day")

    assert desk.heading == "Tamika Mcpherson has no household access: it lapsed, and June 30, 2027 was its last day."
    assert "This is July 1, 2027, by all facts known now and their own days." in desk.text
    assert "has household access through" in desk.follow("Back to today").heading
    assert desk.open(desk.path + "?on=soon").status == 422


def test_promises_stand_on_a_board(desk: Browser, office: dict[str, Clerk]) -> None:
    with db.transaction() as session:
        for number, (arrived, due) in enumerate(((True, 1), (False, -1), (False, 1))):
            session.add(
                Promise(
                    person_id=office["rosa"].person_id,
                    area="household",
                    course=f"IC-{number}",
                    finished_on=clock.today(),
                    reported_at=clock.now(),
                    last_day=clock.today() + timedelta(days=due),
                    due_at=clock.now() + timedelta(days=due),
                    arrived_at=clock.now() if arrived else None,
                    ended_at=clock.now() if arrived else None,
                )
            )
    desk.open("access.reviews").follow("Promises")

    assert desk.heading == "One promise was broken"
    assert "1 Broken 0 At risk: its last day has begun 1 Running 1 Kept" in desk.text
    desk.follow("1 Broken")
    assert listed(desk) == ["Rosa"]
    assert listed(desk.open("/household/reviews/promises?state=x")) == ["Rosa", "Rosa", "Rosa"]


def test_who_waits_for_an_approval_is_told_apart_by_whether_it_was_asked_for(desk: Browser) -> None:
    approving.a_school()
    approving.a_principal()
    approving.asks(approving.a_teacher("Kiri"))
    approving.a_teacher("Wren")

    desk.open("/household/reviews?state=awaiting-approval")

    rows = [words_of(each) for each in desk.page.iter("tr")]
    (kiri,), (wren,) = ([row for row in rows if name in row] for name in ("Kiri", "Wren"))
    assert "asked for November 18, 2026" in kiri
    assert "not asked for yet" in wren
