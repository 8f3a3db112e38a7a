"""DoTS edits the rules: a draft that nobody overwrites, the dates and the people it concerns, and a version."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.jobs import Job, handlers
from household.access import queries
from household.access.models import PolicyDraft, PolicyVersion, Rehearsal, RehearsedPerson, Standing
from household.access.views import rehearsals
from tests.browser import Browser
from tests.household.access.areas import ATTENDANCE, publish
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import Clerk, hire
from tests.statements import statements

PUBLISH = "Publish version 2"
SAVE = "Save the draft"
REMINDERS = "Reminders, days before the last day"
AS_04_01 = "Write the month and the day, as 04-01 for April 1."
AS_THEY_STAND = "Write the codes as they stand there, or nothing for all courses."
REASON = "The board decided it on May 4"


@pytest.fixture
def maeve(database: Engine) -> Clerk:
    clerk = hire("Maeve", employee_id="E1")
    clerk.works(category="central", team="Technology", job_role="Administrator", location="")
    return clerk


@pytest.fixture
def desk(maeve: Clerk, browser: Browser) -> Browser:
    return at_desk(browser, maeve, "dots-admin")


@pytest.fixture
def teacher(database: Engine) -> Clerk:
    """Trained, and waits for the principal's approval."""
    clerk = hire("Piet", employee_id="E2")
    clerk.works(job_role="Teacher")
    clerk.finishes_both("2026-09-02", "2026-09-14")
    return clerk


def drafted(desk: Browser, **typed: str) -> Browser:
    return desk.open("access.draft", area="household").fill(**typed).press(SAVE)


def without_approval(desk: Browser) -> Browser:
    return drafted(desk, **{"tracks-1-approval": "no"})


def events(name: str) -> list[dict[str, Any]]:
    asked = select(AuditEntry.data).where(AuditEntry.event == name).order_by(AuditEntry.id)
    return list(db.session().scalars(asked))


def versions() -> list[tuple[int, str, str | None]]:
    rows = select(PolicyVersion.number, PolicyVersion.starts, PolicyVersion.reason).order_by(PolicyVersion.number)
    return [(number, str(starts), reason) for number, starts, reason in db.session().execute(rows)]


def test_the_rules_that_came_with_hearth_are_shown_with_what_is_ours_in_them(desk: Browser) -> None:
    desk.open("access.rules")

    assert desk.heading == "The rules that came with Hearth are in force. 3 lists are still to be confirmed."
    assert "There is no draft" in desk.text
    assert "The list of required courses To be confirmed" in desk.text
    assert "Infinite Campus Enrollment, Infinite Campus Household" in desk.text


def test_a_draft_is_saved_and_says_what_it_changes(desk: Browser) -> None:
    drafted(desk, term_school_years="1", window_opens="05-01", starts="2027-07-01")

    assert (desk.status, desk.path) == (200, "/household/rules/household")
    assert "A draft for July 1, 2027 on, saved by Maeve Mcpherson on November 18, 2026" in desk.text
    assert "Length of a term, in school years 2 1" in desk.text
    assert "10 of 11 examples come out otherwise." in desk.text
    assert versions() == []
    assert events("policy-draft-saved") == [{"area": "household", "revision": 1, "starts": "2027-07-01"}]


def test_saving_the_form_as_it_came_changes_nothing(desk: Browser) -> None:
    drafted(desk)

    assert "There is no draft" in desk.text
    draft = queries.draft_of("household", on=clock.today())
    assert draft is not None
    assert not draft.is_otherwise


def test_courses_and_tracks_are_added_moved_and_taken_away(desk: Browser) -> None:
    drafted(
        desk,
        **{
            "courses-2-code": "IC-PRIVACY",
            "courses-2-title_en": "Privacy",
            "courses-2-link": "https://learn.example.org/p",
            "courses-2-place": "1",
            "courses-0-place": "2",
            "courses-1-place": "3",
            "tracks-2-code": "",
            "tracks-2-title_en": "",
            "tracks-2-title_es": "",
        },
    )

    draft = queries.draft_of("household", on=clock.today())
    assert draft is not None
    assert [each.code for each in draft.policy.courses] == ["IC-PRIVACY", "IC-ENROLLMENT", "IC-HOUSEHOLD"]
    assert [each.code for each in draft.policy.tracks] == ["office-professional", "other-school-role"]
    assert "Course IC-PRIVACY none Privacy" in desk.text
    assert "Track central-office central office none" in desk.text


