"""What is refused, with file and line, and what is set aside for a person."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from district.feeds import rows as reading
from district.feeds.archives import LIMITS, Limits
from district.feeds.packages import BadRow, open_package
from district.feeds.report import MOST_ERRORS, Refused, Report
from tests.district.packages import Roster

Place = tuple[str, str, int]


def read(path: Path, *, limits: Limits = LIMITS) -> tuple[dict[str, list[Any]], list[BadRow], Report]:
    report = Report()
    with open_package(path, report=report, limits=limits) as package:
        found = {name: list(package.rows(name)) for name in package.names}
    return found, package.bad_rows, report


def refusals(path: Path, *, limits: Limits = LIMITS) -> list[Place]:
    """Where and why a package is refused."""
    with pytest.raises(Refused) as refused:
        read(path, limits=limits)
    errors = refused.value.report.errors
    assert all(error.message.endswith(".") for error in errors)
    return [(error.code, error.file, error.line) for error in errors]


def told(path: Path) -> str:
    """What the operator is told about a refused package."""
    with pytest.raises(Refused) as refused:
        read(path)
    return str(refused.value)


def broken(roster: Roster, tmp_path: Path) -> list[Place]:
    """The refusal of a roster, the same as a ZIP and as a folder."""
    zipped = refusals(roster.zip(tmp_path / "roster.zip"))
    assert refusals(roster.folder(tmp_path / "roster")) == zipped
    return zipped


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


def with_lines(roster: Roster, name: str, change: Callable[[list[str]], None]) -> Roster:
    lines = roster.text(name).splitlines()
    change(lines)
    roster.raw[f"{name}.csv"] = ("\n".join(lines) + "\n").encode()
    return roster


def replacing(line: int, old: str, new: str) -> Callable[[list[str]], None]:
    def change(lines: list[str]) -> None:
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)

    return change


def test_an_unterminated_quote_is_refused_on_the_line_where_it_opened(tmp_path: Path) -> None:
    roster = with_lines(Roster("1.1"), "enrollments", replacing(3, "seat-ben", '"seat-ben'))

    assert broken(roster, tmp_path) == [("unterminated-quote", "enrollments.csv", 3)]


def test_a_quote_left_open_before_quoted_cells_is_named_where_it_opened(tmp_path: Path) -> None:
    roster = with_lines(Roster(), "users", replacing(2, "Amy", '"Amy'))

    assert broken(roster, tmp_path) == [("unterminated-quote", "users.csv", 2)]


def test_a_quote_left_open_amid_thousands_of_rows_is_named(tmp_path: Path) -> None:
    roster = Roster()
    for number in range(9_000):
        roster.add("orgs", f"o-{number}", name=f"Org {number}", type="school", identifier="i" * 40)
    with_lines(roster, "orgs", replacing(4_321, "Org", '"Org'))

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 4_321)]


def test_a_quote_open_in_the_header_is_refused(tmp_path: Path) -> None:
    roster = with_lines(Roster(), "orgs", replacing(1, "name", '"name'))

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 1)]


def test_text_after_a_closing_quote_is_refused(tmp_path: Path) -> None:
    roster = with_lines(Roster(), "users", replacing(3, "Ben", '"Ben" Jr'))

    assert broken(roster, tmp_path) == [("stray-quote", "users.csv", 3)]


def test_a_swallowed_row_is_refused_where_it_began(tmp_path: Path) -> None:
    """Two broken rows may close each other's quotes and make one row of the right length."""
    roster = with_lines(Roster(), "orgs", replacing(2, "Elm School", '"Elm School'))
    roster.raw["orgs.csv"] = roster.raw["orgs.csv"].replace(b"Elm High", b'Elm High"')

    assert broken(roster, tmp_path) == [("unterminated-quote", "orgs.csv", 2)]


