"""`flask roster import`: what it prints, what it answers, and the real district it is for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from district.models import FeedRun, Person, PersonSource, Relationship, School
from foundation import audit, db
from tests.district.feeding import number_of
from tests.district.packages import Roster

HOUSE = Path(__file__).parents[2]
DATA = Path(os.environ.get("HEARTH_TEST_DATA", HOUSE.parent / "shared" / "data")) / "derived"
KEYS = ["run_id", "created", "updated", "unchanged", "deactivated", "skipped", "warnings", "errors"]


def run(app: Flask, *args: str) -> Result:
    db.close()
    return app.test_cli_runner().invoke(args=["roster", "import", *args])


def told(result: Result) -> dict[str, Any]:
    """The one JSON object on stdout."""
    answer = json.loads(result.stdout)
    assert list(answer) == KEYS
    assert result.stdout.count("\n") == 1
    return dict(answer)


def test_it_applies_and_says_how_many(app: Flask, tmp_path: Path) -> None:
    result = run(app, str(Roster().zip(tmp_path / "elm.zip")))

    assert result.exit_code == 0, result.output
    assert "Applied elm-sis (oneroster-1.2) as run" in result.stdout
    assert "relationships" in result.stdout
    assert number_of(Person) == 5


def test_json_is_one_object_with_the_run(app: Flask, tmp_path: Path) -> None:
    package = str(Roster().zip(tmp_path / "elm.zip"))
    first, again = told(run(app, package, "--json")), told(run(app, package, "--json"))

    db.close()
    assert first["run_id"] == db.session().scalars(select(FeedRun.public_id)).one()
    assert (again["run_id"], again["created"], again["unchanged"]) == (None, 0, first["created"])


def test_a_rehearsal_has_no_run(app: Flask, tmp_path: Path) -> None:
    package = str(Roster().zip(tmp_path / "elm.zip"))
    rehearsed = told(run(app, package, "--dry-run", "--json"))

    assert rehearsed["run_id"] is None
    assert number_of(Person) == 0
    assert rehearsed["created"] == told(run(app, package, "--json"))["created"]


def test_rows_set_aside_are_named_and_the_rest_applies(app: Flask, tmp_path: Path) -> None:
    roster = Roster()
    roster.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    answer = run(app, str(roster.zip(tmp_path / "elm.zip")), "--json")

    assert answer.exit_code == 0
    assert told(answer)["skipped"] == 1
    assert told(answer)["warnings"] == [
        {
            "code": "unknown-class",
            "file": "enrollments.csv",
            "line": 3,
            "message": "The class “no-such-class” is not among the classes. The row was set aside.",
        }
    ]


def test_the_queue_is_shown_to_people(app: Flask, tmp_path: Path) -> None:
    roster = Roster()
    roster.change("enrollments", "seat-ben", classSourcedId="no-such-class")
    result = run(app, str(roster.zip(tmp_path / "elm.zip")))

    assert "enrollments.csv line 3: The class “no-such-class” is not among the classes." in result.stdout
    assert "1 unknown-class" in result.stdout


def test_a_broken_package_is_refused_whole(app: Flask, tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = roster.text("users").replace("familyName", "givenName").encode()
    result = run(app, str(roster.zip(tmp_path / "elm.zip")), "--json")

    assert result.exit_code == 1
    assert told(result)["run_id"] is None
    assert told(result)["errors"]
    assert (number_of(Person), number_of(School)) == (0, 0)


def test_a_refusal_is_said_on_the_error_stream(app: Flask, tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = b'sourcedId,"open\n'
    result = run(app, str(roster.zip(tmp_path / "elm.zip")))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Refused. Nothing was stored." in result.stderr
    assert "users.csv" in result.stderr


def test_an_import_that_would_end_too_much_is_refused(app: Flask, tmp_path: Path) -> None:
    run(app, str(Roster().zip(tmp_path / "elm.zip")))
    roster = Roster()
    roster.tables["enrollments"].clear()
    package = str(roster.zip(tmp_path / "cut.zip"))

    refused = run(app, package, "--json")
    assert refused.exit_code == 1
    assert told(refused)["errors"][0]["code"] == "too-many-endings"
    assert told(run(app, package, "--json", "--allow-deactivations", "100"))["deactivated"] == 3


@pytest.mark.parametrize(
    "args", [("no-such-file.zip",), (".", "--allow-deactivations", "101"), (".", "--format", "excel"), ()]
)
def test_wrong_usage_is_two(app: Flask, args: tuple[str, ...]) -> None:
    assert run(app, *args).exit_code == 2


def test_the_source_may_be_named(app: Flask, tmp_path: Path) -> None:
    run(app, str(Roster().zip(tmp_path / "elm.zip")), "--source", "sis")

    db.close()
    assert set(db.session().scalars(select(PersonSource.source))) == {"sis"}


def test_one_audit_entry_has_the_counts_of_the_run(app: Flask, tmp_path: Path) -> None:
    answer = told(run(app, str(Roster().zip(tmp_path / "elm.zip")), "--json"))

    db.close()
    entry = db.session().scalars(select(audit.AuditEntry).where(audit.AuditEntry.event == "roster-applied")).one()
    assert entry.actor_label == "flask roster import"
    assert (entry.data["run_id"], entry.data["created"]) == (answer["run_id"], answer["created"])


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here (HEARTH_TEST_DATA)")
def test_grand_bend_comes_in_whole_and_changes_version_without_loss(app: Flask) -> None:
    newer, older = (str(DATA / f"grandbend-oneroster-{version}.zip") for version in ("1.2", "1.1"))
    first = told(run(app, newer, "--json"))
    again = told(run(app, newer, "--json"))
    changed = told(run(app, older, "--json"))

    assert first["created"] == 2900 + 4 + 7 + 84 + 532 + 960 + 69 + 528 + 1872
    assert (again["run_id"], again["unchanged"]) == (None, first["created"])
    assert (changed["created"], changed["deactivated"], changed["skipped"]) == (0, 0, 0)
    assert number_of(School) == 4
    session = db.session()
    roles = [row.split("@")[0] for row in session.scalars(select(PersonSource.roles))]
    assert (roles.count("student"), roles.count("parent"), len(roles)) == (960, 1872, 2900)
    ties = session.scalars(select(Relationship)).all()
    assert len(ties) == 1872
    assert {(row.type, row.guardian, row.portal, row.ends) for row in ties} == {("parent", True, True, None)}