def test_a_list_that_is_ours_is_confirmed(desk: Browser) -> None:
    desk.open("access.draft", area="household")
    assert desk.text.count("This is ours: it came with Hearth") == 3

    desk.fill(confirmed_courses="yes").press(SAVE)

    assert "To be confirmed The list of required courses" in desk.text
    desk.open("access.draft", area="household")
    assert desk.text.count("This is ours: it came with Hearth") == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"term_school_years": ""}, "Length of a term, in school years is empty. Fill it in."),
        ({"term_school_years": "two"}, "Length of a term, in school years is no whole number. Write digits alone."),
        (
            {"term_school_years": "0"},
            "Length of a term, in school years is out of range. Write a number from 1 to 10.",
        ),
        (
            {"reminder_days": "30, 400"},
            "Reminders, days before the last day is out of range. Write a number from 0 to 366.",
        ),
        ({"reminder_days": "30, x"}, f"{REMINDERS} is no whole number. Write digits alone."),
        (
            {"window_opens": "02-29"},
            f"Window to renew opens on is no day that every year has. {AS_04_01}",
        ),
        ({"quiz_course": ""}, "Code of the recertification quiz is empty. Fill it in."),
        ({"courses-1-code": ""}, "Course 2, “Code” is empty. Fill it in."),
        ({"courses-1-code": "IC-ENROLLMENT"}, "Courses: two have the same code. Give each a code of its own."),
        (
            {"courses-0-link": "learn.example.org"},
            "Course 1, “Where it is taken” is no address of a page. Write it from https:// on, or leave it empty.",
        ),
        (
            {"tracks-0-courses": "CPR"},
            f"Track 1, “Courses it asks for” names a course that does not stand among the courses. {AS_THEY_STAND}",
        ),
        ({"starts": "2026-11-17"}, "No rule begins in the past. Choose today or a later day."),
        ({"starts": "soon"}, "The first day in force is no day. Write it as 2027-07-01, or choose it."),
    ],
)
def test_an_error_names_the_field_what_is_wrong_and_the_way_out(
    desk: Browser, typed: dict[str, str], told: str
) -> None:
    drafted(desk, **typed)

    assert desk.status == 422
    assert desk.errors == [told]
    assert db.session().scalar(select(func.count()).select_from(PolicyDraft)) == 0


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(desk: Browser) -> None:
    drafted(desk, term_school_years="x", window_opens="13-01", quiz_course="Q")

    assert len(desk.errors) == 2
    assert 'value="Q"' in desk.html


def test_two_who_edit_never_overwrite_each_other(app: Flask, desk: Browser) -> None:
    """Who saves second sees both, and what they typed is not lost."""
    clerk = hire("Noor")
    clerk.works(category="central", team="Technology", location="")
    other = Browser(app).signs_in(an_account(clerk, "dots-admin", username="noor"), PASSWORD)
    desk.open("access.draft", area="household")
    other.open("access.draft", area="household").fill(term_school_years="1").press(SAVE)

    desk.fill(window_opens="05-01").press(SAVE)

    assert desk.status == 409
    assert "Noor Mcpherson saved this draft on November 18, 2026" in desk.text
    assert "Length of a term, in school years 1 2" in desk.text
    assert "Window to renew opens on 04-01 05-01" in desk.text
    assert 'value="05-01"' in desk.html
    first = queries.draft_of("household", on=clock.today())
    assert first is not None
    assert (first.revision, first.policy.term_school_years, first.policy.window_opens) == (1, 1, "04-01")

    desk.press(SAVE)

    again = queries.draft_of("household", on=clock.today())
    assert again is not None
    assert (again.revision, again.policy.term_school_years, again.policy.window_opens) == (2, 2, "05-01")


def test_a_draft_is_thrown_away_and_stays_on_record(desk: Browser) -> None:
    drafted(desk, term_school_years="1").press("Throw the draft away")

    assert "There is no draft" in desk.text
    assert db.session().scalar(select(func.count()).select_from(PolicyDraft)) == 2