@pytest.mark.parametrize(("old", "new"), [("Amy,", ""), ("Amy", "Amy, Lou")])
def test_a_row_whose_cells_cannot_be_told_apart_is_refused(old: str, new: str, tmp_path: Path) -> None:
    roster = with_lines(Roster(), "users", replacing(2, old, new))

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

    found, _, report = read(roster.folder(tmp_path / "roster"))

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

    found, bad, report = read(roster.zip(tmp_path / "roster.zip"))

    assert [(row.code, row.file, row.line, row.source_key) for row in bad] == [
        ("required-cell-empty", "users.csv", 2, "amy"),
        ("impossible-id", "users.csv", 3, "ben"),
        ("unknown-word", "roles.csv", 6, "role-tom"),
        ("unreadable-date", "demographics.csv", 3, "ben"),
        ("unknown-word", "enrollments.csv", 2, "seat-amy"),
        ("end-before-begin", "enrollments.csv", 3, "seat-ben"),
    ]
    assert {name: len(rows) for name, rows in found.items()}["users"] == 3
    assert [row[1] for row in found["enrollments"]] == ["seat-tom"]
    assert report.counts["skipped"] == 6
    assert report.warned == 6
    assert report.errors == []


def test_an_impossible_id_of_its_own_is_set_aside_under_that_id(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("orgs", "elm-high", sourcedId="elm high")

    _, bad, _ = read(roster.zip(tmp_path / "roster.zip"))

    assert [(row.code, row.source_key) for row in bad] == [("impossible-id", "elm high")]


def test_ext_words_are_bad_in_1_1(tmp_path: Path) -> None:
    roster = Roster("1.1")
    roster.change("orgs", "elm", type="ext:campus")

    _, bad, _ = read(roster.zip(tmp_path / "roster.zip"))

    assert [row.code for row in bad] == ["unknown-word"]


def test_more_bad_rows_than_anybody_can_settle_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BAD_ROWS", 100)
    roster = Roster()
    for number in range(150):
        roster.add("orgs", f"o-{number}", name="", type="school")

    assert broken(roster, tmp_path) == [("too-many-bad-rows", "orgs.csv", 104)]


def test_what_a_file_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    roster = Roster()
    roster.change("orgs", "elm", type="\x1b[2Jschool" + "x" * 500)

    _, bad, _ = read(roster.zip(tmp_path / "roster.zip"))

    assert "\x1b" not in bad[0].message
    assert len(bad[0].message) < 200


# Manifest and set


def test_a_file_declared_and_missing_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    del roster.tables["demographics"]
    roster.text = lambda name: "" if name not in roster.tables else Roster.text(roster, name)  # type: ignore[method-assign]
    path = roster.folder(tmp_path / "cut")
    (path / "demographics.csv").unlink()

    assert refusals(path) == [("file-missing", "demographics.csv", 0)]


def test_a_manifest_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["manifest.csv"] = roster.manifest().encode() + b"file.users,delta\nfile.orgs,some\n"

    found = broken(roster, tmp_path)

    assert found == [
        ("manifest-twice", "manifest.csv", 13),
        ("manifest-twice", "manifest.csv", 14),
        ("manifest-mode", "manifest.csv", 14),
    ]


def test_a_version_we_do_not_know_is_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["manifest.csv"] = roster.manifest().replace("oneroster.version,1.2", "oneroster.version,2.0").encode()

    assert broken(roster, tmp_path) == [("version-unknown", "manifest.csv", 3)]


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (("Student.xml", "Contact.xml"), "Ed-Fi"),
        (("users.csv", "relationships.csv"), "School Data Sync"),
        ((), "users"),
    ],
)
def test_another_kind_of_package_is_named(names: tuple[str, ...], what: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("sourcedId,username\n")

    assert refusals(tmp_path) == [("no-roster-files", tmp_path.name, 0)]
    assert what in told(tmp_path)


def test_a_set_that_does_not_tell_its_version_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_text(Roster().text("orgs"))

    assert refusals(tmp_path) == [("version-not-said", tmp_path.name, 0)]


# Archives


def test_what_is_not_there_or_not_a_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roster.zip").write_bytes(b"sourcedId,status\n")

    assert refusals(tmp_path / "none.zip") == [("not-found", "none.zip", 0)]
    assert refusals(tmp_path / "roster.zip") == [("not-a-zip", "roster.zip", 0)]


@pytest.mark.parametrize(
    "name",
    [
        "../orgs.csv",
        "a/../../orgs.csv",
        "/etc/orgs.csv",
        "..\\orgs.csv",
        "C:/orgs.csv",
        "a//orgs.csv",
        "orgs.csv\0.txt",
    ],
)
def test_a_path_outside_the_archive_is_refused_and_nothing_unpacked(name: str, tmp_path: Path) -> None:
    path = Roster().zip(tmp_path / "in" / "roster.zip")
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        archive.writestr(entry, "sourcedId\n")
    before = sorted(tmp_path.rglob("*"))

    assert [code for code, _, _ in refusals(path)] == ["path-outside"]
    assert sorted(tmp_path.rglob("*")) == before


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("orgs.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "roster.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    folder = Roster().folder(tmp_path / "roster")
    (folder / "demographics.csv").unlink()
    (folder / "demographics.csv").symlink_to("/etc/passwd")

    assert refusals(tmp_path / "roster.zip") == [("link", "orgs.csv", 0)]
    assert refusals(folder) == [("link", "demographics.csv", 0)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["orgs.csv", "ORGS.csv"])
def test_two_entries_of_one_name_are_refused(again: str, tmp_path: Path) -> None:
    path = Roster().zip(tmp_path / "roster.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(again, "sourcedId\n")

    assert {code for code, _, _ in refusals(path)} == {"name-twice"}


def test_files_in_folders_beside_others_are_refused(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["more/orgs.csv"] = b"sourcedId\n"

    assert refusals(roster.zip(tmp_path / "roster.zip")) == [("folder-inside", "more/orgs.csv", 0)]


def test_an_archive_over_its_unpacked_limits_is_refused(tmp_path: Path) -> None:
    path = Roster().zip(tmp_path / "roster.zip")

    assert refusals(path, limits=replace(LIMITS, bytes_together=1_000)) == [("too-large", "roster.zip", 0)]
    assert refusals(path, limits=replace(LIMITS, files=5)) == [("too-many-files", "roster.zip", 0)]
    assert ("too-large", "users.csv", 0) in refusals(path, limits=replace(LIMITS, bytes_of_a_file=600))


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    roster = Roster()
    roster.raw["orgs.csv"] = b"\n" * 50_000_000

    assert refusals(roster.zip(tmp_path / "roster.zip")) == [("too-large", "orgs.csv", 0)]


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The directory declares a hundred bytes; the stream holds five million."""
    content = b"a,b\n" * 1_250_000
    path = _zip_that_lies(tmp_path / "roster.zip", "orgs.csv", content, declared=100)

    assert [code for code, _, _ in refusals(path)] == ["damaged"]


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    path = Roster().zip(tmp_path / "roster.zip")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)

    assert refusals(path) == [("encrypted", "manifest.csv", 0)]


def test_a_cut_or_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = Roster().zip(tmp_path / "roster.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refusals(path) == [("not-a-zip", "roster.zip", 0)]

    start = whole.index(b"users.csv") + len(b"users.csv") + 20
    path.write_bytes(whole[:start] + bytes(20) + whole[start + 20 :])
    assert refusals(path) == [("damaged", "users.csv", 0)]


def test_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("orgs.csv", "sourcedId\n")

    assert refusals(path) == [("packing-unknown", "orgs.csv", 0)]


def _zip_that_lies(path: Path, name: str, content: bytes, *, declared: int) -> Path:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(content) + packer.flush()
    common = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), declared)
    encoded = name.encode()
    local = b"PK\x03\x04" + common + struct.pack("<HH", len(encoded), 0) + encoded + packed
    central = (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + common
        + struct.pack("<HHHHHII", len(encoded), 0, 0, 0, 0, 0, 0)
        + encoded
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    path.write_bytes(local + central + end)
    return path
