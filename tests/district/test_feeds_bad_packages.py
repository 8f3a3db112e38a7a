"""Archives and sets that are refused before a row is read."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from district.feeds.archives import LIMITS
from tests.district.package_reading import broken, refusals, told
from tests.district.packages import Roster

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
        ("manifest-twice", "manifest.csv", 16),
        ("manifest-twice", "manifest.csv", 17),
        ("manifest-mode", "manifest.csv", 17),
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
