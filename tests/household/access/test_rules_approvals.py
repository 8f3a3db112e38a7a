"""Who may answer a request, on which day others are reminded of it, where one must ask, and what cannot be undone."""

from __future__ import annotations

from datetime import date

import pytest

from household.access.rules import approvals, asking
from household.access.rules.approvals import Answerer, ApprovalRules, Capacity, Lending, Snag, Working
from household.access.rules.facts import Approval, Facts
from household.access.rules.policy import OnChange, Policy
from tests.household.access.telling import JULY, POLICY, courses, day, done, facts, job, other_policy, state, through
from tests.household.access.telling import on as segment_on

ASKER, PRINCIPAL, OTHER_PRINCIPAL, DELEGATE, NAMED = 1, 2, 3, 4, 5
A, B = frozenset({"A", "101"}), frozenset({"B"})


def leads(person_id: int, codes: frozenset[str] = A) -> Working:
    return Working(person_id, True, codes)


def works(person_id: int, codes: frozenset[str] = A) -> Working:
    return Working(person_id, False, codes)


def who(*working: Working, lent: tuple[Lending, ...] = (), named: int | None = None) -> list[tuple[int, str]]:
    found = approvals.answerers(ASKER, "A", working=working, lent=lent, named_id=named)
    return [(each.person_id, each.capacity.value) for each in found]


@pytest.mark.parametrize(
    ("working", "expected"),
    [
        ((), []),
        ((leads(PRINCIPAL),), [(PRINCIPAL, "principal")]),
        ((leads(PRINCIPAL), leads(OTHER_PRINCIPAL)), [(PRINCIPAL, "principal"), (OTHER_PRINCIPAL, "principal")]),
        ((leads(PRINCIPAL, B),), []),
        ((leads(PRINCIPAL, B), works(PRINCIPAL)), []),
        ((works(PRINCIPAL),), []),
        ((leads(ASKER),), []),
        ((leads(ASKER), leads(PRINCIPAL)), [(PRINCIPAL, "principal")]),
    ],
)
def test_who_leads_the_school_today_answers_and_nobody_for_themselves(
    working: tuple[Working, ...], expected: list[tuple[int, str]]
) -> None:
    assert who(*working) == expected


LENT = Lending(PRINCIPAL, DELEGATE, "101")


def test_a_delegate_answers_on_behalf_of_the_principal_by_any_code_of_the_school() -> None:
    found = approvals.answerers(ASKER, "A", working=[leads(PRINCIPAL), works(DELEGATE)], lent=[LENT], named_id=None)

    assert found[1] == Answerer(DELEGATE, Capacity.DELEGATE, PRINCIPAL)


@pytest.mark.parametrize(
    ("working", "lent"),
    [
        ((leads(PRINCIPAL),), LENT),
        ((leads(PRINCIPAL), works(DELEGATE, B)), LENT),
        ((works(PRINCIPAL), works(DELEGATE)), LENT),
        ((leads(PRINCIPAL), works(DELEGATE)), Lending(PRINCIPAL, DELEGATE, "B")),
        ((leads(PRINCIPAL), leads(PRINCIPAL, B), works(DELEGATE)), Lending(PRINCIPAL, DELEGATE, "B")),
        ((leads(PRINCIPAL), works(ASKER)), Lending(PRINCIPAL, ASKER, "A")),
        ((leads(ASKER), works(DELEGATE)), Lending(ASKER, DELEGATE, "A")),
    ],
    ids=[
        "who left the school",
        "who works at another school",
        "of whom leads it no more",
        "for another school",
        "for the other school of the same principal",
        "for oneself",
        "for the principal who asks",
    ],
)
def test_no_delegate_answers(working: tuple[Working, ...], lent: Lending) -> None:
    assert [each for each in who(*working, lent=(lent,)) if each[1] == "delegate"] == []


def test_whom_dots_named_answers_from_anywhere_while_they_work_here() -> None:
    assert who(works(NAMED, B), named=NAMED) == [(NAMED, "named")]
    assert who(named=NAMED) == []
    assert who(works(ASKER), named=ASKER) == []


