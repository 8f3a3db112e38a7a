"""What a feed's reading found: warnings, errors and counts, kept small however many rows say the same.

A *warning* is something a lenient reader let pass, or a row set aside for a person. An *error* is a reason to
refuse the whole feed: a broken file is refused whole and nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

COUNTS = ("created", "updated", "unchanged", "deactivated", "skipped")
KEPT_OF_A_KIND = 20
MOST_ERRORS = 50
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Finding:
    """One remark: what is wrong, where, and what to do. Line 0 speaks of the whole file."""

    code: str
    file: str
    line: int
    message: str


class Refused(Exception):
    """The feed cannot be read safely. `report.errors` says why; nothing was stored."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("\n".join(sentence(finding) for finding in report.errors))


@dataclass
class Report:
    """What one run says to the operator. Warnings of one kind in one file are named twenty times, then counted."""

    errors: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    _kept: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    _further: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def warnings(self) -> list[Finding]:
        """The warnings kept, each kind closed by one that counts what was not kept."""
        found: list[Finding] = []
        for (code, file), kept in self._kept.items():
            found += kept
            if further := self._further.get((code, file)):
                found.append(Finding(code, file, 0, f"{further:,} more of this kind in this file."))
        return found

    @property
    def warned(self) -> int:
        """How many warnings were given, kept or not."""
        return sum(map(len, self._kept.values())) + sum(self._further.values())

    def warn(self, code: str, file: str, line: int, message: str) -> None:
        """Remark on something let pass, or on a row set aside."""
        kept = self._kept.setdefault((code, file), [])
        if len(kept) < KEPT_OF_A_KIND:
            kept.append(Finding(code, file, line, message))
        else:
            self._further[code, file] = self._further.get((code, file), 0) + 1

    def fault(self, code: str, file: str, line: int, message: str) -> None:
        """Note an error and read on for more of them; the fiftieth ends the reading."""
        self.errors.append(Finding(code, file, line, message))
        if len(self.errors) >= MOST_ERRORS:
            raise Refused(self)

    def refuse(self, code: str, file: str, line: int, message: str) -> NoReturn:
        """Note an error after which nothing more can be read."""
        self.errors.append(Finding(code, file, line, message))
        raise Refused(self)

    def stop_if_broken(self) -> None:
        """Refuse the feed when an error was noted."""
        if self.errors:
            raise Refused(self)

    def as_json(self, run_id: str | None) -> dict[str, Any]:
        """The one object `--json` prints."""
        return {
            "run_id": run_id,
            **{name: self.counts[name] for name in COUNTS},
            "warnings": _as_objects(self.warnings),
            "errors": _as_objects(self.errors),
        }


def sentence(finding: Finding) -> str:
    """A finding as one line for a terminal: `users.csv line 7: …`."""
    where = f"{finding.file} line {finding.line}" if finding.line else finding.file
    return f"{where}: {finding.message}"


def shown(value: str) -> str:
    """A value from a file, quoted for a message: short, and without characters that could steer a terminal."""
    return f"“{plain(value)}”"


def plain(value: str) -> str:
    """A name from a package as a report may show it."""
    cut = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in cut)


def _as_objects(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]
