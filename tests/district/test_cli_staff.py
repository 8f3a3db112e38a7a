"""`flask staff import` and `flask training import`: what they print, what they answer, and the real district."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from district.feeds import followers
from district.models import Completion, FeedRun, Person, StaffAssignment
from foundation import db
from tests.district.feeding import number_of
from tests.district.staff_files import StaffFile, TrainingFile

HOUSE = Path(__file__).parents[2]
DATA = Path(os.environ.get("HEARTH_TEST_DATA", HOUSE.parent / "shared" / "data"))
KEYS = ["run_id", "created", "updated", "unchanged", "deactivated", "skipped", "warnings", "errors"]
DONE = {"course": "IC-HOUSEHOLD", "completed_on": "2026-09-08", "status": "completed"}


@pytest.fixture(autouse=True)
def _every_course_is_known(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(followers, "_courses", [])


def run(app: Flask, *args: str) -> Result:
    db.close()
    return app.test_cli_runner().invoke(args=list(args))


def told(result: Result, *more: str) -> dict[str, Any]:
    """The one JSON object on stdout."""
    answer = json.loads(result.stdout)
    assert list(answer) == [*KEYS, *more]
    assert result.stdout.count("\n") == 1
    return dict(answer)


@pytest.fixture
def staff(tmp_path: Path) -> str:
    return str(StaffFile().write(tmp_path / "hr.csv"))


def test_it_applies_and_says_how_many(app: Flask, staff: str) -> None:
    result = run(app, "staff", "import", staff)

    assert result.exit_code == 0, result.output
    assert "Applied staff-csv (staff-csv) as run" in result.stdout
    assert "staff assignments" in result.stdout
    assert number_of(StaffAssignment) == 3


def test_json_is_one_object_with_the_run(app: Flask, staff: str) -> None:
    first = told(run(app, "staff", "import", staff, "--json"))
    again = told(run(app, "staff", "import", staff, "--json"))

    db.close()
    assert first["run_id"] == db.session().scalars(select(FeedRun.public_id)).one()
    assert (again["run_id"], again["created"], again["unchanged"]) == (None, 0, first["created"])


def test_a_rehearsal_has_no_run(app: Flask, staff: str) -> None:
    rehearsed = told(run(app, "staff", "import", staff, "--dry-run", "--json"), "effects")

    assert (rehearsed["run_id"], number_of(Person)) == (None, 0)
    assert rehearsed["created"] == told(run(app, "staff", "import", staff, "--json"))["created"]


def test_a_bad_row_is_named_and_the_rest_applies(app: Flask, tmp_path: Path) -> None:
    staff = StaffFile()
    staff.change("e1", begin_date="")
    answer = run(app, "staff", "import", str(staff.write(tmp_path / "hr.csv")), "--json")

    assert answer.exit_code == 0
    assert told(answer)["skipped"] == 1
    assert told(answer)["warnings"] == [
        {
            "code": "required-cell-empty",
            "file": "hr.csv",
            "line": 2,
            "message": "The cell begin_date is empty. Fill it. The row waits for a person.",
        }
    ]


def test_a_broken_file_is_refused_whole(app: Flask, tmp_path: Path) -> None:
    staff = StaffFile()
    staff.header[1] = "employee_id"
    path = str(staff.write(tmp_path / "hr.csv"))
    refused = run(app, "staff", "import", path, "--json")

    assert (refused.exit_code, told(refused)["run_id"], number_of(Person)) == (1, None, 0)
    assert "duplicate-header" in [each["code"] for each in told(refused)["errors"]]
    said = run(app, "staff", "import", path)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "Refused. Nothing was stored." in said.stderr


def test_a_cut_file_stops_until_it_is_allowed(app: Flask, staff: str, tmp_path: Path) -> None:
    run(app, "staff", "import", staff)
    cut = StaffFile()
    cut.drop("e1")
    cut.drop("e2")
    path = str(cut.write(tmp_path / "cut.csv"))

    refused = run(app, "staff", "import", path, "--json")
    assert (refused.exit_code, told(refused)["errors"][0]["code"]) == (1, "too-many-endings")
    assert told(run(app, "staff", "import", path, "--json", "--delta"))["deactivated"] == 0
    assert told(run(app, "staff", "import", path, "--json", "--allow-deactivations", "67"))["deactivated"] == 6


def test_completions_are_brought_in_the_same_way(app: Flask, staff: str, tmp_path: Path) -> None:
    run(app, "staff", "import", staff)
    training = TrainingFile()
    training.add("e1", **DONE)
    training.add("nobody", **DONE)
    path = str(training.write(tmp_path / "training.csv"))

    rehearsed = told(run(app, "training", "import", path, "--json", "--dry-run", "--allow-deactivations", "0"))
    assert (rehearsed["run_id"], number_of(Completion)) == (None, 0)
    answer = told(run(app, "training", "import", path, "--json", "--source", "lms"))
    assert (answer["created"], answer["skipped"]) == (1, 1)
    db.close()
    assert db.session().scalars(select(Completion.source)).all() == ["lms"]


@pytest.mark.parametrize(
    "args",
    [
        ("staff", "import", "no-such-file.csv"),
        ("staff", "import", "."),
        ("staff", "import"),
        ("staff", "import", "{staff}", "--allow-deactivations", "101"),
        ("staff", "import", "{staff}", "--mapping", "no-such-mapping"),
        ("training", "import", "no-such-file.csv"),
        ("training", "import", "{staff}", "--delta"),
    ],
)
def test_wrong_usage_is_two(app: Flask, staff: str, args: tuple[str, ...]) -> None:
    assert run(app, *(each.format(staff=staff) for each in args)).exit_code == 2


# Saved mappings


def test_other_headings_are_read_through_a_mapping_by_name_or_by_file(app: Flask, tmp_path: Path) -> None:
    staff = StaffFile()
    path = tmp_path / "hr.csv"
    path.write_text(staff.text().replace("employee_id", "EMPLID").replace("job_role", "Job Family"), encoding="utf-8")
    saved = tmp_path / "mappings" / "peoplesoft.toml"
    saved.parent.mkdir()
    saved.write_text('employee_id = "EMPLID"\njob_role = "Job Family"\n', encoding="utf-8")

    assert run(app, "staff", "import", str(path)).exit_code == 1
    assert told(run(app, "staff", "import", str(path), "--mapping", "peoplesoft", "--json"))["warnings"] == []
    assert told(run(app, "staff", "import", str(path), "--mapping", str(saved), "--json"))["created"] == 0
    assert number_of(StaffAssignment) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("employee_id = EMPLID", "cannot be read"),
        ('emplid = "EMPLID"', "names emplid"),
        ("employee_id = 7", "write the heading of employee_id in quotes"),
        ('employee_id = ""', "write the heading of employee_id in quotes"),
        ('employee_id = "id"\nemail = "ID"', "employee_id and email would have the same heading"),
        ('email = "first_name"', "first_name and email would have the same heading"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(
    app: Flask, staff: str, tmp_path: Path, content: str, says: str
) -> None:
    mapping = tmp_path / "mine.toml"
    mapping.write_text(content, encoding="utf-8")
    result = run(app, "staff", "import", staff, "--mapping", str(mapping))

    assert result.exit_code == 2
    assert says in " ".join(result.output.replace("│", " ").split())


# The real district


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here (HEARTH_TEST_DATA)")
@pytest.mark.parametrize("order", ["staff first", "roster first"])
def test_grand_bend_s_staff_and_roster_meet_in_either_order(app: Flask, order: str) -> None:
    feeds = [
        ("staff", "import", str(DATA / "made" / "grandbend-staff.csv"), "--json"),
        ("roster", "import", str(DATA / "derived" / "grandbend-oneroster-1.2.zip"), "--json"),
    ]
    for feed in feeds if order == "staff first" else reversed(feeds):
        assert told(run(app, *feed))["skipped"] == 0
    training = ("training", "import", str(DATA / "made" / "grandbend-completions.csv"), "--json")
    first, again = told(run(app, *training)), told(run(app, *training))

    assert number_of(Person) == 2900
    assert (first["created"], first["skipped"]) == (14, 2)
    assert {(each["code"], each["line"]) for each in first["warnings"]} == {
        ("not-finished", 0),
        ("completed-in-future", 16),
        ("unknown-employee", 17),
    }
    assert (again["run_id"], again["unchanged"], again["skipped"]) == (None, 14, 2)
    db.close()
    jobs = db.session().scalars(select(StaffAssignment).where(StaffAssignment.source == "staff-csv")).all()
    assert (len(jobs), [each for each in jobs if each.school_id is None]) == (69, [])
