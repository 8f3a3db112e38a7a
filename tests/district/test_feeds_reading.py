"""What a package gives when it is read."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.feeds.columns import COLUMNS
from district.feeds.report import Refused
from tests.district.package_reading import read, warnings_of
from tests.district.packages import Roster

DATA = Path(os.environ.get("HEARTH_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


# Whole packages


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_valid_package_reads_without_a_remark(version: str, tmp_path: Path) -> None:
    roster = Roster(version)

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert (package.format, package.source) == (f"oneroster-{version}", "elm-sis")
    assert {name: len(rows) for name, rows in found.items()} == {
        name: len(rows) for name, rows in roster.tables.items() if roster.modes[name] == "bulk"
    }
    assert warnings_of(report) == []
    amy = found["users"][0]
    assert amy["line"] == 2
    assert (amy["givenName"], amy["agentSourcedIds"], amy["metadata.city"]) == ("Amy", "gina", "Denver")
    assert amy["status"] == "active"


def test_a_folder_and_its_zip_say_the_same(tmp_path: Path) -> None:
    roster = Roster()

    zipped, _, of_zip = read(roster.zip(tmp_path / "roster.zip"))
    loose, _, of_folder = read(roster.folder(tmp_path / "roster"))

    assert zipped == loose
    assert of_zip.digest == of_folder.digest


def test_another_content_has_another_digest(tmp_path: Path) -> None:
    roster = Roster()
    _, _, before = read(roster.zip(tmp_path / "before.zip"))
    roster.change("users", "amy", phone="+1 303-555-0101")

    _, _, after = read(roster.zip(tmp_path / "after.zip"))

    assert before.digest != after.digest


def test_a_file_comes_after_those_it_points_at(tmp_path: Path) -> None:
    _, _, package = read(Roster().zip(tmp_path / "roster.zip"))

    assert package.names[0] == "orgs"
    assert package.names.index("users") < package.names.index("roles") < package.names.index("enrollments")
    assert (package.count("users"), package.mode("users"), package.mode("lineItems")) == (5, "bulk", "absent")


def test_passwords_never_leave_the_file(tmp_path: Path) -> None:
    roster = Roster("1.1")
    for key in ("amy", "gina"):
        roster.change("users", key, password="hunter2-in-clear")
    roster.change("users", "gina", role="emperor")

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    everything = repr((found, report, package.bad_rows, report.as_json("r1")))
    assert "hunter2" not in everything
    assert "password" not in COLUMNS["oneroster-1.1"]["users"] + COLUMNS["oneroster-1.2"]["users"]


def test_a_package_says_which_columns_it_has(tmp_path: Path) -> None:
    roster = Roster()
    roster.headers["users"].remove("agentSourcedIds")

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert not package.says("users", "agentSourcedIds")
    assert package.says("users", "grades")
    assert not package.says("lineItems", "title")
    assert ("column-left-out", "users.csv", 1) in warnings_of(report)
    assert {user["agentSourcedIds"] for user in found["users"]} == {""}


# Bulk and delta


def test_a_delta_tells_active_from_ended(tmp_path: Path) -> None:
    roster = Roster()
    roster.delta("enrollments")
    seat = {"classSourcedId": "alg-3", "schoolSourcedId": "elm-high", "role": "student"}
    roster.add_delta("enrollments", "seat-1", userSourcedId="amy", **seat)
    roster.add_delta("enrollments", "seat-2", status="tobedeleted", userSourcedId="ben", **seat)
    roster.add("enrollments", "seat-3", userSourcedId="ben", **seat)

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert package.mode("enrollments") == "delta"
    assert package.names == ("enrollments",)
    assert [row["status"] for row in found["enrollments"]] == ["active", "tobedeleted", "active"]
    assert warnings_of(report) == [("blank-in-delta", "enrollments.csv", 4), ("blank-in-delta", "enrollments.csv", 4)]


def test_a_status_in_bulk_is_left_but_an_end_is_an_end(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.change("users", "amy", status="active", dateLastModified="2026-11-01T00:00:00.000Z")
    roster.change("users", "omar", status="inactive")
    roster.change("users", "tom", status="tobedeleted")

    found, report, _ = read(roster.zip(tmp_path / "roster.zip"))

    said = {row["sourcedId"]: (row["status"], row["dateLastModified"]) for row in found["users"]}
    assert said["amy"] == ("active", "")
    assert said["omar"] == said["tom"] == ("tobedeleted", "")
    assert warnings_of(report) == [
        ("filled-in-bulk", "users.csv", 2),
        ("filled-in-bulk", "users.csv", 2),
        ("ended-in-bulk", "users.csv", 5),
        ("ended-in-bulk", "users.csv", 6),
    ]


# Text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=80),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_survives_writing_and_reading(texts: list[str], tmp_path: Path) -> None:
    roster = Roster()
    roster.tables["courses"] = []
    for number, text in enumerate(texts):
        roster.add("courses", f"c-{number}", title=f"T{text}.", courseCode=text, orgSourcedId="elm")

    found, _, package = read(roster.zip(tmp_path / "roster.zip"))

    assert package.bad_rows == []
    assert [row["title"] for row in found["courses"]] == [f"T{text}." for text in texts]
    assert [row["courseCode"] for row in found["courses"]] == [text.strip() for text in texts]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes, tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = b"sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n" + content

    try:
        found, _, _ = read(roster.zip(tmp_path / "roster.zip"))
    except Refused as refused:
        blamed = {error.file for error in refused.report.errors}
        sound = blamed == {"orgs.csv"}
    else:
        sound = all(row["sourcedId"] and row["name"] for row in found["orgs"])

    assert sound


def test_rows_read_equal_what_a_plain_reader_sees(tmp_path: Path) -> None:
    roster = Roster()
    found, _, _ = read(roster.zip(tmp_path / "roster.zip"))

    plain = list(csv.DictReader(io.StringIO(roster.text("users"))))

    wanted = [name for name in COLUMNS["oneroster-1.2"]["users"] if name != "status"]
    assert [[row[name] for name in wanted] for row in found["users"]] == [[row[n] for n in wanted] for row in plain]


def test_rows_come_in_order_across_the_chunks_in_which_they_are_read(tmp_path: Path) -> None:
    roster = Roster()
    roster.tables["enrollments"] = []
    seat = {"classSourcedId": "alg-3", "schoolSourcedId": "elm-high", "userSourcedId": "amy", "role": "student"}
    for number in range(4_500):
        roster.add("enrollments", f"s-{number}", **seat)

    found, _, _ = read(roster.zip(tmp_path / "roster.zip"))

    assert [row["line"] for row in found["enrollments"]] == list(range(2, 4_502))
    assert [row["sourcedId"] for row in found["enrollments"]] == [f"s-{number}" for number in range(4_500)]


# Real sets

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets of others are not here (HEARTH_TEST_DATA)")


@needs_data
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_grand_bend_reads_whole(version: str) -> None:
    found, report, package = read(DATA / "derived" / f"grandbend-oneroster-{version}.zip")

    assert package.source == "edfi-grandbend"
    assert (len(found["users"]), len(found["demographics"]), len(found["enrollments"])) == (2900, 960, 528)
    assert package.bad_rows == []
    assert warnings_of(report) == [("line-break-in-cell", "users.csv", 142), ("padded-cell", "users.csv", 142)]
    assert sum(bool(user["agentSourcedIds"]) for user in found["users"]) == 960 + 1872


@needs_data
def test_the_lms_toolkits_1_1_set_has_ragged_rows_and_no_more() -> None:
    found, report, _ = read(DATA / "oneroster/edfi-lms-toolkit/docs/sample-in/OneRoster 1.1 Sample Data")

    assert len(found["users"]) == 10
    assert warnings_of(report) == [
        ("manifest-version", "manifest.csv", 2),
        ("extra-cells", "users.csv", 10),
        ("extra-cells", "users.csv", 11),
    ]


@needs_data
def test_a_1_0_set_is_read_by_its_old_names() -> None:
    found, report, package = read(DATA / "oneroster/edfi-lms-toolkit/docs/sample-in/OneRoster 1.0 Sample Data")

    assert package.format == "oneroster-1.1"
    assert "oneroster-1.0" in {code for code, _, _ in warnings_of(report)}
    assert {user["enabledUser"] for user in found["users"]} == {"true"}
    assert found["classes"][0]["grades"] == "09"
    assert found["classes"][0]["termSourcedIds"].count(",") == 1
    assert found["demographics"][0]["birthDate"] == "1997-05-30"
