"""`flask household check`: what is broken in the district, the worst first, each with the page that mends it."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from sqlalchemy import Engine, func, select

from demo import people
from demo.homes import a_household
from demo.world import World
from foundation import db
from foundation.audit import AuditEntry
from household.editor.models import CleanupFinding
from household.editor.rules.findings import RULES, Code

KEYS = ["on", "found", "new", "settled", "severities", "kinds", "findings"]


def run(app: Flask, *args: str) -> str:
    done = app.test_cli_runner().invoke(args=["household", "check", *args])
    assert done.exit_code == 0, done.output
    return done.output


def told(app: Flask, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(app, "--json", *args))
    return found


def test_a_district_without_anybody_is_in_order(app: Flask, database: Engine) -> None:
    assert told(app) == {
        "on": "2026-11-18",
        "found": 0,
        "new": 0,
        "settled": 0,
        "severities": {"critical": 0, "warning": 0, "info": 0},
        "kinds": {},
        "findings": [],
    }
    assert run(app).splitlines()[0] == "Check of 2026-11-18: 0 findings."


def test_every_violation_is_told_with_its_page(app: Flask, world: World) -> None:
    found = told(app)

    assert list(found) == KEYS
    assert found["found"] == found["new"] == len(found["findings"]) == sum(found["kinds"].values())
    assert found["severities"] == {
        name: sum(each["severity"] == name for each in found["findings"]) for name in found["severities"]
    }
    page = f"/household/people/{world.tobi.public_id}/household/new"
    assert {
        "code": "student-without-household",
        "severity": "critical",
        "person": world.tobi.public_id,
        "page": page,
    } in found["findings"]
    ranks = [RULES[Code(each["code"])].severity for each in found["findings"]]
    assert ranks == sorted(ranks)


def test_the_page_of_every_violation_opens_one_of_the_house(app: Flask, world: World) -> None:
    paths = {each["page"] for each in told(app)["findings"]}

    assert all(app.url_map.bind("").match(path)[0].startswith("household.") for path in paths)


def test_names_and_addresses_stay_out_of_the_terminal(app: Flask, world: World) -> None:
    printed = run(app) + run(app, "--json")

    for family in (world.everyone, world.town.staff.values()):
        for each in family:
            assert not each.marker or each.marker not in printed
            assert f" {each.last_name}" not in printed


def test_people_read_the_first_few_of_each_kind(app: Flask, world: World) -> None:
    printed = run(app)

    assert "Critical: " in printed
    assert "Student without a household (student-without-household). Find the student a household:" in printed
    assert "more: --json lists them all" in printed


def test_the_second_check_finds_the_same_and_tells_nobody(app: Flask, world: World) -> None:
    first, second = told(app), told(app)

    assert (second["new"], second["settled"], second["found"]) == (0, 0, first["found"])
    assert second["findings"] == first["findings"]
    entries = select(func.count()).where(AuditEntry.event == "cleanup-checked")
    assert db.session().scalar(entries) == 1


def test_what_is_mended_is_settled_and_what_breaks_is_new(app: Flask, world: World) -> None:
    told(app)
    with db.transaction():
        a_household(world.tobi, world.grace, street="1 Plover Lane")
    found = told(app)

    codes = {each["code"] for each in found["findings"] if each.get("person") == world.tobi.public_id}
    assert "student-without-household" not in codes
    assert found["settled"] == 1
    kept = db.session().scalars(
        select(CleanupFinding).where(
            CleanupFinding.person_id == world.tobi.id, CleanupFinding.code == "student-without-household"
        )
    )
    assert [each.closed_at is not None for each in kept] == [True]


def test_one_school_hears_of_its_own(app: Flask, world: World) -> None:
    everywhere, cedar = told(app), told(app, "--school", "cedar hill elementary")
    at_cedar = {each.get("person") for each in cedar["findings"]}

    assert 0 < cedar["found"] == len(cedar["findings"]) < everywhere["found"]
    assert world.paloma.public_id in at_cedar
    assert world.tobi.public_id not in at_cedar
    assert told(app, "--school", "CHE")["findings"] == cedar["findings"]


def test_what_concerns_the_household_of_a_student_concerns_the_school(app: Flask, world: World) -> None:
    with db.transaction():
        alone = people.a_student("Kit", "Moran", school=world.town.cedar)
        home = a_household(alone, street="3 Heron Way")
    found = [each for each in told(app, "--school", "CHE")["findings"] if each["code"] == "students-alone"]

    assert [each["household"] for each in found] == [home.public_id]
    assert found[0]["page"] == f"/household/households/{home.public_id}/members/new"


def test_a_school_nobody_knows_is_refused_with_what_to_do(app: Flask, world: World) -> None:
    done = app.test_cli_runner().invoke(args=["household", "check", "--school", "Hogwarts"])

    assert done.exit_code == 2
    assert "No open school is called “Hogwarts”. Give its whole name or its number." in done.output
