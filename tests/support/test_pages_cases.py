"""A contact's cases: submitted, listed, answered, closed, opened again; and who sees what."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select, update

from demo.cases import a_line
from foundation import clock, db
from support.models import Case, CaseInvolved, CasePermission, SupportContact
from support.rules.kinds import ClosedBecause, EntryKind
from support.rules.response import Priority
from support.rules.statuses import Side, Status
from tests.browser import Browser
from tests.statements import statements
from tests.support.asking import SUBJECT, case_again, case_of, comes_in, contact_id, hidden, lines_of, mails, send
from tests.support.served import Served

DENVER = ZoneInfo("America/Denver")
TYPED = {
    "subject": SUBJECT,
    "details": "Since Friday the page is empty.",
    "steps": "1. Sign in.\n2. Open Grades.",
    "priority": "high",
    "due_on": "2026-11-25",
}


def only_case() -> Case:
    db.close()
    return db.session().scalars(select(Case)).one()


def submits(browser: Browser, **typed: str | bool) -> Browser:
    page = browser.open("/support/cases/new")
    return page.fill(**{**TYPED, **typed}).press("Submit the case")


def test_a_contact_submits_a_case(browser: Browser, served: Served) -> None:
    page = submits(comes_in(browser, served.denise))

    case = only_case()
    assert (page.status, page.path) == (200, f"/support/cases/{case.number}")
    assert re.fullmatch(r"\d{7}", str(case.number))
    assert page.heading == SUBJECT
    assert (case.status, case.priority, case.type) == ("new", "high", "problem")
    assert (case.organization_id, case.contact_id) == (served.ours, contact_id(served.denise))
    assert case.due_on == date(2026, 11, 25)
    # 9:00 in Denver is 10:00 of the desk; four business hours
    assert case.answer_due_at.astimezone(ZoneInfo("America/Chicago")).isoformat() == "2026-11-18T14:00:00-06:00"
    assert "2. Open Grades." in page.text
    assert lines_of(case) == [("submitted", "")]
    assert [each.contact_id for each in db.session().scalars(select(CaseInvolved))] == [case.contact_id]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": ""}, "Say in a few words what it is about."),
        ({"details": " "}, "Say what happened."),
        ({"steps": ""}, "Say step by step how one comes to see it"),
        ({"subject": "x" * 121}, "That is too long."),
        ({"due_on": "2026-11-17"}, "That day has passed."),
        ({"due_on": "soon"}, "Write the day as month, day and year"),
        ({"has_student_data": True}, "Say whose record it tells of"),
        ({"people": " ".join(map(str, range(21)))}, "Name 20 people at the most."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_submitted(
    browser: Browser, served: Served, typed: dict[str, str | bool], said: str
) -> None:
    page = submits(comes_in(browser, served.denise), **typed)

    assert page.status == 422
    assert said in page.text
    assert db.session().scalar(select(func.count()).select_from(Case)) == 0


def test_a_form_sent_twice_makes_one_case(browser: Browser, served: Served) -> None:
    page = comes_in(browser, served.denise).open("/support/cases/new")
    form = {**TYPED, "form_key": hidden(page, "form_key")}

    answers = [send(page, "/support/cases/new", **form) for _ in range(3)]

    assert [(each.status_code, each.location) for each in answers] == [
        (303, f"/support/cases/{only_case().number}")
    ] * 3
    assert send(page, "/support/cases/new", **{**form, "details": "Something else"}).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("nadia", 403), ("tomas", 403), ("carla", 200), ("theo", 200)])
def test_only_contacts_submit_and_everybody_else_is_told_who_they_are(
    browser: Browser, served: Served, name: str, status: int
) -> None:
    page = comes_in(browser, getattr(served, name)).open("/support/cases/new")

    assert page.status == status
    assert ("Denise Penn" in page.text) is (name in ("nadia", "tomas"))


def test_a_critical_case_says_call_now_with_its_number(browser: Browser, served: Served) -> None:
    page = submits(comes_in(browser, served.denise), priority="critical")

    assert f"Call now, and give the case number {only_case().number}." in page.text
    assert "(612) 555-0150" in page.text


def test_a_case_that_is_not_critical_shows_no_telephone(browser: Browser, served: Served) -> None:
    assert "555-0150" not in submits(comes_in(browser, served.denise)).text


def test_an_outage_is_answered_at_all_hours_and_shows_who_is_on_call(browser: Browser, served: Served) -> None:
    with clock.at("2026-11-26 22:00"):
        page = submits(comes_in(browser, served.carla), type="outage", priority="critical", steps="", due_on="")

    assert "(612) 555-0199" in page.text
    assert only_case().answer_due_at == datetime(2026, 11, 26, 23, 0, tzinfo=DENVER)


@pytest.mark.parametrize(("name", "offered"), [("denise", False), ("theo", True), ("carla", False)])
def test_updates_are_offered_to_technical_contacts_where_hosting_allows(
    browser: Browser, served: Served, name: str, offered: bool
) -> None:
    page = comes_in(browser, getattr(served, name)).open("/support/cases/new")

    assert ("bring the site to a newer version" in page.html) is offered


def test_an_update_typed_by_a_support_contact_is_refused(browser: Browser, served: Served) -> None:
    page = comes_in(browser, served.denise).open("/support/cases/new")

    answer = send(page, "/support/cases/new", **{**TYPED, "type": "update"})

    assert answer.status_code == 422
    assert "Only the technical contact asks for this" in answer.text


def test_similar_open_cases_are_shown_first(browser: Browser, served: Served) -> None:
    like = case_of(served.theo, served.ours)
    case_of(served.carla, served.theirs, subject=SUBJECT)
    case_of(served.denise, served.ours, status=Status.CLOSED, closed=clock.now(), because=ClosedBecause.SOLVED)

    page = comes_in(browser, served.denise).open("/support/cases/new?q=grades are missing")

    assert re.findall(r"/support/cases/(\d{7})", page.html) == [str(like.number)]


def test_the_list_shows_every_case_of_ones_organization_and_no_other(browser: Browser, served: Served) -> None:
    ours = case_of(served.theo, served.ours, subject="Ours")
    case_of(served.carla, served.theirs, subject="Theirs")

    page = comes_in(browser, served.denise).open("/support/")

    assert page.heading == "One case is open, and the desk has the next word."
    assert "Ours" in page.text
    assert str(ours.number) in page.text
    assert "Theirs" not in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Printer", "Grades"}),
        ("?q=prin", {"Printer"}),
        ("?q=PRINTER", {"Printer"}),
        ("?q=%25", set()),
        ("?status=closed", {"Fees"}),
        ("?status=", {"Printer", "Grades", "Fees"}),
        ("?status=nonsense&priority=low", {"Grades"}),
        ("?whose=mine&status=", {"Printer"}),
        ("?page=7", {"Printer", "Grades"}),
        ("?page=x", {"Printer", "Grades"}),
    ],
)
def test_the_list_is_narrowed(browser: Browser, served: Served, query: str, shown: set[str]) -> None:
    case_of(served.denise, served.ours, subject="Printer")
    case_of(served.theo, served.ours, subject="Grades", priority=Priority.LOW)
    done = {"status": Status.CLOSED, "closed": clock.now(), "because": ClosedBecause.SOLVED}
    case_of(served.theo, served.ours, subject="Fees", **done)

    page = comes_in(browser, served.denise).open(f"/support/{query}")

    assert {each for each in ("Printer", "Grades", "Fees") if each in page.text} == shown


def test_capitals_beyond_english_make_no_difference_in_the_list(browser: Browser, served: Served) -> None:
    case_of(served.denise, served.ours, subject="ÑANDÚ is no longer found")

    assert "is no longer found" in comes_in(browser, served.denise).open("/support/?q=Ñandú").text


def test_a_number_finds_its_case(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours, subject="Printer")
    case_of(served.denise, served.ours, subject="Grades")

    page = comes_in(browser, served.denise).open(f"/support/?q={case.number}")

    assert "Printer" in page.text
    assert "Grades" not in page.text


def test_the_list_takes_the_same_statements_however_long(browser: Browser, served: Served, database: Engine) -> None:
    comes_in(browser, served.denise)
    case_of(served.denise, served.ours)
    browser.open("/support/")
    counts = []
    for _ in range(2):
        with statements(database) as said:
            browser.open("/support/")
        counts.append(len(said))
        for number in range(12):
            case_of(served.theo, served.ours, subject=f"Case {number}")

    assert counts[0] == counts[1] <= 8


def test_a_case_takes_the_same_statements_however_much_was_said(
    browser: Browser, served: Served, database: Engine
) -> None:
    case = case_of(served.denise, served.ours)
    comes_in(browser, served.denise).open(f"/support/cases/{case.number}")
    counts = []
    for _ in range(2):
        with statements(database) as said:
            browser.open(f"/support/cases/{case.number}")
        counts.append(len(said))
        with db.transaction():
            for _n in range(12):
                a_line(case, EntryKind.COMMENT, side=Side.CONTACT, by=served.theo.person, at=clock.now(), body="x")

    assert counts[0] == counts[1] <= 8


def test_another_contact_of_the_organization_writes_on_the_case(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours, owner=served.tomas.id, status=Status.ASSIGNED)

    page = comes_in(browser, served.theo).open(f"/support/cases/{case.number}")
    page.fill(body="It happens to me, too.").press("Write it on the case")

    assert page.path == f"/support/cases/{case.number}"
    assert lines_of(case)[1:] == [("comment", "It happens to me, too.")]
    assert {each.to_address for each in mails("support-case")} == {
        "denise.penn@work.example",
        "tomas.penn@work.example",
    }


@pytest.mark.parametrize("name", ["carla", "nadia"])
def test_a_case_of_others_is_not_there(browser: Browser, served: Served, name: str) -> None:
    case = case_of(served.denise, served.ours)
    missing = case.number + 1
    comes_in(browser, getattr(served, name))

    found, none = browser.open(f"/support/cases/{case.number}"), ""
    shown, status = found.html, found.status
    none = browser.open(f"/support/cases/{missing}").html

    assert status == 404
    assert shown.replace(str(case.number), "") == none.replace(str(missing), "")


def test_an_advisor_sees_it_and_the_notes_among_advisors_that_no_contact_sees(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    with db.transaction():
        a_line(case, EntryKind.NOTE, side=Side.DESK, by=served.tomas.person, at=clock.now(), body="Ask Ingrid first")

    assert "Ask Ingrid first" not in comes_in(browser, served.denise).open(f"/support/cases/{case.number}").text
    advisor = comes_in(Browser(browser.app), served.tomas).open(f"/support/cases/{case.number}")
    assert "Ask Ingrid first" in advisor.text
    assert "Write it on the case" not in advisor.text


def test_the_plan_is_drawn_and_any_answer_ends_it(browser: Browser, served: Served) -> None:
    resolved = datetime(2026, 11, 16, 9, tzinfo=DENVER)
    case = case_of(
        served.denise,
        served.ours,
        at=resolved - timedelta(days=3),
        status=Status.VERIFICATION,
        owner=served.tomas.id,
        resolved=resolved,
    )
    page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")

    for words in ("resolution, day 0", "follow-up 1, day 3", "follow-up 3, day 9", "closed: Thanksgiving"):
        assert words in page.text
    assert "through Sunday, January 31, 2027" in page.text

    page.fill(body="It happens again.").press("Write it on the case")
    found = case_again(case.number)
    assert (found.status, found.resolved_on, found.waits_for_desk) == ("assigned", None, True)
    assert "follow-up 1" not in browser.text


@pytest.mark.parametrize(("solved", "because"), [("yes", "solved"), ("no", "unsolved")])
@pytest.mark.parametrize("status", [Status.NEW, Status.ASSIGNED, Status.DEVELOPMENT, Status.VERIFICATION])
def test_a_contact_closes_a_case_at_any_time(
    browser: Browser, served: Served, status: Status, solved: str, because: str
) -> None:
    case = case_of(served.denise, served.ours, status=status)

    page = comes_in(browser, served.theo).open(f"/support/cases/{case.number}")
    page.fill(solved=solved).press("Close the case")

    found = case_again(case.number)
    assert (found.status, found.closed_because, found.is_solved) == ("closed", because, solved == "yes")
    assert found.closed_at == clock.now()
    assert ("closed", because) in lines_of(case)


def test_whoever_closes_an_older_state_is_told(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")
    with db.transaction() as session:
        session.execute(update(Case).values(version=7))

    page.fill(solved="yes").press("Close the case")

    assert page.status == 409
    assert "The record was changed while this page was open" in page.text
    assert case_again(case.number).closed_at is None


def closed_case(served: Served, day: str, *, solved: bool = False, **more: object) -> Case:
    moment = datetime.fromisoformat(day).replace(hour=17, tzinfo=DENVER)
    return case_of(
        served.denise,
        served.ours,
        at=moment - timedelta(days=2),
        status=Status.CLOSED,
        owner=served.tomas.id,
        closed=moment,
        because=ClosedBecause.SOLVED if solved else ClosedBecause.UNANSWERED,
        **more,
    )


def test_an_unresolved_case_is_opened_again_on_day_60(browser: Browser, served: Served) -> None:
    case = closed_case(served, "2026-12-02")

    with clock.at("2027-01-31 23:30"):
        page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")
        page.fill(body="It came back after the holidays.").press("Open it again")

    found = case_again(case.number)
    assert (found.status, found.closed_at, found.is_solved) == ("assigned", None, None)
    assert lines_of(case)[-1] == ("reopened", "It came back after the holidays.")


@pytest.mark.parametrize(("moment", "solved"), [("2027-02-01 00:10", False), ("2026-12-10 10:00", True)])
def test_later_or_solved_a_linked_new_case_is_offered(
    browser: Browser, served: Served, moment: str, solved: bool
) -> None:
    case = closed_case(served, "2026-12-02", solved=solved)

    with clock.at(moment):
        page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")
        assert "Open it again" not in page.text
        page.follow("Submit a new case that is linked to it")
        page.fill(**{**TYPED, "due_on": ""}).press("Submit the case")

    db.close()
    made = db.session().scalars(select(Case).where(Case.id != case.id)).one()
    assert made.follows_id == case.id
    assert f"Goes on with case {case.number}" in browser.text


def test_opening_again_too_late_is_refused_where_it_is_sent(browser: Browser, served: Served) -> None:
    case = closed_case(served, "2026-12-02")
    with clock.at("2027-01-31 23:50"):
        page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")
        page.fill(body="Still wrong.")
        with clock.at("2027-02-01 00:01"):
            page.press("Open it again")

    assert page.status == 422
    assert "within 60 days of its closing" in page.text
    assert case_again(case.number).status == "closed"


def test_a_written_permission_is_given_once(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours, owner=served.tomas.id, status=Status.INPUT)
    with db.transaction() as session:
        asked = {"side": Side.DESK, "by": served.tomas.person, "at": clock.now(), "body": "End the address"}
        a_line(case, EntryKind.PERMISSION_ASKED, **asked)
        session.add(
            CasePermission(
                case_id=case.id,
                kind="data-change",
                what="End the old address of household 2JD",
                asked_at=clock.now(),
                asked_by_id=served.tomas.person.id,
            )
        )
    page = comes_in(browser, served.theo).open(f"/support/cases/{case.number}")
    assert "End the old address of household 2JD" in page.text

    page.fill(answer="yes").press("Write the answer")

    (permission,) = db.session().scalars(select(CasePermission))
    assert (permission.is_given, permission.answered_by_id) == (True, served.theo.person.id)
    assert "Theo Penn gave written permission" in page.text
    assert "The desk asks for your written permission" not in page.text
    assert case_again(case.number).status == "assigned"
    again = send(page, f"/support/cases/{case.number}/permissions/{permission.id}", answer="no", words="Wait")
    assert again.status_code == 409


def test_a_closed_case_takes_no_more_words(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}").fill(body="One thing more")
    with db.transaction() as session:
        session.execute(update(Case).values(status="closed", closed_at=clock.now(), closed_because="desk"))

    page.press("Write it on the case")

    assert page.status == 422
    assert "The case is closed." in page.text
    assert lines_of(case) == [("submitted", "")]


def test_a_contact_whose_appointment_ended_meanwhile_does_nothing(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    page = comes_in(browser, served.theo).open(f"/support/cases/{case.number}").fill(body="Too late")
    with db.transaction() as session:
        session.execute(
            update(SupportContact).where(SupportContact.account_id == served.theo.id).values(ends=clock.today())
        )

    assert page.press("Write it on the case").status == 403
    assert lines_of(case) == [("submitted", "")]


def test_the_page_reads_in_spanish(browser: Browser, served: Served) -> None:
    case = case_of(served.denise, served.ours)
    browser.language = "es"

    page = comes_in(browser, served.denise).open(f"/support/cases/{case.number}")

    assert "Escriba en el caso" in page.text
