"""A rehearsed file of human resources: whose access would change is told, with the reason, and nothing is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from district.models import Completion, FeedRun, StaffAssignment
from foundation import db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from household.access.models import AccessEvent, Evaluation, Standing
from tests.district.staff_files import StaffFile, TrainingFile

ENDED = "The employment ended; its last day was November 10, 2026."
KEPT = (AccessEvent, AuditEntry, Completion, Evaluation, FeedRun, Mail, StaffAssignment, Standing)


def run(app: Flask, *args: str) -> Any:
    db.close()
    result = app.test_cli_runner().invoke(args=list(args))
    assert result.exit_code == 0, result.output
    return result


def rehearsed(app: Flask, path: Path) -> list[tuple[str, str, str]]:
    """Who, what and the sentence; and nothing is kept of it."""
    before = kept()
    asked = ("--dry-run", "--json", "--allow-deactivations", "100")
    found = json.loads(run(app, "staff", "import", str(path), *asked).stdout)["effects"]
    assert kept() == before
    return [(each["person"], each["kind"], each["sentence"]) for each in found]


def kept() -> list[int]:
    db.close()
    return [db.session().scalar(select(func.count()).select_from(each)) or 0 for each in KEPT]


@pytest.fixture
def olga(app: Flask, tmp_path: Path) -> StaffFile:
    """Olga has access through June 2028; the file that brought her."""
    file = StaffFile()
    run(app, "staff", "import", str(file.write(tmp_path / "hr.csv")))
    done = TrainingFile()
    for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD"):
        done.add("e1", course=course, completed_on="2026-09-08", status="completed")
    run(app, "training", "import", str(done.write(tmp_path / "done.csv")))
    return file


def test_who_loses_access_is_told_with_the_reason(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    olga.change("e1", termination_date="2026-11-10")

    assert rehearsed(app, olga.write(tmp_path / "hr.csv")) == [
        (
            "Olga Park",
            "loses",
            f"loses access today; it ran through June 30, 2028. {ENDED}",
        )
    ]


def test_an_ending_to_come_is_told_as_one(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    olga.change("e1", termination_date="2026-12-31")
    path = olga.write(tmp_path / "hr.csv")

    (told,) = rehearsed(app, path)
    assert told[1:] == (
        "shorter",
        "keeps access through December 31, 2026 only, not through June 30, 2028: the job ends then.",
    )
    said = run(app, "staff", "import", str(path), "--dry-run").stdout
    assert "Household access would change for 1:" in said
    assert f"Olga Park: {told[2]}" in said


def test_who_is_left_out_of_the_file_loses_it(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    olga.drop("e1")

    assert [each[:2] for each in rehearsed(app, olga.write(tmp_path / "hr.csv"))] == [("Olga Park", "loses")]


def test_a_rehearsal_that_changes_nothing_for_anybody_names_nobody(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    olga.change("e2", job_title="Teacher of Spanish")

    assert rehearsed(app, olga.write(tmp_path / "hr.csv")) == []


def test_a_new_job_that_fits_gives_access_in_rehearsal_too(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    done = TrainingFile()
    for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD"):
        done.add("e2", course=course, completed_on="2026-09-08", status="completed")
    run(app, "training", "import", str(done.write(tmp_path / "done.csv")), "--source", "other")
    olga.change("e2", job_role="Office Professional")

    (told,) = rehearsed(app, olga.write(tmp_path / "hr.csv"))
    assert told[:2] == ("Tom O’Hara", "gains")
    assert told[2].startswith("gets access today, through June 30, 2028.")


def test_what_was_foretold_comes_true(app: Flask, olga: StaffFile, tmp_path: Path) -> None:
    olga.change("e1", termination_date="2026-11-10")
    path = olga.write(tmp_path / "hr.csv")
    assert [each[1] for each in rehearsed(app, path)] == ["loses"]

    run(app, "staff", "import", str(path))

    db.close()
    ledger = select(AccessEvent.kind).order_by(AccessEvent.id)
    assert list(db.session().scalars(ledger)) == ["granted", "ended"]
