"""What sloppy exporters write and is let pass, each time with a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from district.feeds import dates
from district.feeds.dates import Order
from tests.district.package_reading import read, remarks_on, warnings_of
from tests.district.packages import Roster


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
    assert [code for code, _, _ in warnings_of(report)] == ["no-manifest", "version-not-said"]


def test_a_format_asked_for_overrides_the_manifest(tmp_path: Path) -> None:
    roster = Roster("1.1")
    del roster.tables["users"], roster.modes["users"]

    _, report, package = read(roster.zip(tmp_path / "roster.zip"), wanted_format="oneroster-1.2")

    assert package.format == "oneroster-1.2"
    assert "format-overridden" in [code for code, _, _ in warnings_of(report)]


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
    roster.raw["resources.csv"] = b"sourcedId\n"
    roster.raw["notes.txt"] = b"see you in August"
    roster.raw["Roles.CSV"] = roster.text("roles").encode()
    del roster.tables["roles"]
    roster.modes["roles"] = "absent"

    found, said = remarks_on(roster, tmp_path)

    assert "roles" not in found
    assert set(said) == {
        ("file-not-read", "resources.csv", 0),
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
