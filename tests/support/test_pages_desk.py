"""What an advisor does on a case, page by page; each deed stands on its timeline and in the audit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.world import PASSPHRASE
from foundation import clock, db, outbox
from foundation.audit import AuditEntry
from support.models import CallLog, Case, CaseEntry, CasePermission, SupportContact
from support.rules.response import Priority, answer_due
from tests.browser import Browser
from tests.inspection import words_of
from tests.statements import statements
from tests.support.casebook import a_case
from tests.support.served import Account, Served


@pytest.fixture
def advisor(browser: Browser, served: Served) -> Browser:
    return browser.signs_in(served.tomas.username, PASSPHRASE)


def written(served: Served, **told: Any) -> int:
    """A case of Denise’s; gives its number."""
    with db.transaction():
        return a_case(served, **told).number


def taken(served: Served, **told: Any) -> int:
    """One that Tomás has, and has answered."""
    return written(served, **{"owner_id": served.tomas.id, "status": "assigned", "answered_at": clock.now()} | told)


def case(number: int) -> Case:
    with db.transaction() as session:
        return session.scalars(select(Case).where(Case.id == number - 1_000_000)).one()


def lines(number: int) -> list[tuple[str, str, str]]:
    """Kind, what was said, and what it became, in order."""
    with db.transaction() as session:
        asked = select(CaseEntry).where(CaseEntry.case_id == number - 1_000_000).order_by(CaseEntry.id)
        return [(each.kind, each.body, each.became) for each in session.scalars(asked)]


def mails() -> list[tuple[str, str]]:
    with db.transaction() as session:
        asked = select(outbox.Mail).where(outbox.Mail.template == "support-case").order_by(outbox.Mail.id)
        return [(each.to_address, each.context["what"]) for each in session.scalars(asked)]


def told() -> list[str]:
    with db.transaction() as session:
        return list(session.scalars(select(AuditEntry.event)))


def work(browser: Browser, number: int, deed: str) -> Browser:
    return browser.open(f"/support/cases/{number}/desk/{deed}")


def test_an_advisor_takes_a_new_case_from_the_queue(advisor: Browser, served: Served) -> None:
    number = written(served)

    page = advisor.open("/support/queue").press("Take (Attendance is not saved)")

    assert (page.status, page.path) == (200, "/support/queue")
    found = case(number)
    assert (found.owner_id, found.status) == (served.tomas.id, "assigned")
    assert lines(number) == [("owner", "", "Tomas Penn"), ("status", "", "assigned")]
    assert "case-assigned" in told()


def test_of_two_advisors_who_take_one_case_the_second_is_told(app: Flask, advisor: Browser, served: Served) -> None:
    number = written(served)
    other = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open(f"/support/cases/{number}/desk")
    advisor.open("/support/queue").press("Take (Attendance is not saved)")

    page = other.press("Take this case")

    assert "A colleague changed the case meanwhile" in page.text
    assert [each[0] for each in lines(number)] == ["owner", "status"]


def test_the_first_reply_stops_the_clock_takes_the_case_and_tells_the_contact(advisor: Browser, served: Served) -> None:
    number = written(served, at=clock.now() - timedelta(hours=2))

    page = work(advisor, number, "reply").fill(body="We look into it.").press("Send the reply")

    assert page.path == f"/support/cases/{number}/desk"
    assert "in time" in page.text
    found = case(number)
    assert (found.answered_at, found.owner_id, found.waits_for_desk) == (clock.now(), served.tomas.id, False)
    assert lines(number)[-1] == ("reply", "We look into it.", "")
    assert mails() == [(served.denise.email.replace("mail", "work"), "reply")]


def test_a_late_first_reply_is_said_to_be_late(advisor: Browser, served: Served) -> None:
    number = written(served, at=clock.now() - timedelta(days=9))

    page = work(advisor, number, "reply").fill(body="Sorry.").press("Send the reply")

    assert "late" in page.text
    assert case(number).answered_at is not None


def test_a_second_reply_leaves_the_stopped_clock(advisor: Browser, served: Served) -> None:
    first = clock.now() - timedelta(hours=1)
    number = taken(served, answered_at=first)

    work(advisor, number, "reply").fill(body="More.").press("Send the reply")

    assert case(number).answered_at == first


def test_a_reply_may_ask_the_contact_or_set_a_day(advisor: Browser, served: Served) -> None:
    number = taken(served)

    work(advisor, number, "reply").fill(body="Which class?", then="input").press("Send the reply")
    assert case(number).status == "pending-input"
    page = work(advisor, number, "reply").fill(body="On Friday.", then="schedule").press("Send the reply")
    assert page.errors == ["Choose the day on which the desk goes on with it, today or later."]
    page.fill(on="2026-11-20").press("Send the reply")

    assert (case(number).status, case(number).scheduled_on) == ("scheduled", date(2026, 11, 20))


def test_a_canned_reply_is_put_in_and_one_the_case_cannot_fill_is_refused_with_its_place(
    advisor: Browser, served: Served
) -> None:
    number = taken(served)

    page = advisor.open(f"/support/cases/{number}/desk/reply?canned=looking-into-it-en")
    assert "Hello Denise," in page.html
    page = advisor.open(f"/support/cases/{number}/desk/reply?canned=mended-in-release-en")
    assert "Line 3, character 1: this case has nothing for {release}. Write it yourself." in page.text

    page = page.press("Send the reply")

    assert page.status == 422
    assert lines(number) == []


def test_triage_counts_the_first_reply_anew_from_the_submission(advisor: Browser, served: Served) -> None:
    submitted = clock.now() - timedelta(hours=2)
    number = written(served, at=submitted)

    work(advisor, number, "triage").fill(priority="critical", module="grades").press("Keep it")

    found = case(number)
    assert (found.priority, found.module) == ("critical", "grades")
    assert found.answer_due_at == answer_due(submitted, Priority.CRITICAL).due
    assert "case-triaged" in told()


def test_triage_after_the_first_reply_leaves_the_clock(advisor: Browser, served: Served) -> None:
    number = taken(served)
    due = case(number).answer_due_at

    work(advisor, number, "triage").fill(priority="critical").press("Keep it")

    assert (case(number).priority, case(number).answer_due_at) == ("critical", due)


def sums(page: Browser) -> list[str]:
    """The rows of the sum that a due time was counted by."""
    tables = [each for each in page.page.iter("table") if each.get("class") == "sum"]
    return [words_of(row) for table in tables for row in table.iter("tr")]


def test_the_sum_on_the_page_is_that_of_the_kept_due_time_after_a_change_of_priority(
    advisor: Browser, served: Served
) -> None:
    number = written(served, at=clock.now() - timedelta(hours=1))
    work(advisor, number, "reply").fill(body="We look into it.").press("Send the reply")

    with clock.at("2026-11-18 09:05"):
        work(advisor, number, "triage").fill(priority="critical").press("Keep it")

    assert case(number).priority == "critical"
    for place in (f"/support/cases/{number}/desk", f"/support/cases/{number}"):
        page = advisor.open(place)
        # submitted at 8:00 in Denver: twelve hours of the desk
        assert sums(page) == [
            "Wednesday, November 18, 9:00 AM to 6:00 PM 9 h 00 min",
            "Thursday, November 19, 6:00 AM to 9:00 AM 3 h 00 min",
            "Thursday, November 19, 9:00 AM CST 12 h 00 min",
        ]
        assert "Its priority was medium then; what was due stays as it was." in page.text
    assert "First answer: in time" in advisor.text
    assert "Due by Thursday, November 19, 9:00 AM CST." in advisor.text


def test_an_outage_that_was_answered_keeps_the_sum_of_all_hours_when_it_becomes_a_problem(
    advisor: Browser, served: Served
) -> None:
    due = answer_due(clock.now(), Priority.MEDIUM, is_outage=True).due
    number = taken(served, type="outage", answer_due_at=due)

    page = work(advisor, number, "triage").fill(type="problem", priority="low").press("Keep it")

    assert sums(page)[-1].endswith("1 h 00 min")
    assert "It was an outage then; what was due stays as it was." in page.text


def test_a_priority_changed_before_the_first_answer_is_what_the_sum_counts(advisor: Browser, served: Served) -> None:
    number = written(served)

    page = work(advisor, number, "triage").fill(priority="high").press("Keep it")

    assert sums(page)[-1].endswith("4 h 00 min")
    assert "stays as it was" not in page.text


def test_a_due_time_that_the_office_hours_of_today_do_not_explain_is_shown_without_a_sum(
    advisor: Browser, served: Served
) -> None:
    number = taken(served, answer_due_at=clock.now() + timedelta(hours=2))

    for place in (f"/support/cases/{number}/desk", f"/support/cases/{number}"):
        page = advisor.open(place)
        assert "so the sum is not shown" in page.text
        assert sums(page) == []
    assert "Due by Wednesday, November 18, 12:00 PM CST." in advisor.text


def test_triage_that_changes_nothing_says_so(advisor: Browser, served: Served) -> None:
    page = work(advisor, taken(served), "triage").press("Keep it")

    assert page.errors == ["It says so already. Choose another module, type or priority, or go back."]


def test_a_note_is_shown_to_no_contact_and_mails_nobody(advisor: Browser, served: Served) -> None:
    number = taken(served)

    work(advisor, number, "note").fill(body="Ask Training.", asks="yes").press("Write the note")

    assert case(number).status == "assist-request"
    assert ("note", "Ask Training.", "") in lines(number)
    assert mails() == []


def test_a_resolution_waits_for_the_contact_with_its_three_follow_ups(advisor: Browser, served: Served) -> None:
    number = taken(served)

    page = work(advisor, number, "resolve").fill(body="The old address ended.").press("Send the resolution")

    found = case(number)
    assert (found.status, found.resolved_on, found.resolution) == ("pending-verification", date(2026, 11, 18), 1)
    assert "Three follow-ups in ten business days" in page.text
    assert "follow-up 1, day 3" in page.text
    assert mails()[-1][1] == "resolution"


def test_a_resolution_is_taken_back(advisor: Browser, served: Served) -> None:
    number = taken(served, status="pending-verification", resolved_on=date(2026, 11, 16), resolution=1)

    work(advisor, number, "go-on").press("Go on with it")

    assert (case(number).status, case(number).resolved_on) == ("assigned", None)


def test_an_escalation_goes_to_a_team_with_a_note(advisor: Browser, served: Served) -> None:
    number = taken(served)

    page = work(advisor, number, "escalate").fill(team="training").press("Escalate")
    assert page.errors == ["Write a note. By it the contact learns who works on the case now, and why."]
    page = page.fill(body="They explain it best.").press("Escalate")

    assert (case(number).team, case(number).is_first_level) == ("training", False)
    assert "Escalated to Training" in page.text
    assert mails()[-1][1] == "escalation"
    again = work(advisor, number, "escalate").fill(team="training", body="Again.").press("Escalate")
    assert again.errors == ["That team has it already. Write a reply instead, or choose another team."]


def test_nothing_is_changed_before_a_contact_gave_permission_in_writing(advisor: Browser, served: Served) -> None:
    number = taken(served)
    work(advisor, number, "permission").fill(what="End the address of household 7.").press("Ask for it")
    assert mails()[-1][1] == "permission-asked"

    page = work(advisor, number, "step").fill(body="Ended it.").press("Record it")
    assert page.errors == ["No permission stands on this case. Ask for one; a contact answers in writing."]
    with db.transaction() as session:
        asked = session.scalars(select(CasePermission)).one()
        asked.is_given, asked.answered_at = True, clock.now()
        permission = asked.id
    page = work(advisor, number, "step").fill(permission=str(permission), body="Ended it.").press("Record it")

    assert page.path == f"/support/cases/{number}/desk"
    assert lines(number)[-1] == ("step", "Ended it.", "End the address of household 7.")
    assert "case-step-recorded" in told()


def test_a_permission_that_was_taken_back_opens_nothing(advisor: Browser, served: Served) -> None:
    number = taken(served)
    work(advisor, number, "permission").fill(what="Test the import.", kind="testing").press("Ask for it")
    with db.transaction() as session:
        asked = session.scalars(select(CasePermission)).one()
        asked.is_given, asked.answered_at = True, clock.now()
        permission = str(asked.id)
    page = work(advisor, number, "step").fill(permission=permission, body="Tested it.")
    with db.transaction() as session:
        session.scalars(select(CasePermission)).one().withdrawn_at = clock.now()

    page = page.press("Record it")

    assert page.errors == ["The permission was taken back. Ask again before you do anything."]
    assert [each[0] for each in lines(number)] == ["permission-asked"]


def test_a_case_is_closed_with_a_reason_and_opened_again_with_one(advisor: Browser, served: Served) -> None:
    number = taken(served)

    page = work(advisor, number, "close").press("Close the case")
    assert page.errors == ["Say why. The contacts read it."]
    page.fill(body="Asked twice by telephone.", solved="no").press("Close the case")
    found = case(number)
    assert (found.status, found.closed_because, found.is_solved) == ("closed", "desk", False)
    assert mails()[-1][1] == "closed"
    work(advisor, number, "reopen").fill(body="It came back.").press("Open it again")

    found = case(number)
    assert (found.status, found.closed_at, found.is_solved, found.closed_because) == ("assigned", None, None, "")
    assert {"case-closed", "case-reopened"} <= set(told())


def test_nothing_but_reopening_is_done_to_a_closed_case(advisor: Browser, served: Served) -> None:
    number = taken(served, status="closed", closed_at=clock.now(), closed_because="solved", is_solved=True)

    page = work(advisor, number, "resolve").fill(body="Late.").press("Send the resolution")

    assert page.status == 422
    assert page.errors[0].startswith("The case is closed. Open it again first.")
    assert lines(number) == []


def test_what_the_table_does_not_know_is_refused_with_what_may_be_done(advisor: Browser, served: Served) -> None:
    number = taken(served, status="with-development")

    page = work(advisor, number, "note").fill(body="Look.", asks="yes").press("Write the note")

    assert page.status == 422
    assert page.errors[0].startswith("A case does not go from “with development” to “assist request”.")


def test_a_duplicate_is_closed_and_its_contact_is_told_of_the_other(advisor: Browser, served: Served) -> None:
    other, number = taken(served, contact=served.theo), taken(served)
    foreign = taken(served, contact=served.carla)

    page = work(advisor, number, "duplicate").fill(number=str(foreign), body="Same.").press("Close it as the same")
    assert "another organization" in page.errors[0]
    page = page.fill(number=str(number)).press("Close it as the same")
    assert page.errors == ["That is this case itself. Type the number of the other one."]
    page.fill(number=str(other)).press("Close it as the same")

    found = case(number)
    assert (found.status, found.duplicate_of_id, found.closed_because) == ("closed", other - 1_000_000, "duplicate")
    assert ("same-as", "", str(other)) in lines(number)


def test_a_form_that_shows_an_older_case_does_nothing(app: Flask, advisor: Browser, served: Served) -> None:
    number = taken(served)
    other = Browser(app).signs_in(served.tomas.username, PASSPHRASE)
    work(other, number, "reply").fill(body="I was first.").press("Send the reply")
    page = work(advisor, number, "close").fill(body="Done.")
    work(other, number, "reply").fill(body="And again.").press("Send the reply")

    page = page.press("Close the case")

    assert page.status == 409
    assert "Somebody wrote on this case meanwhile." in page.text
    assert case(number).status == "assigned"
    assert page.press("Close the case").path == f"/support/cases/{number}/desk"


def test_a_reply_sent_twice_stands_there_once(advisor: Browser, served: Served) -> None:
    number = taken(served)
    page = work(advisor, number, "reply").fill(body="Once.")
    page.press("Send the reply")
    again = page.open(f"/support/cases/{number}/desk")

    assert again.status == 200
    assert [each for each in lines(number) if each[0] == "reply"] == [("reply", "Once.", "")]


@pytest.mark.parametrize("deed", ["reply", "close", "call", "triage"])
@pytest.mark.parametrize("name", ["denise", "nadia", "regina"])
def test_nobody_else_does_an_advisors_deed(browser: Browser, served: Served, name: str, deed: str) -> None:
    number = written(served)

    somebody: Account = getattr(served, name)
    assert work(browser.signs_in(somebody.username, PASSPHRASE), number, deed).status == 403


@pytest.mark.parametrize("place", ["desk", "desk/reply", "desk/nothing", "call"])
def test_what_does_not_exist_is_not_found(advisor: Browser, place: str) -> None:
    assert advisor.open(f"/support/cases/1999999/{place}").status == 404


def test_a_number_said_on_the_telephone_leads_to_whose_case_it_is(advisor: Browser, served: Served) -> None:
    number = taken(served)

    page = advisor.open("/support/queue").fill(number=str(number)).press("Look it up")

    assert page.path == f"/support/cases/{number}/desk/call"
    assert "Ridgeline Schools" in page.text
    assert "denise.penn@work.example" in page.text


def test_a_call_is_logged_once_the_caller_is_known(advisor: Browser, served: Served) -> None:
    number = written(served)
    with db.transaction() as session:
        appointed = session.scalars(select(SupportContact).where(SupportContact.account_id == served.denise.id)).one()

    page = work(advisor, number, "call").fill(contact=appointed.public_id, body="She saw it again.")
    page = page.fill(checks=("email",)).press("Log the call")
    assert page.status == 422
    assert "too little" in page.errors[0]
    page = page.fill(checks=("email", "case"), others="Pat Stone, office").press("Log the call")

    assert page.path == f"/support/cases/{number}/desk"
    with db.transaction() as session:
        logged = session.scalars(select(CallLog)).one()
    assert (logged.caller, logged.verified_by, logged.joined) == ("Denise Penn", "email,case", "Pat Stone, office")
    assert case(number).answered_at == clock.now()


def test_somebody_who_is_no_contact_is_spoken_with_only_beside_one(advisor: Browser, served: Served) -> None:
    number = written(served)

    page = work(advisor, number, "call").fill(others="Pat Stone", checks=("written",), body="Wants to know.")
    page = page.press("Log the call")

    assert page.status == 422
    assert "only with a contact present" in page.errors[0]
    assert lines(number) == []


def test_an_emergency_is_opened_marked_and_handed_to_a_contact_before_it_ends(advisor: Browser, served: Served) -> None:
    page = advisor.open("/support/emergency").fill(
        caller="Pat Stone, front office",
        subject="Nobody can sign in",
        details="All staff.",
        organization=str(served.ours),
    )
    page = page.press("Open the case")
    assert page.errors == ["Say why this cannot wait for a contact. It stands on the case."]
    page = page.fill(because="Both contacts are on a plane.").press("Open the case")
    number = int(page.path.split("/")[3])
    assert "emergency, no contact yet" in page.text
    assert "Pat Stone, front office" in page.text
    for deed, button in (("close", "Close the case"), ("resolve", "Send the resolution")):
        refused = work(advisor, number, deed).fill(body="Solved.").press(button)
        assert refused.errors == [
            "No contact has this emergency yet, so nobody could say whether it is solved. Hand it over first."
        ]
    with db.transaction() as session:
        ours = session.scalars(select(SupportContact).where(SupportContact.account_id == served.theo.id)).one()
    work(advisor, number, "hand-over").fill(contact=ours.public_id, body="Look at it.").press("Hand it over")

    assert case(number).contact_id == ours.id
    assert mails() == [("theo.penn@work.example", "handed-over")]
    assert work(advisor, number, "close").fill(body="Solved.").press("Close the case").status == 200
    assert case(number).status == "closed"


def test_a_contact_is_no_emergency(advisor: Browser, served: Served) -> None:
    page = advisor.open("/support/emergency").fill(
        caller="Denise Penn", because="Hurry.", subject="S", details="D", organization=str(served.ours)
    )

    assert "is an authorized contact of this organization" in page.press("Open the case").errors[0]


@pytest.mark.parametrize("payload", ['"><svg/onload=alert(1)>', "<b>x</b>${7*7}", "javascript:alert(1)", "x\u202ey"])
def test_what_is_typed_is_shown_as_text(advisor: Browser, served: Served, payload: str) -> None:
    number = taken(served, subject=payload)

    page = work(advisor, number, "reply").fill(body=payload).press("Send the reply")

    assert (page.status, page.path) == (200, f"/support/cases/{number}/desk")
    assert "<b>x" not in page.html
    assert "<svg/" not in page.html
    assert "49" not in page.heading
    assert advisor.open("/support/queue").status == 200


def test_the_page_of_a_case_takes_a_constant_number_of_statements(
    advisor: Browser, served: Served, database: Engine
) -> None:
    number = taken(served)
    for word in range(12):
        work(advisor, number, "reply").fill(body=f"Word {word}.").press("Send the reply")

    with statements(database) as said:
        advisor.open(f"/support/cases/{number}/desk")

    assert len(said) <= 8