def test_worked_dates_stand_side_by_side_with_how_they_are_counted(desk: Browser) -> None:
    drafted(desk, term_school_years="3", starts="2027-07-01").open("access.worked_dates", area="household")

    assert desk.heading == "10 of 11 examples come out otherwise."
    assert (
        "By the rules as they are All courses finished by October 14, 2026 Access through June 30, 2028." in desk.text
    )
    assert "By the draft All courses finished by October 14, 2026 Access through June 30, 2029." in desk.text
    assert "School year 2028-29 June 30, 2029" in desk.text
    assert "The quiz opens April 1, 2029." in desk.text
    assert "Trained on the day before these rules begin The same" in desk.text


def test_only_examples_that_look_otherwise_are_called_so(desk: Browser) -> None:
    drafted(desk, window_opens="05-01")

    assert "3 of 11 examples come out otherwise." in desk.text


def test_worked_dates_without_a_draft_are_those_in_force(desk: Browser) -> None:
    desk.open("access.worked_dates", area="household")

    assert desk.heading == "What the rules in force say of this school year’s dates."
    assert "By the rules as they are" not in desk.text


def test_who_would_gain_access_is_found_out_before_publishing(desk: Browser, teacher: Clerk) -> None:
    without_approval(desk).press("Find out who would gain or lose access")

    assert desk.heading == "0 would lose access or have it for less long, 1 would gain it or have it longer."
    assert "Mcpherson, Piet E2 Teacher, A Gains access November 18, 2026 none June 30, 2028" in desk.text
    assert "All requirements were met on November 18, 2026." in desk.text
    assert events("policy-rehearsed") == [{"area": "household", "revision": 1, "people": 2}]
    assert teacher.ledger() == []

    file = desk.fill(reason=REASON).press("Export as CSV").response
    assert file is not None
    head, *rows = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    assert head[4:8] == ["With the draft", "From", "Last day of access now", "Last day with the draft"]
    assert [row[:8] for row in rows] == [
        ["E2", "Mcpherson", "Piet", "Teacher, A", "Gains access", "2026-11-18", "", "2028-06-30"]
    ]
    assert events("policy-rehearsal-exported") == [{"area": "household", "revision": 1, "people": 1, "reason": REASON}]


def test_who_cannot_renew_any_more_is_told_apart(desk: Browser) -> None:
    clerk = hire("Ana")
    clerk.works(category="central", team="Home School", job_role="Analyst")
    clerk.finishes_both("2025-10-02", "2025-10-14")

    drafted(desk, central_teams="Summer School").press("Find out who would gain or lose access")

    assert "Mcpherson, Ana Analyst, Home School Keeps it to its last day, and cannot renew it" in desk.text
    assert "The job Analyst, Home School has no way to household access." in desk.text


def test_asked_twice_of_the_same_draft_it_is_one_rehearsal(desk: Browser, teacher: Clerk) -> None:
    without_approval(desk)
    for _ in range(2):
        desk.open("access.publish", area="household")
        if "Find out who would gain or lose access" in desk.buttons:
            desk.press("Find out who would gain or lose access")

    assert db.session().scalar(select(func.count()).select_from(Rehearsal)) == 1


def test_of_many_a_job_finds_out_portion_by_portion(
    app: Flask, desk: Browser, teacher: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsals, "FEW", 0)
    monkeypatch.setattr("household.access.rehearsing.AT_ONCE", 1)
    without_approval(desk).press("Find out who would gain or lose access")
    assert desk.heading == "Being found out: 0 of 2 people."
    assert 'data-watch="/household/rules/household/rehearsals/' in desk.html
    address = desk.path

    worked = 0
    while (job := _next_job("policy-rehearsal")) is not None:
        with app.app_context():
            handlers[job.kind](job.payload)
        worked += 1

    assert worked == 3
    assert desk.open(address).heading.endswith("1 would gain it or have it longer.")
    assert db.session().scalar(select(func.count()).select_from(RehearsedPerson)) == 1


def _next_job(kind: str) -> Job | None:
    with db.transaction() as session:
        job = session.scalar(select(Job).where(Job.kind == kind, Job.done_at.is_(None)).order_by(Job.id))
        if job is not None:
            job.done_at = clock.now()
    return job


def test_a_rehearsal_that_is_out_of_date_says_so(desk: Browser, teacher: Clerk) -> None:
    without_approval(desk).press("Find out who would gain or lose access")
    address = desk.path
    assert "Out of date" not in desk.text

    with clock.at("2026-11-18 09:05"):
        teacher.is_approved("2026-11-18")
        assert "Out of date: of 1 person something on record has changed since." in desk.open(address).text
        drafted(desk, term_school_years="1")
        assert "Out of date: the draft was saved since." in desk.open(address).text
    assert "Find out anew" in desk.buttons


