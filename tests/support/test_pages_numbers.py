"""The desk's numbers: counted, told, kept back where few are behind them, and published only by decision."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from demo.world import PASSPHRASE
from foundation import clock, db
from foundation.audit import AuditEntry
from support.actions.numbers import publish_numbers
from support.queries import numbers as queries
from support.rules.kinds import CaseType, ClosedBecause, Module
from support.rules.response import Priority
from support.rules.statuses import Status
from tests.browser import HOST, Browser
from tests.racing import at_once
from tests.statements import statements
from tests.support.asking import case_of
from tests.support.closing import BY, rated
from tests.support.served import Served

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(served: Served) -> Served:
    """Six questions about grades, answered in an office hour; a critical case answered late; one that nobody answered
    for forty days; an outage at night; one closed after escalation and one at the first level."""
    now = clock.now()
    ask = partial(case_of, served.denise, served.ours)
    for _ in range(6):
        ask(
            at=now - DAY,
            answered=now - DAY + HOUR,
            type=CaseType.QUESTION,
            module=Module.GRADES,
            status=Status.ASSIGNED,
        )
    ask(at=now - DAY, answered=now - DAY + 2 * HOUR, priority=Priority.CRITICAL, status=Status.ASSIGNED)
    ask(at=now - 40 * DAY)
    outage = {"type": CaseType.OUTAGE, "priority": Priority.CRITICAL, "status": Status.ASSIGNED}
    ask(at=now - 10 * HOUR, answered=now - 9.5 * HOUR, **outage)
    solved = {"status": Status.CLOSED, "closed": now, "because": ClosedBecause.SOLVED}
    ask(at=now - 2 * DAY, answered=now - 2 * DAY + HOUR, is_first_level=False, **solved)
    ask(at=now - 2 * DAY, answered=now - 2 * DAY + HOUR, **solved)
    return served


def test_what_is_counted(desk: Served) -> None:
    at = clock.now()
    month, quarter = at - 30 * DAY, at - 90 * DAY
    by_priority = {each.priority: each for each in queries.by_priority(queries.submitted(since=quarter, at=at))}
    assert [*by_priority] == list(Priority)
    critical, medium = by_priority[Priority.CRITICAL], by_priority[Priority.MEDIUM]
    assert (critical.in_target, critical.late, critical.running) == (1, 1, 0)
    assert (medium.in_target, medium.late, medium.running) == (8, 1, 0)
    assert queries.average_response(since=month) == (8 * 60 + 120 + 30) // 10
    assert queries.first_level(since=month) == queries.FirstLevel(2, 1)
    assert queries.backlog(at=at) == [8, 0, 0, 0, 1]
    assert {
        (each.module, each.type): each.cases for each in queries.asked_about(queries.submitted(since=month, at=at))
    } == {
        ("grades", "question"): 6,
        ("other", "problem"): 3,
        ("other", "outage"): 1,
    }


def test_a_case_whose_time_still_runs_is_neither_kept_nor_late(served: Served) -> None:
    case_of(served.denise, served.ours)
    found = {
        each.priority: each for each in queries.by_priority(queries.submitted(since=clock.now() - DAY, at=clock.now()))
    }
    assert (found[Priority.MEDIUM].decided, found[Priority.MEDIUM].running) == (0, 1)


def test_the_page_tells_it_and_keeps_back_what_is_of_few(app: Flask, desk: Served) -> None:
    page = Browser(app).signs_in(desk.tomas.username, PASSPHRASE).open("support.numbers")
    assert page.heading == "Of 11 cases of the last 90 days, 81% were answered in target."
    assert "Asked about most: Grades" in page.text or "Asked about most: grades" in page.text
    assert "5 cases more stand in rows of fewer than 5" in page.text
    assert "Fewer than 5 answers have come" in page.text
    page.fill(days="30").press("Show")
    assert page.heading == "Of 10 cases of the last 30 days, 90% were answered in target."
    assert page.open("/support/numbers?days=7").status == 422


def test_an_empty_desk_has_its_numbers(app: Flask, served: Served) -> None:
    page = Browser(app).signs_in(served.anita.username, PASSPHRASE).open("support.numbers")
    assert page.heading == "No case was to be answered in the last 90 days."


def test_answers_of_four_people_tell_nothing_and_of_five_the_share(app: Flask, served: Served) -> None:
    rated(served, [5, 5, 5, 4])
    page = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open("support.numbers")
    assert "Fewer than 5 answers have come" in page.text
    assert "Average of each question" not in page.text
    file = page.client.get("/support/numbers.csv", base_url=HOST).get_data(as_text=True)
    assert "average rate" not in file
    assert "answered," not in file

    rated(served, [1])
    page.open("support.numbers")
    assert "80% are satisfied; the goal is 95%." in page.text
    assert "4.0" in page.text


def test_the_numbers_leave_as_a_file(app: Flask, desk: Served) -> None:
    rated(desk, [5] * 20)
    reader = Browser(app).signs_in(desk.tomas.username, PASSPHRASE)
    answer = reader.client.get("/support/numbers.csv?days=30", base_url=HOST)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=support-30-days-2026-11-18.csv"
    rows = answer.get_data(as_text=True).splitlines()
    assert "answered in target,critical,1" in rows
    assert '"satisfied, percent",,100' in rows


def test_only_the_desk_and_administrators_see_them_and_administrators_decide(app: Flask, served: Served) -> None:
    for name in ("denise", "nadia", "regina"):
        assert Browser(app).signs_in(getattr(served, name).username, PASSPHRASE).open("support.numbers").status == 403
    advisor = Browser(app).signs_in(served.tomas.username, PASSPHRASE).open("support.numbers")
    assert "Show it to everybody" not in advisor.text


def test_everybody_sees_the_satisfaction_once_an_administrator_says_so(
    app: Flask, served: Served, tmp_path: Path
) -> None:
    rated(served, [5] * 19 + [2])
    stranger = Browser(app).open("support.satisfaction")
    assert stranger.heading == "How satisfied contacts are is not published."
    assert "95" not in stranger.text

    admin = Browser(app).signs_in(served.anita.username, PASSPHRASE).open("support.numbers")
    admin.press("Show it to everybody")
    assert stranger.open("support.satisfaction").heading == "95% are satisfied: the goal of 95% is reached."
    assert "20 answers in the last 365 days." in stranger.text
    run = app.test_cli_runner()
    run.invoke(args=["status", "publish", str(tmp_path)])
    assert "95% are satisfied" in (tmp_path / "satisfaction.html").read_text(encoding="utf-8")
    spanish = (tmp_path / "satisfaction.es.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in spanish
    assert "95%" in spanish

    admin.press("Show it to nobody else")
    assert stranger.open("support.satisfaction").heading == "How satisfied contacts are is not published."
    run.invoke(args=["status", "publish", str(tmp_path)])
    assert list(tmp_path.glob("satisfaction*")) == []
    db.close()
    events = list(db.session().scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("numbers"))))
    assert events == ["numbers-published", "numbers-withdrawn"]


def test_of_many_who_publish_at_once_one_does(database: Engine) -> None:
    def publish() -> bool:
        with db.transaction():
            return publish_numbers(queries.SATISFACTION, by=BY, at=clock.now())

    assert sorted(at_once([publish] * 6)) == [False] * 5 + [True]


def test_the_page_takes_eight_statements(app: Flask, desk: Served, database: Engine) -> None:
    page = Browser(app).signs_in(desk.tomas.username, PASSPHRASE)
    with statements(database) as said:
        page.open("support.numbers")
    assert len(said) == 8, said
