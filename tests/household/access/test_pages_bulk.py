"""Reminders to a whole list: counted first, seen in both languages, then sent once to each, whatever happens."""

from __future__ import annotations

import contextvars

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from demo.places import a_school
from foundation import clock, db, jobs, outbox
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from household.access.actions import bulk
from household.access.jobs import count_bulk, tidy_bulks, write_bulk
from household.access.models import BulkReminded, BulkReminder, Reminder
from tests.browser import HOST, Browser
from tests.household.access.desk import PASSWORD, an_account, at_desk
from tests.household.access.staff import Clerk, day, hire

AT_RISK = "/household/reviews/reminders?state=at-risk"


@pytest.fixture
def office(database: Engine) -> dict[str, Clerk]:
    """Four whose jobs end on November 30: two can be written to, one has no address, one was reminded yesterday."""
    with db.transaction():
        a_school("Aspen Grove K-8", identifier="A")
    people = {}
    for name, email in (
        ("tamika", "t@example.org"),
        ("barry", "b@example.org"),
        ("kurt", ""),
        ("rosa", "r@example.org"),
    ):
        people[name] = hire(name.title(), email=email)
        people[name].works(ends="2026-12-01")
        people[name].finishes_both("2025-10-02", "2025-10-14")
    with db.transaction() as session:
        session.execute(Mail.__table__.delete())  # type: ignore[attr-defined]
        row = {"area": "household", "access_ends": day("2026-12-01"), "days_before": 14, "has_address": True}
        session.add(Reminder(person_id=people["rosa"].person_id, written_at=clock.now(), **row))
    return people


@pytest.fixture
def desk(office: dict[str, Clerk], browser: Browser) -> Browser:
    clerk = hire("Piet")
    clerk.works(category="central", team="Technology", job_role="Administrator", location="")
    return at_desk(browser, clerk, "dots-admin")


def the_run() -> BulkReminder:
    db.close()
    return db.session().scalars(select(BulkReminder).order_by(BulkReminder.id.desc()).limit(1)).one()


def number(model: type[db.Base]) -> int:
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def works() -> None:
    """The worker does all that waits, the newest job last."""
    handlers = {bulk.COUNT: count_bulk, bulk.PART: write_bulk}
    done: set[int] = set()
    while True:
        db.close()
        asked = select(jobs.Job.id, jobs.Job.kind, jobs.Job.payload).where(jobs.Job.kind.in_(handlers))
        waiting = [row for row in db.session().execute(asked.order_by(jobs.Job.id)) if row.id not in done]
        if not waiting:
            return
        for row in waiting:
            done.add(row.id)
            db.close()
            handlers[row.kind](row.payload)


def counted(desk: Browser, address: str = AT_RISK) -> Browser:
    desk.open(address).press("Count who would be reminded")
    works()
    return desk.open("access.bulk_reminder", public_id=the_run().public_id)


def posted() -> list[tuple[str, str]]:
    return sorted((row[0], row[1]) for row in db.session().execute(select(Mail.template, Mail.to_address)))


def posts(browser: Browser, path: str, **sent: str) -> int:
    token = next(each.get("value", "") for each in browser.page.iter("input") if each.get("name") == "csrf_token")
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    db.close()
    run = contextvars.Context().run
    return run(
        browser.client.post, path, data={"csrf_token": token, **sent}, headers=headers, base_url=HOST
    ).status_code


def test_a_rehearsal_says_how_many_and_sends_nothing(desk: Browser) -> None:
    desk.open("/household/reviews?state=at-risk").follow("Remind this list…")
    assert "At risk of losing access" in desk.text
    desk.press("Count who would be reminded")
    assert desk.heading == "The list is being counted. Nothing is sent."

    works()
    desk.open("access.bulk_reminder", public_id=the_run().public_id)

    assert desk.heading == "2 people would be reminded. Nothing has been sent."
    assert "In the list 4" in desk.text
    assert "Have no working address, and are left out 1" in desk.text
    assert "Were reminded in the last 7 days, and are left out 1" in desk.text
    assert posted() == []


def test_the_mail_is_shown_in_both_languages_before_it_is_sent(desk: Browser) -> None:
    counted(desk)

    assert "Your household access ends soon" in desk.text
    assert "The last day of your household access is November 30, 2026." in desk.text
    assert [each.get("lang") for each in desk.page.iter("article")] == ["en", "es"]


def test_sent_it_reaches_each_once(desk: Browser) -> None:
    counted(desk).press("Send 2 reminders")
    works()

    desk.open("access.bulk_reminder", public_id=the_run().public_id)
    assert desk.heading == "2 reminders were written."
    assert posted() == [("access-reminder", "b@example.org"), ("access-reminder", "t@example.org")]
    told = select(AuditEntry.event, AuditEntry.data).where(AuditEntry.event.like("bulk-reminder%"))
    assert [row[0] for row in db.session().execute(told.order_by(AuditEntry.id))] == [
        "bulk-reminder-rehearsed",
        "bulk-reminder-started",
        "bulk-reminder-ended",
    ]


def test_every_button_pressed_twice_does_its_deed_once(desk: Browser) -> None:
    desk.open(AT_RISK)
    key = next(each.get("value", "") for each in desk.page.iter("input") if each.get("name") == "key")
    assert [posts(desk, AT_RISK, key=key) for _ in range(2)] == [303, 303]
    assert number(BulkReminder) == 1
    works()
    path = f"/household/reviews/reminders/{the_run().public_id}/send"
    desk.open("access.bulk_reminder", public_id=the_run().public_id)

    assert [posts(desk, path) for _ in range(2)] == [303, 303]
    works()
    assert len(posted()) == 2


