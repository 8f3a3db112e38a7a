"""`flask access`: everybody reviewed once and for all, one person explained, a day as the ledger has it."""

from __future__ import annotations

import dataclasses
import json
from contextlib import ExitStack
from typing import Any

import click
import pytest
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy import Engine, func, select

from app import create_app
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from household.access.models import AccessEvent, Evaluation, Reminder, Review, Standing, Tally
from tests.household.access.staff import Clerk, day, hire
from tests.processes import run

KEYS = ["evaluated", "granted", "renewed", "lapsed", "ended", "reinstated", "changed_track", "unchanged", "reminders"]


@pytest.fixture
def tamika(database: Engine) -> Clerk:
    clerk = hire("Tamika", employee_id="207249", email="tamika@example.org")
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    return clerk


def test_a_review_prints_exactly_what_it_promises(app: Flask, tamika: Clerk) -> None:
    told = review(app)

    assert list(told) == KEYS
    assert told == dict.fromkeys(KEYS, 0) | {"evaluated": 1, "granted": 1}


def test_a_review_counts_what_an_import_told_the_ledger_and_the_next_one_no_more(app: Flask, tamika: Clerk) -> None:
    rehearsed = review(app, "--dry-run")
    first, before = review(app), everything()
    second = review(app)

    assert rehearsed == first
    assert (first["granted"], first["unchanged"]) == (1, 0)
    assert (second["granted"], second["unchanged"]) == (0, 1)
    assert everything() == before


def test_a_lapse_is_recorded_by_the_first_review_after_it_and_by_no_second(app: Flask, tamika: Clerk) -> None:
    with clock.at("2027-07-03 08:00"):
        first, before = review(app), everything()
        second = review(app)

        assert (first["lapsed"], first["unchanged"]) == (1, 0)
        assert (second["lapsed"], second["unchanged"]) == (0, 1)
        assert everything() == before
    assert tamika.ledger()[-1] == ("lapsed", day("2027-07-01"))


def test_facts_that_nobody_followed_are_found(app: Flask, tamika: Clerk) -> None:
    """A row mended by hand in the database, or rules of a newer program."""
    with clock.at("2026-11-20 08:00"):
        with db.transaction():
            tamika.add_completion("IC-HOUSEHOLD", "2026-07-02")
            tamika.add_completion("IC-ENROLLMENT", "2026-07-01")
        told = review(app)
        again = review(app)

    assert told["evaluated"] == 1
    assert again["unchanged"] == 1
    assert tamika.stored() == tamika.decided()


def test_a_rehearsal_says_what_would_be_recorded_and_records_nothing(app: Flask, tamika: Clerk) -> None:
    before = everything()

    in_summer = review(app, "--on", "2027-07-03", "--dry-run")
    in_may = review(app, "--on", "2027-05-02", "--dry-run")

    assert (in_summer["lapsed"], in_summer["reminders"]) == (1, 0)
    assert (in_may["lapsed"], in_may["reminders"]) == (0, 1)
    assert everything() == before


def test_a_rehearsal_foretells_what_the_review_then_does(app: Flask, tamika: Clerk) -> None:
    for moment in ("2027-05-02 08:00", "2027-07-03 08:00"):
        with clock.at(moment):
            foretold = review(app, "--dry-run")
            assert review(app) == foretold


def test_a_review_of_an_earlier_day_writes_nothing_new(app: Flask, tamika: Clerk) -> None:
    with clock.at("2027-07-03 08:00"):
        review(app)
        before = everything()

        review(app, "--on", "2026-12-01")

        assert everything() == before


def test_in_production_another_day_is_only_rehearsed(app: Flask, tamika: Clerk) -> None:
    app.config["HEARTH"] = dataclasses.replace(app.config["HEARTH"], env="production")

    refused = ran(app, "review", "--on", "2027-07-03")

    assert refused.exit_code == 2
    assert "add --dry-run" in refused.output
    assert ran(app, "review", "--on", "2027-07-03", "--dry-run").exit_code == 0


def test_explain_prints_the_answer_with_its_sentences(app: Flask, tamika: Clerk) -> None:
    told = json.loads(ran(app, "explain", "207249", "--json").output)

    assert told == {
        "state": "active",
        "from": "2025-10-14",
        "through": "2027-06-30",
        "track": "office-professional",
        "reasons": ["All requirements were met on October 14, 2025."],
        "next_steps": ["Nothing to do now. You can renew from April 1, 2027 on."],
    }


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2025-10-01", "none"),
        ("2025-10-02", "in-progress"),
        ("2025-10-14", "active"),
        ("2027-03-31", "active"),
        ("2027-04-01", "recertify"),
        ("2027-06-30", "recertify"),
        ("2027-07-01", "lapsed"),
    ],
)
def test_explain_answers_for_any_day(app: Flask, tamika: Clerk, on: str, state: str) -> None:
    assert json.loads(ran(app, "explain", "207249", "--on", on, "--json").output)["state"] == state