def test_a_version_is_published_with_its_reason_and_followed_by_a_review(
    app: Flask, desk: Browser, teacher: Clerk
) -> None:
    without_approval(desk).follow("Publish the draft…")
    desk.fill(reason=REASON).press(PUBLISH)

    assert "Version 2 is published. Everybody is being looked at anew." in desk.text
    assert desk.heading == "2 versions of these rules so far."
    assert "Version 2, from November 18, 2026 on In force" in desk.text
    assert "Published by Maeve Mcpherson on November 18, 2026" in desk.text
    assert f"Why: {REASON}" in desk.text
    assert "Track other-school-role: The principal’s approval yes no" in desk.text
    assert events("policy-published") == [
        {"number": 2, "areas": ["household"], "starts": "2026-11-18", "reason": REASON}
    ]
    job = _next_job("access-review")
    assert job is not None
    with app.app_context():
        handlers[job.kind](job.payload)
    held = select(Standing.state, Standing.policy_version).where(
        Standing.person_id == teacher.person_id, Standing.holds
    )
    assert [tuple(row) for row in db.session().execute(held)] == [("active", 2)]
    assert desk.open("access.rules").heading.startswith("Version 2 is in force since November 18, 2026.")


def test_the_same_form_sent_twice_is_one_version(desk: Browser) -> None:
    drafted(desk, term_school_years="1").open("access.publish", area="household")
    token = _hidden(desk, "csrf_token")
    sent = {"csrf_token": token, "revision": "1", "reason": REASON}

    first = desk.client.post("/household/rules/household/publish", data=sent)
    second = desk.client.post("/household/rules/household/publish", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert versions() == [(2, str(clock.today()), REASON)]
    assert "This draft was published already, as version 2." in desk.open("access.versions", area="household").text


def _hidden(browser: Browser, name: str) -> str:
    return next(each.get("value", "") for each in browser.page.iter("input") if each.get("name") == name)


def test_without_a_reason_nothing_is_published(desk: Browser) -> None:
    drafted(desk, term_school_years="1").open("access.publish", area="household").fill(reason=" ").press(PUBLISH)

    assert (desk.status, desk.errors) == (422, ["Say why. It stands in the history of the rules."])
    assert versions() == []


def test_what_was_not_looked_at_is_not_published(desk: Browser, app: Flask) -> None:
    drafted(desk, term_school_years="1").open("access.publish", area="household").fill(reason=REASON)
    sent = {"csrf_token": _hidden(desk, "csrf_token"), "revision": "1", "reason": REASON}
    drafted(desk, term_school_years="3")

    answer = desk.client.post("/household/rules/household/publish", data=sent)

    assert answer.status_code == 409
    assert "The draft was saved by somebody after you opened this page." in answer.text
    assert versions() == []


def test_a_draft_that_was_overtaken_is_looked_at_again_first(desk: Browser) -> None:
    drafted(desk, term_school_years="1")
    publish(household=ATTENDANCE)

    desk.open("access.publish", area="household").fill(reason=REASON).press("Publish version 3")
    assert desk.status == 409
    assert "Another version was published since this draft was begun." in desk.text

    desk.open("access.draft", area="household")
    assert "Version 2 was published since this draft was begun." in desk.text
    assert "Window to renew opens on 04-01 03-01" in desk.text
    desk.press(SAVE).open("access.publish", area="household").fill(reason=REASON).press("Publish version 3")

    assert "Version 3 is published." in desk.text


def test_a_draft_whose_first_day_is_over_is_not_published(desk: Browser) -> None:
    drafted(desk, term_school_years="1")
    with clock.at("2026-11-19 09:00"):
        desk.signs_in("tamika.m", PASSWORD).open("access.publish", area="household").fill(reason=REASON).press(PUBLISH)

        assert desk.status == 409
        assert "The first day of the draft is over, and no rule begins in the past." in desk.text
    assert versions() == []


def test_a_version_to_come_is_told_that_takes_over_again(desk: Browser) -> None:
    publish(starts="2027-07-01", household=ATTENDANCE)
    drafted(desk, term_school_years="1", starts="2027-01-01").open("access.publish", area="household")

    assert "Version 2 begins on July 1, 2027 and takes over again from this one." in desk.text
    assert "Version 2 begins on July 1, 2027." in desk.open("access.rules").text


def test_an_area_is_named_drafted_published_and_its_answers_are_taken(desk: Browser, teacher: Clerk) -> None:
    desk.open("access.rules").fill(area="attendance").press("Begin its draft")
    assert desk.heading == "What the rules should say: Attendance"

    desk.fill(term_school_years="3", **{"tracks-1-approval": "no"}).press(SAVE)
    assert desk.heading == "This area has no rules in force yet."
    desk.press("Find out who would gain or lose access")
    assert "1 would gain it" in desk.text
    desk.open("access.publish", area="attendance").fill(reason=REASON).press(PUBLISH)
    assert "The first rules of this area." in desk.text

    assert queries.areas() == ("household", "attendance")
    assert desk.open("access.rules").follow("Attendance").heading == "Version 2 is in force since November 18, 2026."
    job = _next_job("access-review")
    assert job is not None
    with desk.app.app_context():
        handlers[job.kind](job.payload)
    file = desk.fill(reason=REASON).press("Take the answers as CSV").response
    assert file is not None
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    assert [(row[0], row[4], row[7]) for row in rows[1:] if row[4] == "Active"] == [("E2", "Active", "2029-06-30")]
    assert events("access-answers-exported") == [
        {"area": "attendance", "on": "2026-11-18", "people": 2, "reason": REASON}
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Großes", "Write the name in small letters, digits and hyphens, as in walk-in-scheduling."),
        ("", "Write the name in small letters, digits and hyphens, as in walk-in-scheduling."),
        ("household", "There is an area called so. Choose it above, or take another name."),
    ],
)
def test_an_area_needs_a_name_of_its_own(desk: Browser, name: str, told: str) -> None:
    desk.open("access.rules").fill(area=name).press("Begin its draft")

    assert (desk.status, desk.errors) == (422, [told])


