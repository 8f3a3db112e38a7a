"""Rows that carry an id of their own, as every row of OneRoster does: no id stands twice, and none is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from district.feeds.csv_files import Row
from district.feeds.report import Report, shown
from district.feeds.rows import Bad, RowReading


class ReadingByIds(RowReading):
    """A reading of a file whose first column read is `sourcedId`."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.own = self.layout.places[0] or 0
        self.ids: set[int] = set()
        self.repeated: set[int] = set()

    def _is_broken(self) -> bool:
        return bool(self.repeated) or super()._is_broken()

    def _identified(
        self, columns: Sequence[Sequence[str]], cells: Sequence[Row], lines: Sequence[int], bad: Bad
    ) -> Mapping[int, tuple[str, str]]:
        keys = self._keys(columns[0], cells, lines)
        self._note_ids(keys)
        return {place: (keys[place], "") for place in bad if keys[place]}

    def _keys(self, ids: Sequence[str], cells: Sequence[Row], lines: Sequence[int]) -> Sequence[str]:
        """Each row's id, also one that cannot be used; a row without any breaks the file, for it may be anybody's."""
        if all(ids):
            return ids
        keys = [row[self.own].strip() for row in cells]
        for place, key in enumerate(keys):
            if not key:
                message = "sourcedId is empty, so nobody can tell whose row this is. Fill it."
                self.report.fault("empty-id", self.file.name, lines[place], message)
        return keys

    def _note_ids(self, keys: Sequence[str]) -> None:
        """Watch for an id that stands twice. Hashes are kept, not ids: a million ids would fill the memory."""
        hashes = list(map(hash, keys))
        fresh = set(hashes)
        if len(fresh) < len(hashes) or not fresh.isdisjoint(self.ids):
            for value in hashes:
                if value in self.ids:
                    self.repeated.add(value)
                self.ids.add(value)
        self.ids |= fresh

    def _look_back(self) -> None:
        """Read once more for the lines of ids that stand twice: which row is meant cannot be told."""
        if not self.repeated:
            return
        own, width = self.own, self.layout.width
        lines: dict[str, int] = {}
        for numbers, rows in self.file.chunks(Report()):
            for line, row in zip(numbers, rows, strict=True):
                key = row[own].strip() if len(row) >= width and line != self.layout.line else ""
                if not key or hash(key) not in self.repeated:
                    continue
                if key in lines:
                    message = f"sourcedId {shown(key)} stands here and in line {lines[key]}. Keep one."
                    self.report.fault("duplicate-id", self.file.name, line, message)
                lines.setdefault(key, line)