def test_explain_shows_people_the_checklist_and_how_the_date_was_counted(app: Flask, tamika: Clerk) -> None:
    said = ran(app, "explain", "207249").output

    assert "[x] Infinite Campus Household: finished on October 14, 2025" in said
    assert "That school year, 2025-26, counts as the first: through June 30, 2026" in said
    assert "Last day of access: June 30, 2027" in said


def test_explain_says_the_way_out_for_an_id_nobody_has(app: Flask, tamika: Clerk) -> None:
    refused = ran(app, "explain", "999999", "--json")

    assert refused.exit_code == 1
    assert "flask staff import" in refused.output


def test_on_answers_what_was_in_force_and_not_what_late_facts_say(app: Flask, tamika: Clerk) -> None:
    """The courses of 2025 reached us on November 18, 2026."""
    before, after = on(app, "2026-11-17"), on(app, "2026-11-18")

    assert list(after) == ["day", "policy_version", "people", "otherwise"]
    assert before["people"] == []
    assert [each["employee_id"] for each in before["otherwise"]] == ["207249"]
    assert after["people"] == [
        {
            "employee_id": "207249",
            "from": "2026-11-18",
            "through": "2027-06-30",
            "track": "office-professional",
            "reasons": ["All requirements were met on October 14, 2025."],
        }
    ]
    assert after["otherwise"] == []


def test_on_needs_no_night_to_know_that_a_term_is_over(app: Flask, tamika: Clerk) -> None:
    with clock.at("2027-07-05 08:00"):
        said = [len(on(app, each)["people"]) for each in ("2027-06-30", "2027-07-01")]

    assert said == [1, 0]


def test_on_keeps_what_was_in_force_when_a_late_fact_says_otherwise(app: Flask, tamika: Clerk) -> None:
    with clock.at("2027-07-05 08:00"):
        tamika.passes_the_quiz("2027-06-29")

        told = {each: on(app, each) for each in ("2027-06-29", "2027-07-02", "2027-07-05")}

    assert [len(each["people"]) for each in told.values()] == [1, 0, 1]
    assert [len(each["otherwise"]) for each in told.values()] == [1, 1, 0]
    assert told["2027-07-05"]["people"][0]["from"] == "2027-07-05"


def test_on_marks_the_difference_for_people(app: Flask, tamika: Clerk) -> None:
    said = ran(app, "on", "2026-11-01").output

    assert "0 had access" in said
    assert "would have had it by facts that arrived later" in said
    assert "207249" in said


def review(app: Flask, *more: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ran(app, "review", "--json", *more).output)
    return told


def on(app: Flask, asked: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ran(app, "on", asked, "--json").output)
    return told


def ran(app: Flask, *words: str) -> Any:
    db.close()
    answer = app.test_cli_runner().invoke(args=["access", *words])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def everything() -> list[int | None]:
    db.close()
    counted = [Standing, AccessEvent, Evaluation, Tally, Mail, AuditEntry, Reminder, Review]
    return [db.session().scalar(select(func.count()).select_from(each)) for each in counted]


def test_its_commands_start_alone(settings: Settings, tamika: Clerk) -> None:
    """As an office calls them, in a process that opens no page."""
    db.close()
    told = run(settings, "access", "review", "--json")
    explained = run(settings, "access", "explain", "207249", "--on", "2027-05-01")
    on = run(settings, "access", "on", "2026-11-18")
    policy = run(settings, "access", "policy", "show")

    assert [each.stderr for each in (told, explained, on)] == ["", "", ""]
    assert json.loads(told.stdout) == dict.fromkeys(KEYS, 0) | {"evaluated": 1, "granted": 1}
    assert "Tamika Mcpherson (207249) on 2027-05-01" in explained.stdout
    assert "through 2027-06-30" in on.stdout
    assert "household" in json.loads(policy.stdout)["areas"]


@pytest.mark.parametrize(
    ("asked", "opened"),
    [(("access",), set()), (("nightly",), {"portal", "access", "household", "quiz"}), (("run", "access"), {"portal"})],
)
def test_only_its_commands_leave_the_pages_shut(settings: Settings, asked: tuple[str, ...], opened: set[str]) -> None:
    """`flask run` looks for the app in a context of its own."""
    flask = FlaskGroup()
    with ExitStack() as stack:
        context = stack.enter_context(click.Context(flask))
        for name in asked[:-1]:
            context = stack.enter_context(click.Context(click.Command(name), parent=context))
        app = create_app(settings)
        found = app.cli.get_command(context, asked[-1])
    db.use(None)

    assert found is not None
    assert bool(app.blueprints) == bool(opened)
    assert opened <= set(app.blueprints)
