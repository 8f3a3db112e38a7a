"""The policy in its versions: the one shipped since ever, and whatever was published, seen by every process at once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, update

from district.models import Completion
from foundation import clock, db
from household.access import jobs, queries
from household.access.models import PolicyVersion
from household.access.queries.policies import BrokenPolicy, shipped
from household.access.rules.policy import policy_in_force
from tests.household.access.staff import BY, book, day, hire, storing
from tests.statements import statements


def publish(*, starts: str = "2026-01-15", number: int = 2, code: str = "IC-HOUSEHOLD", years: int = 1) -> None:
    rules = {
        "areas": {
            "household": {
                "term_school_years": years,
                "window_opens": "04-01",
                "course_fresh_school_years": 1,
                "quiz_course": "IC-HOUSEHOLD-RECERT",
                "reminder_days": [],
                "courses": [
                    {"code": "IC-ENROLLMENT", "title_en": "Enrollment"},
                    {"code": code, "title_en": "Household"},
                ],
                "tracks": [{"code": "office", "title_en": "office", "category": "school"}],
            }
        }
    }
    with db.transaction() as session:
        session.add(
            PolicyVersion(number=number, starts=day(starts), rules=rules, reason="board", published_at=clock.now())
        )


def test_the_shipped_version_has_been_in_force_since_ever(database: Engine) -> None:
    found = queries.policies()

    assert [each.number for each in found] == [1]
    assert policy_in_force(found, date(1900, 1, 1)) == shipped()[0]


def test_a_version_published_by_another_process_is_in_force_at_once(database: Engine) -> None:
    before = queries.policies()
    publish()

    after = queries.policies()

    assert [each.number for each in after] == [1, 2]
    assert after[0] == before[0]
    assert (policy_in_force(after, day("2026-01-14")).number, policy_in_force(after, day("2026-01-15")).number) == (
        1,
        2,
    )


def test_the_policy_is_one_statement_and_parsed_once(database: Engine) -> None:
    publish()
    first = queries.policies()

    with statements(database) as said:
        again = queries.policies()

    assert len(said) == 1
    assert all(each is same for each, same in zip(first, again, strict=True))


def test_every_course_that_a_version_names_is_known(database: Engine) -> None:
    publish(code="IC-FAMILIES")

    assert queries.known_courses() == {"IC-ENROLLMENT", "IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT", "IC-FAMILIES"}


@pytest.mark.parametrize(("years", "code"), [(99, "IC-HOUSEHOLD"), (1, "IC\nHOUSEHOLD")])
def test_nothing_is_decided_by_a_policy_that_cannot_be_read(database: Engine, years: int, code: str) -> None:
    publish(years=years, code=code)

    with pytest.raises(BrokenPolicy, match="Version 2"):
        queries.policies()


def test_a_new_version_has_everybody_weighed_anew_and_leaves_terms_as_they_were_granted(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    before = clerk.stored()
    publish()

    for _ in range(2):
        jobs.review(book(), today=clock.today(), by=BY)

    assert clerk.stored() == clerk.decided()
    assert [each.access_ends for each in clerk.stored() if each.has_access] == [
        each.access_ends for each in before if each.has_access
    ]


def test_facts_of_one_person_are_one_statement_and_of_no_course_that_nobody_asks_for(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2025-10-02")
    clerk.finishes("FERPA-BASICS", "2025-10-03")
    clerk.is_approved("2026-01-01")
    clerk.is_revoked()
    rules = book()

    with statements(database) as said:
        found = queries.facts_of(clerk.person_id, rules)

    assert len(said) == 1
    assert [each.course for each in found.completions] == ["IC-ENROLLMENT"]
    assert [len(each) for each in (found.jobs, found.approvals, found.revocations)] == [1, 1, 1]
    assert found.jobs[0].employed_from == day("2020-08-01")


def test_whoever_stands_as_weighed_is_not_due_and_whoever_was_never_weighed_is(database: Engine) -> None:
    people = [hire() for _ in range(4)]
    for each in people[1:]:
        each.works()
        each.finishes("IC-HOUSEHOLD", "2026-01-01")
    with db.transaction():
        people[0].add_completion("IC-HOUSEHOLD", "2026-01-01")
        people[1].add_completion("IC-ENROLLMENT", "2026-01-01")
        people[2].add_completion("FERPA-BASICS", "2026-01-01")

    found = queries.due(book(), on=clock.today())

    assert found.people == [people[0].person_id, people[1].person_id]
    assert found.evaluated == len(people)


def test_facts_are_told_alike_in_whatever_order_they_came(database: Engine) -> None:
    forth, back = hire(), hire()
    finished = [("IC-HOUSEHOLD", "2026-02-01"), ("IC-ENROLLMENT", "2026-01-01"), ("IC-HOUSEHOLD", "2025-10-14")]
    for clerk, told in ((forth, finished), (back, reversed(finished))):
        clerk.works()
        for course, on in told:
            clerk.finishes(course, on)

    rows = queries.rows_of((forth.person_id, back.person_id), book())

    assert rows[forth.person_id] == rows[back.person_id]
    assert rows[forth.person_id].completions == [
        ("IC-ENROLLMENT", "2026-01-01"),
        ("IC-HOUSEHOLD", "2025-10-14"),
        ("IC-HOUSEHOLD", "2026-02-01"),
    ]


def test_another_mark_of_the_rules_makes_everybody_due_once(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    before = queries.due(book(), on=clock.today()).people

    publish(starts="2026-01-15")
    due = queries.due(book(), on=clock.today()).people
    jobs.review(book(), today=clock.today(), by=BY)

    assert (before, due) == ([], [clerk.person_id])
    assert queries.due(book(), on=clock.today()).people == []


def test_a_voided_completion_counts_no_more(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    with storing() as touch:
        touch(clerk.person_id)
        db.session().execute(
            update(Completion).where(Completion.course == "IC-HOUSEHOLD").values(voided_at=clock.now())
        )

    assert [kind for kind, _ in clerk.ledger()] == ["granted", "ended"]
    assert clerk.stored()[-1].state == "in-progress"
