"""The night of the cases: follow-ups and closings exactly once, late or killed, and no template missing in silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader, FunctionLoader, TemplateNotFound

from foundation import clock, db
from support.actions.following_up import cases_to_follow_up, follow_up
from support.jobs.cases import BY, TemplateMissing, night
from support.models import Case
from support.rules.statuses import Status
from tests.support.asking import case_again, case_of, lines_of, mails
from tests.support.served import Served

DENVER, CHICAGO = ZoneInfo("America/Denver"), ZoneInfo("America/Chicago")
RESOLVED = datetime(2026, 11, 16, 10, 20, tzinfo=CHICAGO)


@pytest.fixture
def resolved(app: Flask, served: Served) -> Case:
    with app.app_context():
        return case_of(
            served.denise,
            served.ours,
            at=RESOLVED - timedelta(days=3),
            status=Status.VERIFICATION,
            owner=served.tomas.id,
            resolved=RESOLVED,
        )


def nights(app: Flask, *moments: str) -> list[str]:
    """What each night said, at a moment of the desk's clock."""
    said = []
    for each in moments:
        with app.app_context(), clock.at(datetime.fromisoformat(each).replace(tzinfo=CHICAGO)):
            said.append(night())
    return said


def told(case: Case) -> list[tuple[str, str]]:
    return [each for each in lines_of(case) if each[0] not in ("submitted", "status")]


def test_three_follow_ups_and_the_closing_each_once(app: Flask, resolved: Case) -> None:
    said = nights(
        app,
        "2026-11-18 01:05",
        "2026-11-19 01:05",
        "2026-11-19 09:00",
        "2026-11-24 01:05",
        "2026-12-01 01:05",
        "2026-12-02 17:59",
        "2026-12-02 18:00",
        "2026-12-03 01:05",
    )

    assert [each.split(",")[0][0] + each.split(", ")[2][0] for each in said] == [
        *("00", "10", "00", "10", "10", "00", "01", "00")
    ]
    assert told(resolved) == [("follow-up", "1"), ("follow-up", "2"), ("follow-up", "3"), ("closed", "unanswered")]
    found = case_again(resolved.number)
    assert (found.status, found.is_solved, found.closed_because) == ("closed", False, "unanswered")
    assert found.closed_at == datetime(2026, 12, 2, 18, tzinfo=CHICAGO)
    assert [each.context["which"] for each in mails("support-follow-up")] == [1, 2, 3]
    assert [each.to_address for each in mails("support-case-closed")] == ["denise.penn@work.example"]
    assert mails("support-case-closed")[0].context["last_day"] == "2027-01-31"


@pytest.mark.parametrize(
    ("moments", "lines"),
    [
        (["2026-11-20 01:05", "2026-11-20 02:05"], [("follow-up", "1")]),
        (["2026-11-24 01:05"], [("follow-up-missed", "1"), ("follow-up", "2")]),
        (
            ["2026-11-19 01:05", "2026-12-02 01:05"],
            [("follow-up", "1"), ("follow-up-missed", "2"), ("follow-up", "3")],
        ),
        (
            ["2026-12-09 01:05", "2026-12-10 01:05"],
            [
                *(("follow-up-missed", str(number)) for number in (1, 2, 3)),
                ("closed", "unanswered"),
            ],
        ),
    ],
)
def test_a_night_that_was_missed_is_made_up_for_and_told(
    app: Flask, resolved: Case, moments: list[str], lines: list[tuple[str, str]]
) -> None:
    nights(app, *moments)

    assert told(resolved) == lines


def test_a_night_killed_in_the_middle_repeats_nothing(app: Flask, served: Served, resolved: Case) -> None:
    with app.app_context():
        other = case_of(
            served.theo, served.ours, at=RESOLVED, status=Status.VERIFICATION, owner=served.tomas.id, resolved=RESOLVED
        )
        with clock.at(datetime(2026, 11, 19, 1, 5, tzinfo=CHICAGO)) as at:
            first, second = cases_to_follow_up(at)
            with db.transaction():
                follow_up(first, by=BY, at=at)
            with pytest.raises(KeyboardInterrupt), db.transaction():
                follow_up(second, by=BY, at=at)
                raise KeyboardInterrupt

    nights(app, "2026-11-19 01:10")

    assert [told(resolved), told(other)] == [[("follow-up", "1")]] * 2
    assert len(mails("support-follow-up")) == 2


def test_an_answer_ends_the_plan_and_a_new_resolution_begins_its_own(app: Flask, resolved: Case) -> None:
    nights(app, "2026-11-19 01:05")
    with app.app_context(), db.transaction() as session:
        held = session.get_one(Case, resolved.id)
        held.status, held.resolved_on = "assigned", None
    nights(app, "2026-11-24 01:05")
    with app.app_context(), db.transaction() as session:
        held = session.get_one(Case, resolved.id)
        held.status, held.resolution = "pending-verification", 2
        held.resolved_on = date(2026, 11, 24)
    nights(app, "2026-11-30 01:05", "2026-12-01 01:05", "2026-12-02 18:30")

    assert told(resolved) == [("follow-up", "1"), ("follow-up", "1")]
    assert case_again(resolved.number).status == "pending-verification"


def test_a_case_that_nobody_took_over_is_not_closed_by_itself(app: Flask, resolved: Case) -> None:
    with app.app_context(), db.transaction() as session:
        session.get_one(Case, resolved.id).contact_id = None

    nights(app, "2026-12-09 01:05")

    assert case_again(resolved.number).status == "pending-verification"


@pytest.mark.parametrize("template", ["mail/support-follow-up/body.txt", "mail/support-case-closed/subject.txt"])
def test_a_missing_template_is_an_error_and_nothing_is_done(app: Flask, resolved: Case, template: str) -> None:
    whole = app.jinja_env.loader
    assert whole is not None

    def without(name: str) -> Any:
        if name == template:
            raise TemplateNotFound(name)
        return whole.get_source(app.jinja_env, name)

    app.jinja_env.loader = ChoiceLoader([DictLoader({}), FunctionLoader(without)])
    app.jinja_env.cache = {}
    app.jinja_env.bytecode_cache = None

    with pytest.raises(TemplateMissing, match=template):
        nights(app, "2026-12-09 01:05")
    assert told(resolved) == []
    assert mails("support-case-closed") == []


def test_flask_nightly_says_what_is_missing_and_fails(app: Flask, served: Served) -> None:
    app.jinja_env.loader = DictLoader({})
    app.jinja_env.cache = {}
    app.jinja_env.bytecode_cache = None

    printed = app.test_cli_runner().invoke(args=["nightly"])

    assert printed.exit_code == 1
    assert "support-cases failed." in printed.output
    assert "The template mail/support-follow-up/subject.txt is missing." in printed.output
