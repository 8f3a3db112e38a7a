"""A district that keeps its policy as a file: shown, checked, published; and the answers of an area handed on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.jobs import Job, handlers
from household.access import queries
from household.access.models import PolicyVersion, Standing
from tests.household.access.areas import ATTENDANCE, publish
from tests.household.access.staff import Clerk, hire

FILE = """
[areas.household]
term_school_years = 1
window_opens = "05-01"
course_fresh_school_years = 1
quiz_course = "IC-HOUSEHOLD-RECERT"
reminder_days = [30]
[[areas.household.courses]]
code = "IC-HOUSEHOLD"
title_en = "Household"
[[areas.household.tracks]]
code = "office-professional"
title_en = "office professional"
category = "school"
"""


@pytest.fixture
def clerk(app: Flask, database: Engine) -> Clerk:
    clerk = hire(employee_id="=E1")
    clerk.works()
    clerk.finishes("IC-HOUSEHOLD", "2026-10-14")
    return clerk


def run(app: Flask, *words: str, code: int = 0) -> str:
    ran = app.test_cli_runner().invoke(args=["access", *words])
    assert ran.exit_code == code, ran.output
    return ran.output


def written(folder: Path, text: str, name: str = "policy.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def shown(app: Flask, *words: str) -> dict[str, Any]:
    ran = app.test_cli_runner().invoke(args=["access", "policy", "show", *words])
    assert ran.exit_code == 0, ran.output
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_what_is_shown_reads_well_and_changes_nothing(app: Flask, database: Engine, tmp_path: Path) -> None:
    publish(attendance=ATTENDANCE)
    kept = written(tmp_path, json.dumps(shown(app)), "policy.json")

    said = run(app, "policy", "check", kept)

    assert "household: reads well; against version 1, 0 settings differ" in said
    assert "attendance: reads well; against version 2, 0 settings differ" in said
    assert "There is nothing to publish" in run(
        app, "policy", "publish", kept, "--starts", "2026-11-18", "--reason", "x", code=1
    )


def test_a_check_says_what_would_change(app: Flask, database: Engine, tmp_path: Path) -> None:
    said = run(app, "policy", "check", written(tmp_path, FILE))

    assert "  Length of a term, in school years: 2 → 1" in said
    assert "  Course IC-ENROLLMENT: Infinite Campus Enrollment → none" in said
    assert "  When the job changes" not in said
    assert [each.number for each in queries.policies()] == [1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no access area"),
        ("areas = 3", "names no access area"),
        ("[areas", "cannot be read"),
        ("{", "cannot be read"),
        ("[areas.Big_One]\n", "an area is called by small letters, digits and hyphens"),
        (
            FILE.replace('"05-01"', '"02-30"').replace("= 1\n", "= 0\n", 1),
            "household: Window to renew opens on is no day that every year has. Write the month and the day, as 04-01",
        ),
        (FILE.replace('IC-HOUSEHOLD"\ntitle', 'IC\\nX"\ntitle'), "Course 1, “Code” has a line break"),
        (FILE + "courses = ['CPR']", "Track 1, “Courses it asks for” names a course that does not stand among"),
        (FILE.replace("reminder_days = [30]", "reminder_days = [400]"), "Write a number from 0 to 366."),
    ],
)
def test_what_is_wrong_names_the_field_and_the_way_out(
    app: Flask, database: Engine, tmp_path: Path, text: str, told: str
) -> None:
    path = written(tmp_path, text)

    assert told in run(app, "policy", "check", path, code=1)
    assert told in run(app, "policy", "publish", path, "--starts", "2026-12-01", "--reason", "x", code=1)
    assert [each.number for each in queries.policies()] == [1]


def test_a_file_becomes_a_version_told_and_followed_by_a_review(app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    said = run(
        app, "policy", "publish", written(tmp_path, FILE), "--starts", "2026-11-18", "--reason", "One year will do"
    )

    assert "Version 2 is published, in force from 2026-11-18." in said
    assert shown(app)["areas"]["household"]["term_school_years"] == 1
    assert shown(app, "--on", "2026-11-17")["areas"]["household"]["term_school_years"] == 2
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "policy-published")).one()
    assert entry.data == {
        "number": 2,
        "areas": ["household"],
        "starts": "2026-11-18",
        "reason": "One year will do",
    }
    job = db.session().scalars(select(Job).where(Job.kind == "access-review")).one()
    with app.app_context():
        handlers[job.kind](job.payload)
    holds = select(Standing.state, Standing.policy_version).where(Standing.holds)
    assert [tuple(row) for row in db.session().execute(holds)] == [("active", 2)]


@pytest.mark.parametrize(
    ("starts", "reason", "told"),
    [("2026-11-17", "x", "No rule begins in the past"), ("2026-11-18", " ", "Say why, with --reason")],
)
def test_no_version_begins_in_the_past_or_without_a_reason(
    app: Flask, database: Engine, tmp_path: Path, starts: str, reason: str, told: str
) -> None:
    path = written(tmp_path, FILE)

    assert told in run(app, "policy", "publish", path, "--starts", starts, "--reason", reason, code=2)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_a_version_never_changes(database: Engine, deed: str) -> None:
    publish(attendance=ATTENDANCE)
    version = PolicyVersion.__table__

    with pytest.raises(IntegrityError, match="append-only"), database.begin() as connection:
        connection.execute(version.update().values(reason="better") if deed == "update" else version.delete())  # type: ignore[attr-defined]


def test_the_answers_of_an_area_leave_as_json(app: Flask, clerk: Clerk) -> None:
    clerk.finishes("IC-ATTENDANCE", "2026-10-14")
    publish(attendance=ATTENDANCE)

    told = json.loads(run(app, "export", "--area", "attendance", "--json"))

    assert told == {
        "area": "attendance",
        "day": "2026-11-18",
        "policy_version": 2,
        "people": [
            {
                "employee_id": "=E1",
                "state": "active",
                "from": "2026-10-14",
                "through": "2029-06-30",
                "track": "any-school-role",
                "policy_version": 2,
                "reasons": ["All requirements were met on October 14, 2026."],
                "next_steps": ["Nothing to do now. You can renew from March 1, 2029 on."],
            }
        ],
    }
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "access-answers-exported")).one()
    assert entry.data == {"area": "attendance", "on": "2026-11-18", "people": 1, "reason": ""}


def test_the_answers_of_a_day_leave_as_csv_without_a_formula(
    app: Flask, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Portions of one: nobody twice, nobody left out."""
    monkeypatch.setattr("household.access.handing_on.AT_ONCE", 1)
    hire(employee_id="E2").works()

    head, *rows = csv.reader(io.StringIO(run(app, "export", "--on", "2026-10-01", "--csv")))

    assert head == [
        *("employee_id", "state", "from", "through", "track", "policy_version"),
        *("reasons", "next_steps"),
    ]
    assert [row[:2] for row in rows] == [["'=E1", "none"], ["E2", "none"]]
    assert rows[0][6].startswith("Infinite Campus Enrollment is not on record.")
    assert clock.today().isoformat() == "2026-11-18"
