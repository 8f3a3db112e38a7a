"""Requests, answers, corrections and delegations: what they write, who is told, and what they refuse."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import AuditEntry
from household.access import queries
from household.access.actions import answering, asking, lending
from household.access.actions.answering import Deed
from household.access.models import Approval, ApprovalAnswer, ApprovalLink, ApprovalRequest
from household.access.queries import approvals
from household.access.queries.approvers import circle_for
from household.access.rules.answers import State
from household.access.rules.approvals import (
    MOST_A_DAY,
    AnswerRefusal,
    AskRefusal,
    Capacity,
    LendingRefusal,
    Outcome,
    Snag,
)
from tests.household.access.approving import (
    OURS,
    WHY,
    a_principal,
    a_school,
    a_teacher,
    as_person,
    asks,
    mails,
    request_of,
)
from tests.household.access.desk import an_account
from tests.household.access.staff import BY, Clerk, book, day, hire


def answers(clerk: Clerk, asker: Clerk, outcome: Outcome, reason: str = "") -> AnswerRefusal | None:
    return _given(clerk, asker, outcome, reason, answering.answer)


def corrects(clerk: Clerk, asker: Clerk, outcome: Outcome, reason: str = "A mistake") -> AnswerRefusal | None:
    return _given(clerk, asker, outcome, reason, answering.correct)


def _given(clerk, asker, outcome, reason, act):  # type: ignore[no-untyped-def]
    public_id = request_of(asker).public_id
    db.close()
    with db.transaction():
        request = approvals.request_called(public_id, hold=True)
        assert request is not None
        circle = circle_for([request], ours=OURS, on=clock.today())
        answerer = circle.answerer(clerk.person_id, request)
        assert answerer is not None, "may not answer"
        deed = Deed(book(), OURS, circle, clock.today(), as_person(clerk), clock.now())
        return act(request, answerer, outcome, reason=reason, deed=deed)


def may_answer(clerk: Clerk, asker: Clerk) -> bool:
    request = request_of(asker)
    return circle_for([request], ours=OURS, on=clock.today()).answerer(clerk.person_id, request) is not None


def state(clerk: Clerk) -> State:
    db.close()
    return book().standing(queries.facts_of(clerk.person_id, book()), on=clock.today()).state


def told(kind: str) -> int:
    db.close()
    return db.session().execute(select(func.count()).where(AuditEntry.event == kind)).scalar_one()


def delegates(principal: Clerk, colleague: Clerk, first: str = "2026-11-18", ends: str = "2026-11-21") -> object:
    with db.transaction():
        return lending.delegate(
            principal.person_id,
            colleague.person_id,
            location="A",
            starts=day(first),
            ends=day(ends),
            ours=OURS,
            today=clock.today(),
            by=as_person(principal),
            at=clock.now(),
        )


def test_a_request_is_written_once_and_every_principal_of_the_school_gets_a_link(database: Engine) -> None:
    teacher = a_teacher()
    for name, location in (("Ingrid", "A"), ("Andre", "A"), ("Vivian", "B")):
        a_principal(name, location=location)

    first, again = asks(teacher), asks(teacher)

    assert first.id == again.id
    assert sorted(each.to_address for each in mails("approval-asked")) == ["andre@example.org", "ingrid@example.org"]
    assert mails("approval-asked")[0].context["reason"] == WHY
    assert db.session().execute(select(func.count()).select_from(ApprovalLink)).scalar_one() == 2
    assert told("approval-asked") == 1


def test_a_principal_is_known_by_any_code_of_the_school(database: Engine) -> None:
    a_school()
    teacher, principal = a_teacher(location="A"), a_principal(location="key-A")

    asks(teacher)

    assert may_answer(principal, teacher)


def test_an_approval_for_a_place_one_does_not_work_at_is_not_asked(database: Engine) -> None:
    teacher, office = a_teacher(), hire("Noelle")
    office.works()

    for who, location in ((teacher, "B"), (teacher, ""), (office, "A")):
        with db.transaction():
            said = asking.ask(
                who.person_id,
                location=location,
                reason=WHY,
                book=book(),
                ours=OURS,
                today=clock.today(),
                by=BY,
                at=clock.now(),
            )
        assert said is AskRefusal.NOT_NEEDED
    assert mails("approval-asked") == []


def test_who_asks_again_and_again_writes_to_nobody_any_more_that_day(database: Engine) -> None:
    teacher = a_teacher()
    a_principal()
    for _ in range(MOST_A_DAY):
        asked = asks(teacher)
        with db.transaction():
            assert asking.withdraw_request(asked, by=BY, at=clock.now())

    with pytest.raises(AssertionError, match="too-often"):
        asks(teacher)
    with clock.at("2026-11-19 09:00"):
        asks(teacher)
    assert len(mails("approval-asked")) == MOST_A_DAY + 1


def test_a_yes_gives_access_in_the_same_transaction_and_the_person_is_told(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    assert state(teacher) is State.AWAITING_APPROVAL

    assert answers(principal, teacher, Outcome.YES) is None

    assert state(teacher) is State.ACTIVE
    assert teacher.ledger()[-1] == ("granted", day("2026-11-18"))
    mail = mails("approval-answered")[0]
    assert (mail.to_address, mail.context["answer"], mail.context["last_day"]) == (
        "tamika@example.org",
        "yes",
        "2028-06-30",
    )
    given = db.session().scalars(select(ApprovalAnswer)).one()
    assert (given.answered_by_id, given.capacity, given.on_behalf_of_id) == (principal.person_id, "principal", None)
    assert db.session().get_one(Approval, given.approval_id).approved_by_id == principal.person_id


def test_a_yes_before_the_courses_waits_for_them(database: Engine) -> None:
    teacher, principal = a_teacher(courses=False), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.YES)
    assert (state(teacher), mails("approval-answered")[0].context["last_day"]) == (State.NONE, "")

    teacher.finishes_both("2026-11-17", "2026-11-18")

    assert state(teacher) is State.ACTIVE


def test_a_no_tells_why_and_one_may_ask_again(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)

    answers(principal, teacher, Outcome.NO, "The office does this.")

    assert state(teacher) is State.AWAITING_APPROVAL
    assert mails("approval-answered")[0].context["reason"] == "The office does this."
    assert asks(teacher).id != 0
    assert len(mails("approval-asked")) == 2


def test_the_second_of_two_answers_changes_nothing(database: Engine) -> None:
    teacher, principal, other = a_teacher(), a_principal(), a_principal("Andre")
    asks(teacher)

    assert answers(principal, teacher, Outcome.NO, "No") is None
    assert answers(other, teacher, Outcome.YES) is AnswerRefusal.CLOSED
    assert state(teacher) is State.AWAITING_APPROVAL
    assert len(mails("approval-answered")) == 1


def test_a_request_goes_to_the_new_principal_and_to_the_old_one_no_more(database: Engine) -> None:
    teacher, principal = a_teacher(), hire("Ingrid")
    job = principal.works(job_role="Principal")
    asks(teacher)
    assert may_answer(principal, teacher)

    principal.leaves(job, "2026-11-18")
    successor = a_principal("Andre")

    assert not may_answer(principal, teacher)
    assert may_answer(successor, teacher)


def test_nobody_answers_for_themselves_nor_through_whom_they_named(database: Engine) -> None:
    principal, colleague = a_principal(), a_teacher("Rosa")
    delegates(principal, colleague)

    asked = asks(principal)

    circle = circle_for([asked], ours=OURS, on=clock.today())
    assert circle.of(asked) == ()
    assert circle.snag(asked) is Snag.ONLY_ONESELF
    assert request_of(principal).snag == "only-oneself"
    assert mails("approval-asked") == []


def test_a_delegate_answers_for_others_and_not_for_themselves(database: Engine) -> None:
    principal, colleague, teacher = a_principal(), a_teacher("Rosa"), a_teacher()
    delegates(principal, colleague)
    asks(teacher)
    asks(colleague)

    assert not may_answer(colleague, colleague)
    assert answers(colleague, teacher, Outcome.YES) is None

    given = db.session().scalars(select(ApprovalAnswer)).one()
    assert (given.capacity, given.answered_by_id, given.on_behalf_of_id) == (
        Capacity.DELEGATE,
        colleague.person_id,
        principal.person_id,
    )
    assert mails("approval-delegated")[0].context["last_day"] == "2026-11-20"


@pytest.mark.parametrize(
    ("moment", "may"),
    [("2026-11-17 09:00", False), ("2026-11-18 09:00", True), ("2026-11-20 23:59", True), ("2026-11-21 00:00", False)],
)
def test_a_delegate_answers_from_the_first_day_through_the_last(database: Engine, moment: str, may: bool) -> None:
    principal, colleague, teacher = a_principal(), a_teacher("Rosa"), a_teacher()
    delegates(principal, colleague)
    asks(teacher)

    with clock.at(moment):
        assert may_answer(colleague, teacher) is may


def test_a_delegation_that_was_ended_is_over_at_once(database: Engine) -> None:
    principal, colleague, teacher = a_principal(), a_teacher("Rosa"), a_teacher()
    delegates(principal, colleague)
    asks(teacher)
    public_id = approvals.delegations_by(principal.person_id, on=clock.today())[0].public_id
    db.close()

    with db.transaction():
        assert not lending.end_delegation(public_id, principal_id=colleague.person_id, by=BY, at=clock.now())
        assert lending.end_delegation(public_id, principal_id=principal.person_id, by=BY, at=clock.now())
        assert not lending.end_delegation(public_id, principal_id=principal.person_id, by=BY, at=clock.now())

    assert not may_answer(colleague, teacher)


def test_who_may_not_be_named_to_stand_in(database: Engine) -> None:
    principal, colleague, elsewhere, teacher = (
        a_principal(),
        a_teacher("Rosa"),
        a_teacher("Kurt", location="B"),
        a_teacher(),
    )

    assert delegates(teacher, colleague) is LendingRefusal.NOT_LEADING
    assert delegates(principal, principal) is LendingRefusal.NOT_THERE
    assert delegates(principal, elsewhere) is LendingRefusal.NOT_THERE
    assert not isinstance(delegates(principal, colleague), LendingRefusal)
    assert delegates(principal, colleague, "2026-11-20", "2026-11-25") is LendingRefusal.OVERLAPS


def test_without_a_principal_dots_is_told_and_names_who_answers(database: Engine) -> None:
    dots, director, teacher = (
        hire("Maeve", email="maeve@example.org"),
        hire("Olga", email="olga@example.org"),
        a_teacher(),
    )
    dots.works(category="central", job_role="Central Office", team="Technology Services", location="D")
    director.works(category="central", job_role="Director", location="D")
    an_account(dots, "dots-admin")
    asked = asks(teacher)
    assert (asked.snag, [each.to_address for each in mails("approval-unanswered")]) == (
        "no-principal",
        ["maeve@example.org"],
    )

    public_id = asked.public_id
    db.close()
    with db.transaction():
        held = approvals.request_called(public_id, hold=True)
        assert held is not None
        assert not lending.name_approver(
            held, teacher.person_id, ours=OURS, today=clock.today(), by=as_person(dots), at=clock.now()
        )
        assert lending.name_approver(
            held, director.person_id, ours=OURS, today=clock.today(), by=as_person(dots), at=clock.now()
        )

    assert [each.to_address for each in mails("approval-asked")] == ["olga@example.org"]
    assert answers(director, teacher, Outcome.YES) is None
    assert state(teacher) is State.ACTIVE


def test_a_yes_is_taken_back_until_access_began(database: Engine) -> None:
    teacher, principal = a_teacher(courses=False), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.YES)

    assert corrects(principal, teacher, Outcome.NO, "Another Tamika was meant") is None

    teacher.finishes_both("2026-11-17", "2026-11-18")
    assert state(teacher) is State.AWAITING_APPROVAL
    assert db.session().scalars(select(Approval)).one().withdrawn_on == day("2026-11-18")
    assert [each.answer for each in db.session().scalars(select(ApprovalAnswer))] == ["yes", "no"]
    assert mails("approval-answered")[-1].context["is_correction"] is True


def test_a_yes_that_access_began_by_stays(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.YES)
    teacher.is_revoked()

    assert corrects(principal, teacher, Outcome.NO) is AnswerRefusal.ACCESS_BEGAN

    teacher.is_reinstated()
    assert state(teacher) is State.ACTIVE
    assert request_of(teacher).outcome == "yes"


def test_a_no_becomes_a_yes_and_the_same_answer_twice_is_one(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.NO, "No")

    assert corrects(principal, teacher, Outcome.YES) is None
    assert corrects(principal, teacher, Outcome.YES) is None

    assert state(teacher) is State.ACTIVE
    assert len(mails("approval-answered")) == 2


def test_an_answer_is_not_corrected_once_it_was_asked_again(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.NO, "No")
    first = request_of(teacher).public_id
    asks(teacher)

    db.close()
    with db.transaction():
        request = approvals.request_called(first, hold=True)
        assert request is not None
        circle = circle_for([request], ours=OURS, on=clock.today())
        answerer = circle.of(request)[0]
        deed = Deed(book(), OURS, circle, clock.today(), as_person(principal), clock.now())
        assert answering.correct(request, answerer, Outcome.YES, reason="x", deed=deed) is AnswerRefusal.ASKED_AGAIN
    assert state(teacher) is State.AWAITING_APPROVAL


def test_an_answer_for_a_job_that_is_over_counts_for_nothing(database: Engine) -> None:
    principal, teacher = a_principal(), hire("Tamika", email="tamika@example.org")
    job = teacher.works(job_role="Teacher")
    teacher.finishes_both("2026-09-01", "2026-09-02")
    asks(teacher)
    teacher.leaves(job, "2026-11-18")

    assert answers(principal, teacher, Outcome.YES) is AnswerRefusal.NOT_NEEDED

    assert request_of(teacher).outcome == "not-needed"
    assert db.session().scalars(select(Approval)).all() == []
    assert len(mails("approval-closed")) == 1


def test_it_is_asked_again_after_a_lapse_and_an_old_yes_does_not_count(database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    answers(principal, teacher, Outcome.YES)

    with clock.at("2028-07-03 09:00"):
        teacher.finishes_both("2028-07-01", "2028-07-02")
        assert state(teacher) is State.LAPSED
        asks(teacher)
        answers(principal, teacher, Outcome.YES)
        assert state(teacher) is State.ACTIVE
    assert db.session().execute(select(func.count()).select_from(ApprovalRequest)).scalar_one() == 2
