"""What lies in a package: its files found, its version told, its headers matched; everything but the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from district.feeds import manifests
from district.feeds.archives import Archive, Limits
from district.feeds.columns import FILES, FORMATS, ONEROSTER_1_1, ONEROSTER_1_2
from district.feeds.csv_files import CsvFile, Row
from district.feeds.headers import Layout, is_1_0, layout
from district.feeds.manifests import Manifest, Mode
from district.feeds.report import Refused, Report, plain
from district.feeds.scanning import scan

MANIFEST = "manifest"
ROSTER = tuple(FILES[ONEROSTER_1_2])
NOT_FOR_THE_ROSTER = (
    "classResources",
    "courseResources",
    "lineItemLearningObjectiveIds",
    "lineItemScoreScales",
    "resources",
    "resultLearningObjectiveIds",
    "resultScoreScales",
    "scoreScales",
    "userProfiles",
    "userResources",
)
"""Files of the standard that hold nothing we keep: resources, learning objectives, scales, sign-ins elsewhere."""
_OF_SDS = {"relationships.csv", "userflags.csv", "student.csv", "section.csv"}


@dataclass(frozen=True)
class Contents:
    """A package ready to be read."""

    format: str
    source: str | None
    digest: str
    files: dict[str, CsvFile]
    layouts: dict[str, Layout]
    modes: dict[str, Mode]


def look_into(archive: Archive, label: str, wanted: str | None, report: Report, limits: Limits) -> Contents:
    """Look at every file once. Raises `Refused` with the reasons."""
    found = _known_files(archive.names, report)
    scanned = partial(_scanned, archive, found, limits, report)
    manifest_file = scanned([MANIFEST]).get(MANIFEST)
    manifest = manifests.read_manifest(manifest_file, report) if manifest_file else _no_manifest(label, report)
    modes = _modes(manifest, found, report)
    report.stop_if_broken()

    files = scanned(list(modes))
    if not manifest.modes and (not files or _OF_SDS.intersection(map(str.casefold, archive.names))):
        _refuse_other(archive.names, label, report)
    headers = {name: file.header(report) for name, file in files.items()}
    chosen = _format(wanted, manifest, {name: header for name, (_, header) in headers.items()}, label, report)
    for name in files.keys() - FILES[chosen].keys():
        del files[name], modes[name]
        report.warn(
            "file-not-read", f"{name}.csv", 0, "This file is not part of the package's version. It was not read."
        )

    layouts = _layouts(chosen, headers, files, label, report)
    digest = _digest(chosen, [*([manifest_file] if manifest_file else []), *files.values()])
    return Contents(chosen, manifest.source, digest, files, layouts, modes)


def _known_files(names: Iterable[str], report: Report) -> dict[str, str]:
    """The file's real name by its name in the standard, without `.csv`."""
    spelt = {f"{name}.csv".casefold(): name for name in (MANIFEST, *ROSTER, *NOT_FOR_THE_ROSTER)}
    found: dict[str, str] = {}
    for file in names:
        name = spelt.get(file.casefold())
        if not name:
            report.warn("unknown-file", plain(file), 0, "This file is not of the standard. It was not read.")
        elif name in NOT_FOR_THE_ROSTER:
            report.warn("file-not-read", file, 0, "Nothing in this file is kept here. It was not read.")
        else:
            found[name] = file
            if file != f"{name}.csv":
                report.warn("file-spelling", file, 0, f"This file was read as {name}.csv.")
    return found


def _scanned(
    archive: Archive, found: Mapping[str, str], limits: Limits, report: Report, names: Sequence[str]
) -> dict[str, CsvFile]:
    """Those of the named files that are there, each looked over. Raises `Refused` when one is broken."""
    files: dict[str, CsvFile] = {}
    for name in names:
        if name in found:
            opener = partial(archive.open, found[name])
            if file := scan(f"{name}.csv", opener, report, limit=limits.bytes_of_a_file):
                files[name] = file
    report.stop_if_broken()
    return files


def _no_manifest(label: str, report: Report) -> Manifest:
    message = "There is no manifest.csv. Every file was taken as bulk, the whole truth."
    report.warn("no-manifest", label, 0, message)
    return Manifest()


def _modes(manifest: Manifest, found: Mapping[str, str], report: Report) -> dict[str, Mode]:
    """The mode of each file to read. What is declared and not there is refused: the package is cut."""
    modes: dict[str, Mode] = {}
    for name in ROSTER:
        declared, file = manifest.modes.get(name), f"{name}.csv"
        if name not in found:
            if declared in ("bulk", "delta"):
                message = (
                    f"The manifest declares this file as {declared}, and it is not there. Export the package again."
                )
                report.fault("file-missing", file, 0, message)
        elif declared == "absent":
            report.warn("file-declared-absent", file, 0, "The manifest says this file is absent. It was not read.")
        else:
            modes[name] = declared or "bulk"
            if not declared and manifest.modes:
                message = "The manifest does not name this file. It was taken as bulk, the whole truth."
                report.warn("file-not-declared", file, 0, message)
    return modes


def _refuse_other(names: Iterable[str], label: str, report: Report) -> NoReturn:
    """Say what a package of another kind seems to be."""
    listed = {name.casefold() for name in names}
    seems = ""
    if any(name.endswith(".xml") for name in listed):
        seems = " It seems to be Ed-Fi XML."
    if listed & _OF_SDS:
        seems = " It seems to be Microsoft School Data Sync."
    message = f"This is not a OneRoster roster (orgs.csv, users.csv, … and their columns).{seems}"
    report.refuse("no-roster-files", label, 0, message)


def _format(wanted: str | None, manifest: Manifest, headers: Mapping[str, Row], label: str, report: Report) -> str:
    """What was asked for, else what the manifest says, else what the files show."""
    if wanted is not None:
        if wanted not in FORMATS:
            report.refuse("format-unknown", label, 0, f"The formats that can be read are {' and '.join(FORMATS)}.")
        if manifest.format not in (None, wanted):
            report.warn("format-overridden", label, 0, f"The manifest says {manifest.format}. It was read as {wanted}.")
        return wanted
    if manifest.format:
        return manifest.format
    if "roles" in headers or "users" in headers:
        has_role = {"role", "orgsourcedids", "orgs"} & {cell.strip().casefold() for cell in headers.get("users", ())}
        shown = ONEROSTER_1_2 if "roles" in headers or not has_role else ONEROSTER_1_1
        report.warn("version-not-said", label, 0, f"No manifest says the version. The files were read as {shown}.")
        return shown
    report.fault("version-not-said", label, 0, f"Nothing here tells the version. Say it with --format {FORMATS[-1]}.")
    raise Refused(report)


def _layouts(
    chosen: str, headers: Mapping[str, tuple[int, Row]], files: Iterable[str], label: str, report: Report
) -> dict[str, Layout]:
    """Where each file keeps its columns. Raises `Refused` with the faults of all headers together."""
    old = chosen == ONEROSTER_1_1 and any(is_1_0(name, header) for name, (_, header) in headers.items())
    if old:
        report.warn("oneroster-1.0", label, 0, "The headers are those of OneRoster 1.0. They were read as 1.1.")
    layouts: dict[str, Layout] = {}
    for name in files:
        line, header = headers[name]
        if matched := layout(name, FILES[chosen][name], line, header, report, from_1_0=old):
            layouts[name] = matched
    report.stop_if_broken()
    return layouts


def _digest(chosen: str, files: Iterable[CsvFile]) -> str:
    digest = hashlib.sha256(chosen.encode())
    for file in files:
        digest.update(f"\n{file.name} {file.digest}".encode())
    return digest.hexdigest()
