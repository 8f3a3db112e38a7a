"""`flask support due` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from flask import Flask

DUE = ["support", "due", "--priority", "medium", "--from"]


def test_due_prints_the_sum_as_json(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=[*DUE, "2026-11-25 17:00", "--json"])

    assert printed.exit_code == 0, printed.output
    found = json.loads(printed.output)
    assert found["due"] == "2026-11-30T17:00:00-06:00"
    assert [set(each) for each in found["sum"]] == [{"day", "from", "to", "minutes", "note"}] * 6
    assert found["sum"][0] == {
        "day": "2026-11-25",
        "from": "2026-11-25T17:00:00-06:00",
        "to": "2026-11-25T18:00:00-06:00",
        "minutes": 60,
        "note": "counted",
    }


def test_due_prints_the_sum_line_by_line_for_people(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=[*DUE, "2026-11-25 17:00"]).output

    assert "closed: the day after Thanksgiving" in printed
    assert "Due Monday 2026-11-30 at 17:00 CST: 720 minutes were counted." in printed


def test_an_offset_is_believed(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=[*DUE, "2026-11-18 12:00+00:00", "--json"])

    assert json.loads(printed.output)["due"] == "2026-11-18T18:00:00-06:00"


def test_an_outage_is_due_in_the_night(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=[*DUE, "2026-11-26 23:30", "--outage", "--json"])

    assert json.loads(printed.output)["due"] == "2026-11-27T00:30:00-06:00"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("tomorrow", "is no moment. Write YYYY-MM-DD HH:MM"),
        ("2026-02-30 10:00", "is no moment"),
        ("2026-11-18", "names a day and no time"),
        ("1776-07-04 10:00", "no year of the desk’s calendar".replace("’", "'")),
    ],
)
def test_a_moment_that_cannot_be_read_is_told_with_the_way_out(app: Flask, written: str, told: str) -> None:
    printed = app.test_cli_runner().invoke(args=[*DUE, written])

    assert printed.exit_code == 2
    assert told in " ".join(printed.output.split())


def test_an_unknown_priority_is_refused_with_those_there_are(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(
        args=["support", "due", "--priority", "urgent", "--from", "2026-11-18 10:00"]
    )

    assert printed.exit_code == 2
    assert "critical" in printed.output


def test_the_room_is_imported_before_there_is_an_app() -> None:
    """As every command does: no sentence is asked for its words, or its truth, by then."""
    ran = subprocess.run([sys.executable, "-c", "import support.views"], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")
