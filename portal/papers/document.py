"""What stands on a paper: a few kinds of parts, every text already in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """The title of what follows, one step under the title of the paper."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True)
class Note:
    """What a reader must not overlook; set apart by a line at its side."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows under a head that is said again on each page. A table without rows is a paragraph that says so instead."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns, counted from 0, whose cells stand at their end, as amounts do."""

    def __post_init__(self) -> None:
        if not self.rows or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"Table {self.caption!r} needs rows of {len(self.columns)} cells.")


Part = Heading | Paragraph | Note | Table


@dataclass(frozen=True)
class Document:
    """A paper about one child. Every text is data and never markup."""

    title: str
    district: str
    child: str
    details: tuple[str, ...]
    """Lines under the child's name: grade, school."""
    made: str
    """The day it was made, as a sentence."""
    page_of: str
    """Says which page it is, with `{page}` and `{pages}`."""
    lost: str
    """What is said where a character was left out because no font has it."""
    parts: tuple[Part, ...]
    repeated: str = ""
    """Said at the head of every page, as “Unofficial”."""
