"""The manifest: which version a package speaks, who made it, and which files it holds in which mode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

from district.feeds.columns import ONEROSTER_1_1, ONEROSTER_1_2
from district.feeds.csv_files import CsvFile
from district.feeds.report import Report, shown

Mode = Literal["bulk", "delta", "absent"]

FILE = "manifest.csv"
FORMAT_OF = {"1.0": ONEROSTER_1_1, "1.1": ONEROSTER_1_1, "1.2": ONEROSTER_1_2}
LONGEST_SOURCE = 100
_HEADER = ["propertyName", "value"]


@dataclass
class Manifest:
    """What the manifest says; nothing where it is silent."""

    format: str | None = None
    source: str | None = None
    modes: dict[str, Mode] = field(default_factory=dict)
    """By the name of the file without `.csv`."""


def read_manifest(file: CsvFile, report: Report) -> Manifest:
    """Read the manifest. Faults stand in the report."""
    manifest = Manifest()
    said: dict[str, int] = {}
    for lines, rows in file.chunks(report):
        for line, row in zip(lines, rows, strict=True):
            cells = [cell.strip() for cell in row]
            if not any(cells) or (not said and cells[:2] == _HEADER):
                continue
            name, value = cells[0], cells[1] if len(cells) > 1 else ""
            if name in said:
                message = f"{shown(name)} stands here and in line {said[name]}. Keep one."
                report.fault("manifest-twice", FILE, line, message)
            said[name] = line
            _take(manifest, name, value, line, report)
    return manifest


def _take(manifest: Manifest, name: str, value: str, line: int, report: Report) -> None:
    if name == "oneroster.version":
        _take_version(manifest, value, line, report)
    elif name == "manifest.version":
        if value != "1.0":
            report.warn("manifest-version", FILE, line, f"manifest.version is {shown(value)}; the standard says 1.0.")
    elif name == "source.systemCode":
        if len(value) > LONGEST_SOURCE:
            report.fault("too-long", FILE, line, f"source.systemCode is longer than {LONGEST_SOURCE} characters.")
        manifest.source = value or None
    elif name.startswith("file."):
        _take_mode(manifest, name.removeprefix("file."), value, line, report)
    elif name != "source.systemName":
        report.warn("manifest-property", FILE, line, f"The property {shown(name)} is not of the standard.")


def _take_version(manifest: Manifest, value: str, line: int, report: Report) -> None:
    if value in FORMAT_OF:
        manifest.format = FORMAT_OF[value]
        if value == "1.0":
            report.warn("oneroster-1.0", FILE, line, "This is a OneRoster 1.0 set. It was read as 1.1.")
    elif value:
        message = f"oneroster.version is {shown(value)}; 1.1 and 1.2 can be read."
        report.fault("version-unknown", FILE, line, message)


def _take_mode(manifest: Manifest, name: str, value: str, line: int, report: Report) -> None:
    mode = value.casefold()
    if not mode:
        report.warn("manifest-blank", FILE, line, f"file.{name} is blank. The file was taken as bulk if it is there.")
    elif mode not in ("bulk", "delta", "absent"):
        message = f"file.{name} is {shown(value)}. Write absent, bulk or delta."
        report.fault("manifest-mode", FILE, line, message)
    else:
        if mode != value:
            report.warn("word-spelling", FILE, line, f"file.{name} {shown(value)} was read as {mode}.")
        manifest.modes[name] = cast(Mode, mode)