@pytest.mark.parametrize("page", ["", "/draft", "/dates", "/publish", "/versions", "/rehearsals/x"])
def test_of_an_area_that_nobody_named_there_is_no_page(desk: Browser, page: str) -> None:
    assert desk.client.get(f"/household/rules/behavior{page}").status_code == 404


def test_the_pages_speak_spanish(maeve: Clerk, browser: Browser, teacher: Clerk) -> None:
    desk = at_desk(browser, maeve, "dots-admin", language="es")
    desk.open("access.draft", area="household").fill(**{"tracks-1-approval": "no"}).press("Guardar el borrador")
    for place in ("access.rules_of", "access.worked_dates", "access.publish", "access.versions", "access.draft"):
        assert desk.open(place, area="household").status == 200
    desk.open("access.publish", area="household").press("Averiguar quién obtendría o perdería acceso")

    assert "Obtiene acceso" in desk.text


@pytest.mark.parametrize("role", ["help-desk", "district-admin"])
def test_the_rules_are_for_dots_alone(maeve: Clerk, browser: Browser, role: str) -> None:
    at_desk(browser, maeve, role)

    assert browser.client.get("/household/rules").status_code == 403


def test_a_page_of_a_rehearsal_costs_the_same_however_many_people(desk: Browser, teacher: Clerk) -> None:
    without_approval(desk).press("Find out who would gain or lose access")
    with statements(db.engine()) as few:
        desk.open(desk.path)
    for number in range(12):
        clerk = hire(f"Clerk{number}")
        clerk.works(job_role="Teacher", location=f"L{number}")
        clerk.finishes_both("2026-09-02", "2026-09-14")
    drafted(desk, term_school_years="1").press("Find out who would gain or lose access")

    with statements(db.engine()) as many:
        desk.open(desk.path)

    assert desk.text.count("Gains access") >= 13
    assert len(many) == len(few)


@pytest.mark.parametrize("path", ["/household/rules", "/household/rules/household/dates"])
def test_the_desk_takes_few_statements_however_many_versions_there_are(
    desk: Browser, database: Engine, path: str
) -> None:
    without_approval(desk)
    with statements(database) as few:
        desk.open(path)
    publish(attendance=ATTENDANCE)
    with statements(database) as many:
        desk.open(path)

    assert len(many) == len(few) <= 8
