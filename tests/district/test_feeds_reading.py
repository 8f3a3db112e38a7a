"""What a package gives when it is read, and what is let pass with a warning."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.feeds import dates
from district.feeds.columns import COLUMNS
from district.feeds.dates import Order
from district.feeds.packages import Package, open_package
from district.feeds.report import Refused, Report
from tests.district.packages import Roster

DATA = Path(os.environ.get("HEARTH_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))

Rows = list[dict[str, str]]


def read(path: Path, *, wanted_format: str | None = None) -> tuple[dict[str, Rows], Report, Package]:
    """Every row of a package by file, as a mapping with its line under `line`."""
    report = Report()
    with open_package(path, wanted_format=wanted_format, report=report) as package:
        found = {name: [_named(package, name, row) for row in package.rows(name)] for name in package.names}
    return found, report, package


def _named(package: Package, name: str, row: tuple[Any, ...]) -> dict[str, str]:
    columns = ("line", *COLUMNS[package.format][name])
    return dict(zip(columns, row, strict=True))


def codes(report: Report) -> list[tuple[str, str, int]]:
    return [(warning.code, warning.file, warning.line) for warning in report.warnings]


# Whole packages


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_valid_package_reads_without_a_remark(version: str, tmp_path: Path) -> None:
    roster = Roster(version)

    found, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert (package.format, package.source) == (f"oneroster-{version}", "elm-sis")
    assert {name: len(rows) for name, rows in found.items()} == {k: len(v) for k, v in roster.tables.items()}
    assert codes(report) == []
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
    assert ("column-left-out", "users.csv", 1) in codes(report)
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
    assert codes(report) == [("blank-in-delta", "enrollments.csv", 4), ("blank-in-delta", "enrollments.csv", 4)]


def test_a_status_in_bulk_is_left_but_an_end_is_an_end(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.change("users", "amy", status="active", dateLastModified="2026-11-01T00:00:00.000Z")
    roster.change("users", "omar", status="inactive")
    roster.change("users", "tom", status="tobedeleted")

    found, report, _ = read(roster.zip(tmp_path / "roster.zip"))

    said = {row["sourcedId"]: (row["status"], row["dateLastModified"]) for row in found["users"]}
    assert said["amy"] == ("active", "")
    assert said["omar"] == said["tom"] == ("tobedeleted", "")
    assert codes(report) == [
        ("filled-in-bulk", "users.csv", 2),
        ("filled-in-bulk", "users.csv", 2),
        ("ended-in-bulk", "users.csv", 5),
        ("ended-in-bulk", "users.csv", 6),
    ]


# What sloppy exporters write


def remarks_on(roster: Roster, path: Path) -> tuple[dict[str, Rows], list[tuple[str, str, int]]]:
    found, report, package = read(roster.zip(path / "roster.zip"))
    assert package.bad_rows == []
    return found, codes(report)


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = b"\xef\xbb\xbf" + roster.text("orgs").encode()

    found, said = remarks_on(roster, tmp_path)

    assert found["orgs"][0]["sourcedId"] == "elm"
    assert said == [("bom", "orgs.csv", 1)]


def test_crlf_is_in_order(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = roster.text("users").replace("\n", "\r\n").encode()

    found, said = remarks_on(roster, tmp_path)

    assert [user["line"] for user in found["users"]] == [2, 3, 4, 5, 6]
    assert said == []


def test_bare_carriage_returns_end_lines_with_a_warning(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = roster.text("users").replace("\n", "\r").encode()

    found, said = remarks_on(roster, tmp_path)

    assert [user["line"] for user in found["users"]] == [2, 3, 4, 5, 6]
    assert said == [("bare-cr", "users.csv", 0)]


def test_windows_letters_are_read_with_a_warning(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = roster.text("users").encode("cp1252")

    found, said = remarks_on(roster, tmp_path)

    assert [user["familyName"] for user in found["users"]] == ["Reyes", "Reyes", "Reyes", "Núñez", "O’Hara"]
    assert said == [("not-utf8", "users.csv", 5)]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_without_a_manifest_every_file_is_bulk_and_the_version_is_told_by_the_files(
    version: str, tmp_path: Path
) -> None:
    roster = Roster(version)
    roster.has_manifest = False

    _, report, package = read(roster.zip(tmp_path / "roster.zip"))

    assert (package.format, package.source) == (f"oneroster-{version}", None)
    assert {package.mode(name) for name in package.names} == {"bulk"}
    assert [code for code, _, _ in codes(report)] == ["no-manifest", "version-not-said"]


def test_a_format_asked_for_overrides_the_manifest(tmp_path: Path) -> None:
    roster = Roster("1.1")
    del roster.tables["users"], roster.modes["users"]

    _, report, package = read(roster.zip(tmp_path / "roster.zip"), wanted_format="oneroster-1.2")

    assert package.format == "oneroster-1.2"
    assert "format-overridden" in [code for code, _, _ in codes(report)]


def test_words_in_another_case_are_let_pass(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "amy", enabledUser="TRUE")
    roster.change("users", "ben", enabledUser="False")
    roster.change("classes", "alg-3", classType="Scheduled")
    roster.change("enrollments", "seat-amy", role="STUDENT")

    found, said = remarks_on(roster, tmp_path)

    assert [user["enabledUser"] for user in found["users"]] == ["true", "false", "true", "true", "true"]
    assert found["classes"][0]["classType"] == "scheduled"
    assert found["enrollments"][0]["role"] == "student"
    assert said == [
        ("word-spelling", "classes.csv", 2),
        ("word-spelling", "users.csv", 2),
        ("word-spelling", "users.csv", 3),
        ("word-spelling", "enrollments.csv", 2),
    ]


def test_empty_cells_beyond_the_header_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    roster = Roster()
    lines = roster.text("orgs").splitlines()
    roster.raw["orgs.csv"] = "\n".join(["", lines[0], lines[1] + ",,", "", ",,,,,,", lines[2], "", ""]).encode()

    found, said = remarks_on(roster, tmp_path)

    assert [(org["sourcedId"], org["line"]) for org in found["orgs"]] == [("elm", 3), ("elm-high", 6)]
    assert sorted(said) == [
        ("empty-line", "orgs.csv", 1),
        ("empty-line", "orgs.csv", 4),
        ("empty-line", "orgs.csv", 5),
        ("empty-line", "orgs.csv", 7),
        ("extra-cells", "orgs.csv", 3),
    ]


def test_columns_in_another_order_and_of_ones_own_are_let_pass(tmp_path: Path) -> None:
    roster = Roster()
    roster.headers["orgs"] = ["name", "SourcedID", "Region", "metadata.colour", "type", "", "parentSourcedId"]
    roster.raw["orgs.csv"] = (
        b"name,SourcedID,Region,metadata.colour,type,,parentSourcedId\n"
        b"Elm School District,elm,West,green,district,,\nElm High,elm-high,West,blue,school,,elm\n"
    )

    found, said = remarks_on(roster, tmp_path)

    assert [(o["sourcedId"], o["name"], o["status"], o["identifier"]) for o in found["orgs"]] == [
        ("elm", "Elm School District", "active", ""),
        ("elm-high", "Elm High", "active", ""),
    ]
    assert {code for code, _, _ in said} == {
        "header-spelling",
        "column-left-out",
        "column-order",
        "unknown-column",
        "blank-header",
    }


def test_files_of_another_name_or_purpose_are_named(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["lineItems.csv"] = b"sourcedId\n"
    roster.raw["notes.txt"] = b"see you in August"
    roster.raw["Roles.CSV"] = roster.text("roles").encode()
    del roster.tables["roles"]
    roster.modes["roles"] = "absent"

    found, said = remarks_on(roster, tmp_path)

    assert "roles" not in found
    assert set(said) == {
        ("file-not-read", "lineItems.csv", 0),
        ("unknown-file", "notes.txt", 0),
        ("file-spelling", "Roles.CSV", 0),
        ("file-declared-absent", "roles.csv", 0),
    }


def test_one_folder_around_all_files_is_let_pass(tmp_path: Path) -> None:
    roster = Roster()
    inside = {f"export/{name}": content for name, content in roster.files().items()}
    roster.files = lambda: inside | {"__MACOSX/._orgs.csv": b"\0"}  # type: ignore[method-assign]

    found, said = remarks_on(roster, tmp_path)

    assert len(found["users"]) == 5
    assert said == [("folder-around", "roster.zip", 0)]


def test_a_quoted_cell_over_two_lines_becomes_one_line(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "ben", email="ben@example.org\n    ", givenName="Ben\r\nJosé")

    found, said = remarks_on(roster, tmp_path)

    assert (found["users"][1]["email"], found["users"][1]["givenName"]) == ("ben@example.org", "Ben José")
    assert [user["line"] for user in found["users"]] == [2, 3, 6, 7, 8]
    assert said == [("line-break-in-cell", "users.csv", 3), ("padded-cell", "users.csv", 3)]


def test_spaces_around_values_and_in_lists_are_left_out(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "ben", givenName=" Ben ", agentSourcedIds="gina, omar,")
    roster.change("classes", "alg-3", periods="3 , 4")

    found, said = remarks_on(roster, tmp_path)

    assert (found["users"][1]["givenName"], found["users"][1]["agentSourcedIds"]) == ("Ben", "gina,omar")
    assert found["classes"][0]["periods"] == "3,4"
    assert said == [
        ("list-spelling", "classes.csv", 2),
        ("padded-cell", "users.csv", 3),
        ("list-spelling", "users.csv", 3),
    ]


def test_grades_are_brought_to_the_standards_codes_and_others_kept(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "amy", grades="9")
    roster.change("users", "ben", grades="Foundation")

    found, said = remarks_on(roster, tmp_path)

    assert [user["grades"] for user in found["users"]][:2] == ["09", "Foundation"]
    assert said == [("grade-spelling", "users.csv", 2), ("unknown-grade", "users.csv", 3)]


def test_a_school_year_of_two_years_is_the_year_it_ends(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("academicSessions", "year", schoolYear="2026-2027")
    roster.change("academicSessions", "fall", schoolYear="2026-27")

    found, said = remarks_on(roster, tmp_path)

    assert [session["schoolYear"] for session in found["academicSessions"]] == ["2027", "2027"]
    assert [code for code, _, _ in said] == ["year-spelling", "year-spelling"]


def test_ext_words_belong_to_1_2(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("roles", "role-tom", role="ext:coach")

    found, said = remarks_on(roster, tmp_path)

    assert found["roles"][-1]["role"] == "ext:coach"
    assert said == []


# Dates


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2027-03-04", Order.UNKNOWN, "2027-03-04"),
        ("2027/3/4", Order.UNKNOWN, "2027-03-04"),
        ("12/25/2026", Order.UNKNOWN, "2026-12-25"),
        ("25/12/2026", Order.UNKNOWN, "2026-12-25"),
        ("3/3/2027", Order.UNKNOWN, "2027-03-03"),
        ("3/4/2027", Order.MONTH_FIRST, "2027-03-04"),
        ("3/4/2027", Order.DAY_FIRST, "2027-04-03"),
        ("2027-03-04T00:00:00.000Z", Order.UNKNOWN, "2027-03-04"),
        ("2027-03-04T01:30:00+00:00", Order.UNKNOWN, None),
        ("02/29/2028", Order.UNKNOWN, "2028-02-29"),
        ("02/29/2027", Order.UNKNOWN, None),
        ("2027-02-29", Order.UNKNOWN, None),
        ("11/1/98", Order.MONTH_FIRST, None),
        ("1812-01-01", Order.UNKNOWN, None),
        ("20270304", Order.UNKNOWN, None),
        ("2027-W01-1", Order.UNKNOWN, None),
        ("٢٠٢٧-٠٣-٠٤", Order.UNKNOWN, None),
    ],
)
def test_a_date_is_read_where_one_reading_is_possible(written: str, order: Order, day: str | None) -> None:
    assert dates.read(written, order) == day


def test_a_files_own_dates_tell_their_order(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("demographics", "amy", birthDate="3/9/2011")
    roster.change("demographics", "ben", birthDate="10/30/2013")

    found, said = remarks_on(roster, tmp_path)

    assert [row["birthDate"] for row in found["demographics"]] == ["2011-03-09", "2013-10-30"]
    assert said == [("date-spelling", "demographics.csv", 2), ("date-spelling", "demographics.csv", 3)]


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


# Many of a kind


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
    assert codes(report) == [("line-break-in-cell", "users.csv", 142), ("padded-cell", "users.csv", 142)]
    assert sum(bool(user["agentSourcedIds"]) for user in found["users"]) == 960 + 1872


@needs_data
def test_the_lms_toolkits_1_1_set_has_ragged_rows_and_no_more() -> None:
    found, report, _ = read(DATA / "oneroster/edfi-lms-toolkit/docs/sample-in/OneRoster 1.1 Sample Data")

    assert len(found["users"]) == 10
    assert codes(report) == [
        ("manifest-version", "manifest.csv", 2),
        ("extra-cells", "users.csv", 10),
        ("extra-cells", "users.csv", 11),
    ]


@needs_data
def test_a_1_0_set_is_read_by_its_old_names() -> None:
    found, report, package = read(DATA / "oneroster/edfi-lms-toolkit/docs/sample-in/OneRoster 1.0 Sample Data")

    assert package.format == "oneroster-1.1"
    assert "oneroster-1.0" in {code for code, _, _ in codes(report)}
    assert {user["enabledUser"] for user in found["users"]} == {"true"}
    assert found["classes"][0]["grades"] == "09"
    assert found["classes"][0]["termSourcedIds"].count(",") == 1
    assert found["demographics"][0]["birthDate"] == "1997-05-30"


def test_rows_read_equal_what_a_plain_reader_sees(tmp_path: Path) -> None:
    roster = Roster()
    found, _, _ = read(roster.zip(tmp_path / "roster.zip"))

    plain = list(csv.DictReader(io.StringIO(roster.text("users"))))

    wanted = [name for name in COLUMNS["oneroster-1.2"]["users"] if name != "status"]
    assert [[row[name] for name in wanted] for row in found["users"]] == [[row[n] for n in wanted] for row in plain]