def test_a_principal_who_is_named_too_answers_as_principal_and_once() -> None:
    assert who(leads(PRINCIPAL), named=PRINCIPAL) == [(PRINCIPAL, "principal")]


def test_why_nobody_answers_tells_a_principal_of_her_own_request() -> None:
    assert approvals.why_nobody(ASKER, "A", [leads(ASKER)]) is Snag.ONLY_ONESELF
    assert approvals.why_nobody(ASKER, "A", [leads(ASKER, B)]) is Snag.NO_PRINCIPAL
    assert approvals.why_nobody(ASKER, "A", []) is Snag.NO_PRINCIPAL


@pytest.mark.parametrize(
    ("today", "sent", "due"),
    [
        ("2026-11-18", 0, None),
        ("2026-11-22", 0, None),
        ("2026-11-23", 0, 3),
        ("2026-11-23", 3, None),
        ("2026-11-26", 3, None),
        ("2026-11-27", 3, None),
        ("2026-11-30", 3, 7),
        ("2026-11-30", 0, 7),
        ("2027-03-01", 0, 7),
        ("2027-03-01", 7, None),
    ],
)
def test_each_reminder_is_due_once_and_of_missed_ones_the_latest(today: str, sent: int, due: int | None) -> None:
    assert approvals.reminder_due(day("2026-11-18"), day(today), ours=ApprovalRules(), sent=sent) == due


def test_reminders_are_bounded() -> None:
    asked = day("2026-11-18")
    ours = ApprovalRules(reminder_days=(7, 3))
    closed = ApprovalRules(closures=((day("2026-11-19"), day("2026-11-23")),))

    assert approvals.next_reminder(asked, ours=ours, sent=0) == day("2026-11-23")
    assert approvals.next_reminder(asked, ours=closed, sent=0) == day("2026-11-27")
    assert approvals.next_reminder(asked, ours=ours, sent=3) == day("2026-11-30")
    assert approvals.next_reminder(asked, ours=ours, sent=7) is None
    assert approvals.next_reminder(asked, ours=ApprovalRules(reminder_days=()), sent=0) is None
    assert approvals.dots_looks_on(asked, ours=ours) == day("2026-12-03")


TEACHER = job("2020-08-01", role="Teacher")
BOTH = courses("2026-09-01", "2026-09-02")


def asked_at(told: Facts, on: str, *policies: Policy) -> tuple[str, ...]:
    return asking.places_to_ask(told, policies or (POLICY,), day(on), year_starts=JULY)


def test_one_may_ask_before_the_courses_are_done() -> None:
    assert asked_at(facts([TEACHER]), "2026-11-18") == ("A",)
    assert asked_at(facts([TEACHER], BOTH), "2026-11-18") == ("A",)


@pytest.mark.parametrize(
    "told",
    [
        facts(),
        facts([job("2020-08-01")]),
        facts([job("2020-08-01", "2026-10-01", role="Teacher")]),
        facts([job("2026-12-01", role="Teacher")]),
        facts([job("2020-08-01", role="Teacher", category="central", team="Finance")]),
        facts([job("2020-08-01", role="Teacher", location="")]),
        facts([TEACHER], BOTH, [("A", "2026-09-03")]),
        facts([TEACHER], approvals=[("A", "2026-09-03")]),
    ],
    ids=["no job", "automatic", "over", "to come", "no track", "no place", "with access", "approved before courses"],
)
def test_there_is_nothing_to_ask(told: Facts) -> None:
    assert asked_at(told, "2026-11-18") == ()


def test_each_school_is_asked_for_by_itself() -> None:
    two = [TEACHER, job("2021-08-01", role="Nurse", location="B")]

    assert asked_at(facts(two), "2026-11-18") == ("A", "B")
    assert asked_at(facts(two, BOTH, [("A", "2026-09-03")]), "2026-11-18") == ("B",)


