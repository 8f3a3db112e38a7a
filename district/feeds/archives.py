"""A ZIP or a folder as a flat set of named files, opened without trusting it.

Nothing is ever unpacked to disk: members are streamed. Every name, size and flag is checked before the first byte of
a member is read, and sizes again while reading (security T20, T24; ASVS 5.2.3, 5.3.3).
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from district.feeds.report import Refused, Report, plain, shown

MEGABYTE = 1024 * 1024
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError)
"""What reading a damaged archive raises."""
LITTER = ("__MACOSX/", "._", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Limits:
    """How much a package may hold. A district of a million students stays far below."""

    files: int = 100
    bytes_of_a_file: int = 2048 * MEGABYTE
    bytes_together: int = 4096 * MEGABYTE
    times_its_packed_size: int = 200
    ratio_counts_from: int = MEGABYTE
    """Smaller members may be packed as tightly as they like."""


LIMITS = Limits()


class Archive(Protocol):
    """Named files: `names` maps a plain file name to its size in bytes."""

    names: dict[str, int]

    def open(self, name: str) -> BinaryIO: ...

    def close(self) -> None: ...


class Folder:
    """The files directly inside a folder."""

    def __init__(self, path: Path, names: dict[str, int]) -> None:
        self.path = path
        self.names = names

    def open(self, name: str) -> BinaryIO:
        return (self.path / name).open("rb")

    def close(self) -> None:
        """Nothing is held open."""


class Zip:
    """The members of a ZIP, by their plain names."""

    def __init__(self, file: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self.file = file
        self.members = members
        self.names = {name: member.file_size for name, member in members.items()}

    def open(self, name: str) -> BinaryIO:
        try:
            return cast(BinaryIO, self.file.open(self.members[name]))
        except ValueError as error:  # a name in the archive that is no text
            raise zipfile.BadZipFile from error

    def close(self) -> None:
        self.file.close()


def open_archive(path: Path, report: Report, limits: Limits = LIMITS) -> Archive:
    """Open a folder or ZIP after checking every name and size in it. Raises `Refused`."""
    if path.is_dir():
        return _open_folder(path, report, limits)
    if not path.is_file():
        report.refuse("not-found", path.name, 0, "There is no such file or folder. Check the path.")
    if not zipfile.is_zipfile(path):
        report.refuse(
            "not-a-zip", path.name, 0, "This is not a ZIP file. Give the ZIP, or the folder with the CSV files."
        )
    try:
        file = zipfile.ZipFile(path)
    except (*DAMAGED, ValueError) as error:
        report.fault("damaged-archive", path.name, 0, "This ZIP file is damaged. Export it again.")
        raise Refused(report) from error
    try:
        return Zip(file, _checked_members(file, path.name, report, limits))
    except Refused:
        file.close()
        raise


def _open_folder(path: Path, report: Report, limits: Limits) -> Folder:
    names: dict[str, int] = {}
    for entry in sorted(path.iterdir()):
        if entry.name.startswith(LITTER):
            continue
        if entry.is_symlink():
            report.fault("link", plain(entry.name), 0, "This is a link to another place. Put the file itself here.")
        elif entry.is_dir():
            report.warn("folder-inside", plain(entry.name), 0, "This folder inside the folder is not read.")
        elif not entry.is_file():
            report.fault("not-a-file", plain(entry.name), 0, "This is not an ordinary file. Remove it.")
        else:
            names[entry.name] = entry.stat().st_size
    _check_sizes(names, path.name, report, limits)
    _check_repeats(names, report)
    report.stop_if_broken()
    return Folder(path, names)


def _checked_members(file: zipfile.ZipFile, label: str, report: Report, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    members = [member for member in file.infolist() if not _is_litter(member.orig_filename)]
    if len(members) > limits.files:
        report.refuse(
            "too-many-files", label, 0, f"The archive holds {len(members):,} files; {limits.files} is the limit."
        )
    for member in members:
        if fault := _unsafe(member, limits):
            report.fault(fault[0], plain(member.orig_filename), 0, fault[1])
    report.stop_if_broken()
    files = [member for member in members if not member.is_dir()]
    _check_repeats((member.filename for member in files), report)
    _check_sizes({member.filename: member.file_size for member in files}, label, report, limits)
    report.stop_if_broken()
    return _without_folder(files, label, report)


def _unsafe(member: zipfile.ZipInfo, limits: Limits) -> tuple[str, str] | None:
    """Why a member is not touched: its code and sentence."""
    name = member.orig_filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in parts or "" in parts:
        return "path-outside", "The name of this entry leads out of the archive. Nothing was unpacked."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link", "This entry is a link to another place. Put the file itself into the archive."
    if member.flag_bits & 0x1:
        return "encrypted", "This entry is locked with a password. Export the archive without one."
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packing-unknown", "This entry is packed in an unusual way. Pack the archive as an ordinary ZIP."
    if member.file_size > max(limits.ratio_counts_from, limits.times_its_packed_size * member.compress_size):
        return "too-large", (
            f"This entry would unpack to {_megabytes(member.file_size)}, more than {limits.times_its_packed_size} "
            "times its packed size. It was not unpacked."
        )
    return None


def _check_sizes(sizes: dict[str, int], label: str, report: Report, limits: Limits) -> None:
    if len(sizes) > limits.files:
        report.refuse("too-many-files", label, 0, f"Here are {len(sizes):,} files; {limits.files} is the limit.")
    for name, size in sizes.items():
        if size > limits.bytes_of_a_file:
            report.fault("too-large", plain(name), 0, too_large(size, limits.bytes_of_a_file))
    together = sum(sizes.values())
    if together > limits.bytes_together:
        report.fault("too-large", label, 0, too_large(together, limits.bytes_together))


def _check_repeats(names: Iterable[str], report: Report) -> None:
    listed = list(names)
    times = Counter(name.casefold() for name in listed)
    for name in dict.fromkeys(listed):
        if times[name.casefold()] > 1:
            report.fault("name-twice", plain(name), 0, "Two files have this name. Keep the right one.")


def _without_folder(files: list[zipfile.ZipInfo], label: str, report: Report) -> dict[str, zipfile.ZipInfo]:
    """Members by plain name; one folder around all of them is let pass, any other is refused."""
    folders = {member.filename.rpartition("/")[0] for member in files}
    if len(folders) == 1 and (folder := folders.copy().pop()):
        report.warn("folder-around", label, 0, f"All files lie in the folder {shown(folder)}. They belong at the top.")
        return {member.filename.rpartition("/")[2]: member for member in files}
    for member in files:
        if "/" in member.filename:
            report.fault("folder-inside", plain(member.filename), 0, "Files belong at the top of the archive.")
    report.stop_if_broken()
    return {member.filename: member for member in files}


def too_large(size: int, limit: int) -> str:
    """The sentence about a size over its limit."""
    return f"This would unpack to {_megabytes(size)}; {_megabytes(limit)} is the limit. Nothing was read."


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(LITTER)
