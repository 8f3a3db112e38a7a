"""What a run says of what it found."""

from __future__ import annotations

from pathlib import Path

from district.feeds.report import Report
from tests.district.package_reading import read
from tests.district.packages import Roster


def test_warnings_of_one_kind_are_named_twenty_times_and_then_counted(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(5_000):
        roster.add("orgs", f"o-{number}", name=f"Org {number}", type="SCHOOL")

    _, report, _ = read(roster.zip(tmp_path / "roster.zip"))

    assert report.warned == 5_000
    assert len(report.warnings) == 21
    assert report.warnings[-1].message == "4,980 more of this kind in this file."


def test_the_report_is_one_plain_object() -> None:
    report = Report()
    report.warn("bom", "users.csv", 1, "A mark.")
    report.counts["created"] = 3

    assert report.as_json("run-1") == {
        "run_id": "run-1",
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "deactivated": 0,
        "skipped": 0,
        "warnings": [{"code": "bom", "file": "users.csv", "line": 1, "message": "A mark."}],
        "errors": [],
    }