def test_it_is_asked_again_after_a_move_a_lapse_and_a_return() -> None:
    moved = facts([job("2020-08-01", "2026-10-01", role="Teacher"), job("2026-10-01", role="Teacher", location="B")])
    lapsed = facts([TEACHER], courses("2024-09-01", "2024-09-02"), [("A", "2024-09-03")])
    returned = facts(
        [
            job("2020-08-01", role="Teacher", employed_until="2026-08-01"),
            job("2026-10-01", role="Teacher", employed_from="2026-10-01"),
        ],
        courses("2026-07-02", "2026-07-03"),
        [("A", "2026-07-04")],
    )

    assert asked_at(moved, "2026-11-18") == ("B",)
    assert asked_at(lapsed, "2026-06-30") == ()
    assert asked_at(lapsed, "2026-07-01") == ("A",)
    assert asked_at(returned, "2026-11-18") == ("A",)


def test_it_is_never_asked_at_renewal() -> None:
    told = facts([TEACHER], [*courses("2024-09-01", "2024-09-02"), *done("Q", "2026-04-02")], [("A", "2024-09-03")])

    for each in ("2026-03-31", "2026-04-01", "2026-04-02", "2026-07-01", "2027-05-01"):
        assert asked_at(told, each) == ()


def test_it_is_not_asked_of_a_job_that_carries_access_on_without_it() -> None:
    told = facts(
        [job("2020-08-01", "2026-10-01"), job("2026-10-01", role="Teacher")], courses("2026-08-01", "2026-08-02")
    )

    assert asked_at(told, "2026-11-18") == ("A",)
    assert asked_at(told, "2026-11-18", other_policy(on_job_change=OnChange.KEEP)) == ()


def test_examples_11_to_13_an_approval_brings_access_back_and_never_lengthens_the_term() -> None:
    became = [job("2020-08-01", "2026-02-02"), job("2026-02-02", role="Teacher")]
    done_in_time = courses("2025-10-01", "2025-10-14")
    without = facts(became, done_in_time)
    given = facts(became, done_in_time, [("A", "2026-02-20")])
    moved = facts([job("2020-08-01", "2026-02-02"), job("2026-02-02", location="B")], done_in_time)

    assert (state(without, "2026-02-01"), state(without, "2026-02-02")) == ("active", "ended")
    assert asked_at(without, "2026-02-02") == ("A",)
    assert (state(given, "2026-02-19"), state(given, "2026-02-20")) == ("ended", "active")
    assert through_on(given, "2026-02-20") == "2027-06-30"
    assert asked_at(given, "2026-02-20") == ()
    assert (state(moved, "2026-02-02"), through_on(moved, "2026-02-02")) == ("active", "2027-06-30")
    assert asked_at(moved, "2026-02-02") == ()


def through_on(told: Facts, on: str) -> str | None:
    return through(segment_on(told, on))


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        (facts([TEACHER], BOTH, [("A", "2026-11-18")]), "2026-11-18", True),
        (facts([TEACHER], BOTH, [("A", "2026-11-18")], [("2026-11-18", None)]), "2026-11-18", True),
        (facts([TEACHER], approvals=[("A", "2026-11-18")]), "2026-11-18", False),
        (facts([TEACHER], done("E", "2026-09-01"), [("A", "2026-11-18")]), "2026-11-20", False),
        (facts([TEACHER], courses("2026-09-01", "2026-11-20"), [("A", "2026-11-18")]), "2026-11-19", False),
        (facts([TEACHER], courses("2026-09-01", "2026-11-20"), [("A", "2026-11-18")]), "2026-11-20", True),
        (facts([job("2020-08-01")], BOTH, [("A", "2026-11-18")]), "2026-11-18", False),
    ],
    ids=["access began", "and is revoked", "no course", "one course", "the day before", "the day", "not needed"],
)
def test_an_approval_can_be_taken_back_until_access_began_by_it(told: Facts, on: str, expected: bool) -> None:
    approval = Approval("A", date(2026, 11, 18))

    assert asking.has_borne_access(told, approval, (POLICY,), day(on), year_starts=JULY) is expected
