"""Rows that break a file, and rows that are only set aside for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from district.feeds import rows as reading
from district.feeds.packages import open_package
from district.feeds.report import MOST_ERRORS, Refused, Report
from tests.district.package_reading import broken, read, told
from tests.district.packages import Roster

# Dates and ids


def test_an_ambiguous_date_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("enrollments", "seat-ben", beginDate="03/04/2027")

    assert broken(roster, tmp_path) == [("ambiguous-date", "enrollments.csv", 3)]


def test_dates_that_prove_both_orders_prove_none(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("enrollments", "seat-amy", beginDate="25/12/2026")
    roster.change("enrollments", "seat-ben", beginDate="12/26/2026")
    roster.change("enrollments", "seat-tom", beginDate="03/04/2027")

    assert broken(roster, tmp_path) == [("ambiguous-date", "enrollments.csv", 4)]


def test_an_id_that_stands_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(5_000):
        roster.add("orgs", f"o-{number}", name="Org", type="school")
    roster.add("orgs", "elm-high", name="Elm High again", type="school")
    roster.add("orgs", "o-7", name="Org", type="school")

    assert broken(roster, tmp_path) == [("duplicate-id", "orgs.csv", 5_004), ("duplicate-id", "orgs.csv", 5_005)]
    assert "stands here and in line 3" in told(tmp_path / "roster.zip")


def test_an_id_that_stands_twice_is_found_in_spaces_and_in_bad_rows_too(tmp_path: Path) -> None:
    roster = Roster()
    roster.add("orgs", " elm-high", name="Elm High", type="galaxy")

    assert broken(roster, tmp_path) == [("duplicate-id", "orgs.csv", 4)]


def test_a_row_without_an_id_is_refused_for_it_may_be_anybodys(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "ben", sourcedId=" ")

    assert broken(roster, tmp_path) == [("empty-id", "users.csv", 3)]


def test_nothing_of_a_file_is_given_out_after_its_fault(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(6_000):
        roster.add("orgs", f"o-{number}", name="Org", type="school")
    roster.row("orgs", "o-2500")["sourcedId"] = ""
    given: list[Any] = []

    with (
        pytest.raises(Refused),
        open_package(roster.zip(tmp_path / "roster.zip"), report=Report()) as package,
    ):
        given.extend(package.rows("orgs"))

    assert len(given) < 2_500


def test_the_fiftieth_fault_ends_the_reading(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(500):
        roster.add("enrollments", f"s-{number}", beginDate="03/04/2027")

    assert len(broken(roster, tmp_path)) == MOST_ERRORS


# Rows set aside


def test_a_bad_row_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "amy", givenName="")
    roster.change("users", "ben", agentSourcedIds="gina,om ar")
    roster.change("roles", "role-tom", role="wizard")
    roster.change("demographics", "ben", birthDate="2013-02-30")
    roster.change("enrollments", "seat-ben", beginDate="2026-09-01", endDate="2026-08-31")
    roster.change("enrollments", "seat-amy", primary="perhaps")

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert [(row.code, row.file, row.line, row.source_key) for row in package.bad_rows] == [
        ("required-cell-empty", "users.csv", 2, "amy"),
        ("impossible-id", "users.csv", 3, "ben"),
        ("unknown-word", "roles.csv", 6, "role-tom"),
        ("unreadable-date", "demographics.csv", 3, "ben"),
        ("unknown-word", "enrollments.csv", 2, "seat-amy"),
        ("end-before-begin", "enrollments.csv", 3, "seat-ben"),
    ]
    assert {name: len(rows) for name, rows in found.items()}["users"] == 3
    assert [row["sourcedId"] for row in found["enrollments"]] == ["seat-tom"]
    assert report.counts["skipped"] == 6
    assert report.warned == 6
    assert report.errors == []


def test_an_impossible_id_of_its_own_is_set_aside_under_that_id(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("orgs", "elm-high", sourcedId="elm high")

    _, _, package = read(roster.zip(tmp_path / "roster.zip"))

    assert [(row.code, row.source_key) for row in package.bad_rows] == [("impossible-id", "elm high")]


def test_ext_words_are_bad_in_1_1(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.change("orgs", "elm", type="ext:campus")

    _, _, package = read(roster.zip(tmp_path / "roster.zip"))

    assert [row.code for row in package.bad_rows] == ["unknown-word"]


def test_more_bad_rows_than_anybody_can_settle_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BAD_ROWS", 100)
    roster = Roster()
    for number in range(150):
        roster.add("orgs", f"o-{number}", name="", type="school")

    assert broken(roster, tmp_path) == [("too-many-bad-rows", "orgs.csv", 104)]


def test_what_a_file_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("orgs", "elm", type="\x1b[2Jschool" + "x" * 500)

    _, _, package = read(roster.zip(tmp_path / "roster.zip"))

    assert "\x1b" not in package.bad_rows[0].message
    assert len(package.bad_rows[0].message) < 200