def test_a_job_done_again_after_it_was_killed_writes_nobody_twice(
    desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PORTION", 1)
    counted(desk).press("Send 2 reminders")
    payload = {"bulk": the_run().id}
    write_bulk(payload)
    assert len(posted()) == 1
    desk.open("access.bulk_reminder", public_id=the_run().public_id)
    assert desk.heading == "1 of 2 reminders are written."

    def dies(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "post", dies)
        with pytest.raises(KeyboardInterrupt):
            write_bulk(payload)
    db.close()
    assert (len(posted()), the_run().given) == (1, 1)
    works()
    for _ in range(2):
        write_bulk(payload)

    assert len(posted()) == 2
    assert (the_run().state, the_run().given) == ("done", 2)


def test_counted_twice_everybody_is_kept_once(desk: Browser) -> None:
    desk.open(AT_RISK).press("Count who would be reminded")
    count_bulk({"bulk": the_run().id})
    count_bulk({"bulk": the_run().id})

    assert number(BulkReminded) == 4


def test_whoever_stands_otherwise_when_their_turn_comes_is_left_alone(desk: Browser, office: dict[str, Clerk]) -> None:
    counted(desk)
    office["tamika"].works("2026-11-01")
    desk.press("Send 2 reminders")
    works()

    assert [to for template, to in posted() if template == "access-reminder"] == ["b@example.org"]
    assert (
        "One person needed no reminder any more"
        in desk.open("access.bulk_reminder", public_id=the_run().public_id).text
    )


def test_a_second_list_leaves_out_whom_the_first_reminded(desk: Browser) -> None:
    counted(desk).press("Send 2 reminders")
    works()

    assert counted(desk).heading == "0 people would be reminded. Nothing has been sent."
    assert "November 18, 2026" in desk.open("/household/reviews?state=at-risk").text


def test_stopped_it_writes_to_nobody_else(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PORTION", 1)
    counted(desk).press("Send 2 reminders")
    write_bulk({"bulk": the_run().id})
    desk.open("access.bulk_reminder", public_id=the_run().public_id).press("Stop sending")
    works()

    assert len(posted()) == 1
    assert "It was stopped by hand." in desk.text


def test_counts_of_yesterday_are_not_sent(desk: Browser) -> None:
    counted(desk)
    with clock.at("2026-11-20 09:00"):
        desk.signs_in("tamika.m", PASSWORD).open("access.bulk_reminder", public_id=the_run().public_id)
        assert "The counts are a day old." in desk.text
        posts(desk, f"/household/reviews/reminders/{the_run().public_id}/send")
    with clock.at("2026-11-21 09:00"):
        assert tidy_bulks() == "1 rehearsals nobody ran ended"
    assert the_run().stopped_because == "not-run"


def test_a_colleague_sees_it_and_does_not_send_it(desk: Browser, app: Flask) -> None:
    counted(desk)
    odile = hire("Odile")
    odile.works(category="central", team="Technology")
    other = Browser(app).signs_in(an_account(odile, "dots-admin", username="odile.b"), PASSWORD)
    other.open("access.bulk_reminder", public_id=the_run().public_id)

    assert "Piet Mcpherson counted this list and may send it." in other.text
    assert posts(other, f"/household/reviews/reminders/{the_run().public_id}/send") == 404


@pytest.mark.parametrize("asked", ["state=ended", "state=revoked", "state=none"])
def test_nobody_is_reminded_of_what_they_cannot_change(desk: Browser, asked: str) -> None:
    desk.open(f"/household/reviews/reminders?{asked}")
    assert "there is nothing to remind them of" in desk.text
    assert posts(desk, f"/household/reviews/reminders?{asked}", key="a" * 32) == 422
    assert "Remind this list…" not in desk.open(f"/household/reviews?{asked}").text


@pytest.mark.parametrize("asked", ["state=everything", "days=-1", "school=1"])
def test_a_filter_that_was_tampered_with_counts_nobody(desk: Browser, asked: str) -> None:
    desk.open(AT_RISK)

    assert posts(desk, f"/household/reviews/reminders?{asked}", key="a" * 32) == 422
    assert number(BulkReminder) == 0


@pytest.mark.parametrize("key", ["", "x", "a" * 31, "A" * 32])
def test_a_form_without_its_key_counts_nobody(desk: Browser, key: str) -> None:
    desk.open(AT_RISK)

    assert posts(desk, AT_RISK, key=key) == 422
    assert number(BulkReminder) == 0


@pytest.mark.parametrize(
    ("role", "finished", "told"),
    [
        ("Office Professional", ["IC-ENROLLMENT"], "You have begun the courses"),
        ("Teacher", ["IC-ENROLLMENT", "IC-HOUSEHOLD"], "Only the approval of your principal is missing"),
    ],
)
def test_who_is_stuck_is_told_what_is_missing(desk: Browser, role: str, finished: list[str], told: str) -> None:
    clerk = hire("Noor", email="n@example.org")
    clerk.works(job_role=role)
    for course in finished:
        clerk.finishes(course, "2026-09-01")

    assert told in counted(desk, "/household/reviews/reminders?state=stuck").text


def test_it_speaks_spanish(desk: Browser) -> None:
    counted(desk)
    for path in (AT_RISK + "&lang=es", f"/household/reviews/reminders/{the_run().public_id}?lang=es"):
        assert not {"Count who would be reminded", "Send 2 reminders"} & set(desk.open(path).buttons)
