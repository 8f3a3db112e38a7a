"""A file's header, matched to the columns we read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from district.feeds.columns import Column
from district.feeds.report import Report, shown

MOST_COLUMNS = 300

OLD_NAMES: dict[str, dict[str, str]] = {
    "courses": {"grade": "grades", "schoolYearId": "schoolYearSourcedId"},
    "classes": {"grade": "grades", "termSourcedId": "termSourcedIds"},
    "users": {"grade": "grades", "userId": "userIds", "agents": "agentSourcedIds", "orgs": "orgSourcedIds"},
    "demographics": {"userSourcedId": "sourcedId", "birthdate": "birthDate"},
}
"""OneRoster 1.0's names for columns that 1.1 renamed, by file."""
MISSPELT = {"dataLastModified": "dateLastModified", "prefferedGivenName": "preferredGivenName"}
NOT_IN_1_0 = {"enabledUser": "true", "schoolYear": ""}
"""Required since 1.1 and unknown to 1.0, with what every row of such a set is taken to say."""
_SILENCE = {"status": "active", **NOT_IN_1_0}
NEVER_READ = ("password",)


@dataclass(frozen=True)
class Layout:
    """Where a file keeps each column."""

    line: int
    """The header's own line."""
    width: int
    places: tuple[int | None, ...]
    """For each column read, its place in a row; None where the file has no such column."""
    fills: tuple[str, ...]
    """For each column read, what stands for it where the file has no such column."""


@dataclass(frozen=True)
class Names:
    """By which names a file may call the columns."""

    called: Mapping[str, str] = field(default_factory=dict)
    """The heading of a column, where it is not its own name."""
    old: Mapping[str, str] = field(default_factory=dict)
    """Headings read with a warning, and the column each means."""
    let_pass: Collection[str] = ()
    """Required columns that this file may be without."""
    may_lack: Collection[str] = ()
    """Columns nobody misses."""
    of_a_standard: bool = False
    """Whether the order of the columns, and that there are no others, is somebody's word."""

    def heading(self, column: str) -> str:
        """What the file calls a column."""
        return self.called.get(column, column)


def is_1_0(name: str, header: Sequence[str]) -> bool:
    """Whether a header speaks OneRoster 1.0 (`orgs` alone is a slip later exporters make too)."""
    old = OLD_NAMES.get(name, {}).keys() - {"orgs"}
    return bool(old & set(header))


def layout(
    name: str, columns: Sequence[Column], line: int, header: Sequence[str], report: Report, *, from_1_0: bool
) -> Layout | None:
    """Match the header of a file of OneRoster, as `match` does."""
    names = Names(
        old=OLD_NAMES.get(name, {}) | MISSPELT, let_pass=NOT_IN_1_0.keys() if from_1_0 else (), of_a_standard=True
    )
    return match(f"{name}.csv", columns, line, header, report, names)


def match(
    file: str, columns: Sequence[Column], line: int, header: Sequence[str], report: Report, names: Names
) -> Layout | None:
    """Match a header; None, with the reasons in the report, when the file cannot be read with it."""
    before = len(report.errors)
    if len(header) > MOST_COLUMNS:
        report.fault("too-many-columns", file, line, f"The header has {len(header):,} columns; {MOST_COLUMNS} is most.")
        return None
    wanted = {column.name: column for column in columns}
    places = _places(file, line, header, wanted, names, report)
    _check_missing(file, line, header, wanted, places, names, report)
    if len(report.errors) > before:
        return None
    if names.of_a_standard:
        _remark_on_order(file, line, wanted, places, report)
    _remark_on_the_rest(file, line, header, places, names, report)
    return Layout(
        line,
        len(header),
        tuple(places.get(column.name) for column in columns),
        tuple(_SILENCE.get(column.name, "") for column in columns),
    )


def _places(
    file: str, line: int, header: Sequence[str], wanted: Mapping[str, Column], names: Names, report: Report
) -> dict[str, int]:
    """The place of each wanted column, by its name; a name in another spelling is let pass."""
    cells = [cell.strip() for cell in header]
    spelt = {names.heading(name).casefold(): name for name in (*wanted, *NEVER_READ)}
    _check_repeats(file, line, cells, spelt, report)
    places: dict[str, int] = {}
    for place, name in enumerate(cells):
        right = spelt.get(name.casefold(), "")
        if right in wanted:
            places[right] = place
            if header[place] != names.heading(right):
                report.warn("header-spelling", file, line, f"The header {shown(header[place])} was read as {right}.")
    for place, name in enumerate(cells):
        right = names.old.get(name, "")
        if right in wanted and right not in places:
            places[right] = place
            report.warn("old-header", file, line, f"The header {name} was read as {right}.")
    return places


def _check_repeats(file: str, line: int, names: Sequence[str], spelt: Mapping[str, str], report: Report) -> None:
    """Two columns of one name: which of them is meant cannot be told.

    A name is shown only when the standard knows it, for where the header line is missing the "names" are a person's.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names, start=1):
        if name:
            found[name.casefold()].append(place)
    for folded, places in found.items():
        if len(places) > 1:
            which = f"{', '.join(map(str, places[:-1]))} and {places[-1]}"
            called = f", {spelt[folded]}" if folded in spelt else ""
            message = f"Columns {which} have the same name{called}. Keep one."
            report.fault("duplicate-header", file, line, message)


def _check_missing(
    file: str,
    line: int,
    header: Sequence[str],
    wanted: Mapping[str, Column],
    places: Mapping[str, int],
    names: Names,
    report: Report,
) -> None:
    missing = [name for name in wanted if name not in places]
    required = [names.heading(name) for name in missing if wanted[name].required and name not in names.let_pass]
    if required and len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        message = "The cells are not separated by commas. Export the file with commas between the cells."
        report.fault("not-commas", file, line, message)
    elif required:
        message = f"{_columns(required)} missing: {', '.join(required)}. The first line must name every column."
        report.fault("missing-column", file, line, message)
    left = [names.heading(name) for name in missing if not _is_not_missed(name, names)]
    if left and not required:
        message = f"{_columns(left)} missing: {', '.join(left)}. Nothing was read for {_them(left)}."
        report.warn("column-left-out", file, line, message)


def _is_not_missed(name: str, names: Names) -> bool:
    return name in names.may_lack or name.startswith("metadata.")


def _remark_on_order(
    file: str, line: int, wanted: Mapping[str, Column], places: Mapping[str, int], report: Report
) -> None:
    in_order = [places[name] for name in wanted if name in places and not name.startswith("metadata.")]
    if in_order != sorted(in_order):
        report.warn("column-order", file, line, "The columns stand in another order than the standard's.")


def _remark_on_the_rest(
    file: str, line: int, header: Sequence[str], places: Mapping[str, int], names: Names, report: Report
) -> None:
    """Columns without a name, or of the exporter's own."""
    known = "of the standard" if names.of_a_standard else "one this feed knows"
    used = set(places.values())
    for place, cell in enumerate(header):
        name = cell.strip()
        if place in used or name.casefold() in NEVER_READ or name.startswith("metadata."):
            continue
        if name:
            report.warn("unknown-column", file, line, f"The column {shown(name)} is not {known}. It was not read.")
        else:
            report.warn("blank-header", file, line, f"Column {place + 1} has no name. It was not read.")


def _columns(names: Sequence[str]) -> str:
    return "A column is" if len(names) == 1 else "Columns are"


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"
