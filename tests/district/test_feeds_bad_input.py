"""Files that are refused whole, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.district.package_reading import broken, read, told, with_line
from tests.district.packages import Roster

# Headers


def test_a_duplicate_header_is_refused(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.headers["users"].append("role")

    assert broken(roster, tmp_path) == [("duplicate-header", "users.csv", 1)]
    assert "Columns 6 and 25 have the same name, role" in told(tmp_path / "roster.zip")


def test_a_duplicate_header_in_another_case_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.headers["users"].append("Email")

    assert broken(roster, tmp_path) == [("duplicate-header", "users.csv", 1)]


def test_missing_required_columns_are_refused_in_every_file_at_once(tmp_path: Path) -> None:
    roster = Roster()
    roster.headers["orgs"].remove("name")
    roster.headers["users"].remove("givenName")
    roster.headers["users"].remove("sourcedId")

    assert broken(roster, tmp_path) == [("missing-column", "orgs.csv", 1), ("missing-column", "users.csv", 1)]
    assert "sourcedId, givenName" in told(tmp_path / "roster.zip")


def test_a_file_without_a_header_is_refused_without_showing_its_cells(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.change("users", "amy", password="hunter2", username="hunter2")
    roster.raw["users.csv"] = roster.text("users").partition("\n")[2].encode()

    assert ("missing-column", "users.csv", 1) in broken(roster, tmp_path)
    assert "hunter2" not in told(tmp_path / "roster.zip")


def test_semicolons_between_cells_are_refused_by_name(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = roster.text("orgs").replace(",", ";").encode()

    assert broken(roster, tmp_path) == [("not-commas", "orgs.csv", 1)]


def test_ten_thousand_columns_are_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.headers["orgs"] += [f"x{number}" for number in range(10_000)]

    assert broken(roster, tmp_path) == [("too-many-columns", "orgs.csv", 1)]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["enrollments.csv"] = b"\n\n"

    assert broken(roster, tmp_path) == [("empty-file", "enrollments.csv", 0)]


# Quotes, cells and lines


def test_an_unterminated_quote_is_refused_on_the_line_where_it_opened(tmp_path: Path) -> None:
    roster = with_line(Roster("1.1"), "enrollments", 3, "seat-ben", '"seat-ben')

    assert broken(roster, tmp_path) == [("unterminated-quote", "enrollments.csv", 3)]


def test_a_quote_left_open_before_quoted_cells_is_named_where_it_opened(tmp_path: Path) -> None:
    roster = with_line(Roster(), "users", 2, "Amy", '"Amy')

    assert broken(roster, tmp_path) == [("unterminated-quote", "users.csv", 2)]


def test_a_quote_left_open_amid_thousands_of_rows_is_named(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(9_000):
        roster.add("orgs", f"o-{number}", name=f"Org {number}", type="school", identifier="i" * 40)
    with_line(roster, "orgs", 4_321, "Org", '"Org')

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 4_321)]


def test_a_quote_open_in_the_header_is_refused(tmp_path: Path) -> None:
    roster = with_line(Roster(), "orgs", 1, "name", '"name')

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 1)]


def test_text_after_a_closing_quote_is_refused(tmp_path: Path) -> None:
    roster = with_line(Roster(), "users", 3, "Ben", '"Ben" Jr')

    assert broken(roster, tmp_path) == [("stray-quote", "users.csv", 3)]


def test_a_swallowed_row_is_refused_where_it_began(tmp_path: Path) -> None:
    """Two broken rows may close each other's quotes and make one row of the right length."""
    roster = with_line(Roster(), "orgs", 2, "Elm School", '"Elm School')
    roster.raw["orgs.csv"] = roster.raw["orgs.csv"].replace(b"Elm High", b'Elm High"')

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 2)]


@pytest.mark.parametrize(("old", "new"), [("Amy,", ""), ("Amy", "Amy, Lou")])
def test_a_row_whose_cells_cannot_be_told_apart_is_refused(old: str, new: str, tmp_path: Path) -> None:
    roster = with_line(Roster(), "users", 2, old, new)

    assert broken(roster, tmp_path) == [("wrong-cell-count", "users.csv", 2)]


def test_a_cell_too_long_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("users", "ben", givenName="B" * 2_001)
    roster.change("users", "tom", agentSourcedIds="x" * 256)
    roster.change("orgs", "elm", identifier="9" * 200_000)

    assert broken(roster, tmp_path) == [("too-long", "orgs.csv", 2)]
    roster.change("orgs", "elm", identifier="")
    assert broken(roster, tmp_path) == [("too-long", "users.csv", 3), ("too-long", "users.csv", 6)]


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = roster.text("orgs").encode() + b"x" * 600_000

    assert broken(roster, tmp_path) == [("too-long", "orgs.csv", 4)]


def test_many_empty_lines_cost_no_memory_and_one_remark(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = roster.text("orgs").encode() + b"\n" * 200_000

    found, report, _ = read(roster.folder(tmp_path / "roster"))

    assert len(found["orgs"]) == 2
    assert (report.warned, len(report.warnings)) == (200_000, 21)


# Bytes


@pytest.mark.parametrize("place", [0, 300_000])
def test_a_nul_byte_is_refused_with_its_line(place: int, tmp_path: Path) -> None:
    roster = Roster()
    filler = b"o-%d,,,Org,school,,\n"
    rows = b"".join(filler % number for number in range(place // 15))
    roster.raw["orgs.csv"] = roster.text("orgs").encode() + rows + b"bad,,,A\0B,school,,\n"

    assert broken(roster, tmp_path) == [("nul-byte", "orgs.csv", 4 + rows.count(b"\n"))]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest of a workbook", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        ("sourcedId,status\n".encode("utf-16"), "UTF-16"),
        ("sourcedId,status\n".encode("utf-16-le"), "UTF-16"),
        ("sourcedId,status\n".encode("utf-16-be"), "UTF-16"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_not_csv_is_named_for_what_it_seems_to_be(content: bytes, what: str, tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = content

    assert broken(roster, tmp_path) == [("not-csv", "orgs.csv", 0)]
    assert what in told(tmp_path / "roster.zip")


def test_utf8_with_a_fault_in_it_is_refused_and_not_read_as_windows_text(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["users.csv"] = roster.text("users").replace("Ben", "B\x00").encode().replace(b"B\x00", b"B\xe9")

    assert broken(roster, tmp_path) == [("encoding-unclear", "users.csv", 3)]


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = roster.text("orgs").encode().replace(b"Elm High", b"Elm \x81\x8d\x8f")

    assert broken(roster, tmp_path) == [("encoding-unclear", "orgs.csv", 3)]
