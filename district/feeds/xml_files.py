"""XML read as a stream, one record of the interchange at a time, and nothing in it believed.

A document type is refused, and with it every entity: no file or address outside is ever read, and nothing expands.
Text, nesting, records and single tags have limits, so that memory stays flat however long the file is.
Source: OWASP XML External Entity Prevention; ASVS 5.0, 1.5.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from district.feeds.archives import DAMAGED, LIMITS, too_large
from district.feeds.report import Report, shown

BLOCK = 64 * 1024
LONGEST_VALUE = 16 * 1024
"""Letters in one value."""
LONGEST_TAG = 256 * 1024
"""Bytes of one tag, comment or instruction, which the parser must hold whole."""
DEEPEST = 32
MOST_PARTS = 20_000
"""Elements in one record."""
LONGEST_RECORD = 1024 * 1024
"""Letters in one record."""
SNIFFED = 4096


@dataclass
class Element:
    """One element of a record: its name without its namespace, its text on one line, and what is inside."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    parts: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The parts with this name."""
        return [part for part in self.parts if part.name == name]

    def one(self, path: str) -> Element | None:
        """The first part on a path such as `Name/FirstName`."""
        found: Element | None = self
        for name in path.split("/"):
            found = next((part for part in found.parts if part.name == name), None) if found else None
        return found

    def get(self, *paths: str) -> str:
        """The text of the first of these paths that has one; "" where none does."""
        for path in paths:
            if (found := self.one(path)) and found.text:
                return found.text
        return ""

    def deep(self, name: str) -> str:
        """The text of the first element of this name, however deep."""
        for part in self.parts:
            if part.name == name and part.text:
                return part.text
            if inside := part.deep(name):
                return inside
        return ""


class XmlFile:
    """A file of records: the elements directly inside its root."""

    def __init__(
        self, name: str, opener: Callable[[], BinaryIO], report: Report, *, limit: int = LIMITS.bytes_of_a_file
    ) -> None:
        self.name, self.opener, self.report, self.limit = name, opener, report, limit
        self.lines = 0
        self.digest = self._looked_over()

    def records(self) -> Iterator[Element]:
        """Each record in its order. Raises `Refused` where the file cannot be read safely."""
        reading = _Reading(self.name, self.report)
        try:
            with self.opener() as stream:
                while block := stream.read(BLOCK):
                    yield from reading.take(block)
        except DAMAGED:
            self.report.refuse("damaged", self.name, 0, "This file cannot be read. Export the package again.")
        yield from reading.take(b"", is_last=True)

    def _looked_over(self) -> str:
        """SHA-256 of the file; counts its lines. Raises `Refused` when it is too large or cannot be read."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.opener() as stream:
                while block := stream.read(BLOCK):
                    size += len(block)
                    if size > self.limit:
                        self.report.refuse("too-large", self.name, 0, too_large(size, self.limit))
                    digest.update(block)
                    self.lines += block.count(b"\n")
        except DAMAGED:
            self.report.refuse("damaged", self.name, 0, "This file cannot be read. Export the package again.")
        return digest.hexdigest()


class _Reading:
    """The parser of one file, and the record it is inside of."""

    def __init__(self, name: str, report: Report) -> None:
        self.name, self.report = name, report
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.fed = self.depth = self.count = 0
        self.open: list[Element] = []
        self.said: list[str] = []
        self.length = self.letters = 0
        self.done: list[Element] = []

    def take(self, block: bytes, *, is_last: bool = False) -> Iterator[Element]:
        self.fed += len(block)
        try:
            self.parser.Parse(block, is_last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            self._broken(error)
        if self.fed - max(0, self.parser.CurrentByteIndex) > LONGEST_TAG + BLOCK and not is_last:
            message = f"A tag or comment here is longer than {LONGEST_TAG:,} bytes."
            self.report.refuse("xml-too-long", self.name, self.parser.CurrentLineNumber, message)
        done, self.done = self.done, []
        return iter(done)

    def _broken(self, error: Exception) -> None:
        code = getattr(error, "code", 0)
        line = getattr(error, "lineno", 0) or self.parser.CurrentLineNumber
        why = expat.ErrorString(code) if code else "its encoding is not known"
        message = f"This is not well-formed XML ({why}). Export the file again."
        self.report.refuse("xml-broken", self.name, line, message)

    def _doctype(self, *_: Any) -> None:
        message = (
            "This file declares a document type, by which it could read other files or fill the memory. Nothing of it "
            "was read. Export it without <!DOCTYPE …>."
        )
        self.report.refuse("xml-doctype", self.name, self.parser.CurrentLineNumber, message)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        line = self.parser.CurrentLineNumber
        if self.depth > DEEPEST:
            self.report.refuse("xml-too-deep", self.name, line, f"Elements lie more than {DEEPEST} deep here.")
        self.said.clear()
        self.length = 0
        if self.depth == 1:
            return
        element = Element(name.rpartition(":")[2], line, attributes)
        if self.open:
            self.count += 1
            if self.count > MOST_PARTS:
                self.report.refuse("xml-too-many", self.name, line, f"One record has more than {MOST_PARTS:,} parts.")
            self.open[-1].parts.append(element)
        self.open.append(element)

    def _text(self, said: str) -> None:
        self.length += len(said)
        self.letters += len(said)
        if self.length > LONGEST_VALUE or self.letters > LONGEST_RECORD:
            message = (
                f"More than {LONGEST_VALUE:,} letters stand in one value here, or {LONGEST_RECORD:,} in one record."
            )
            self.report.refuse("xml-too-long", self.name, self.parser.CurrentLineNumber, message)
        self.said.append(said)

    def _end(self, _: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        if not element.parts:
            element.text = " ".join("".join(self.said).split())
        self.said.clear()
        self.length = 0
        if not self.open:
            self.count = self.letters = 0
            self.done.append(element)


@dataclass(frozen=True)
class Root:
    """The root of a file: its name without a prefix, and the namespaces it declares."""

    name: str
    namespaces: tuple[str, ...]


def root_of(name: str, opener: Callable[[], BinaryIO], report: Report) -> Root | None:
    """The root of an XML file, from its beginning; None where none is seen. Raises `Refused` for a document type."""
    found: list[Root] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not found:
            declared = tuple(value for key, value in attributes.items() if key.split(":")[0] == "xmlns")
            found.append(Root(tag.rpartition(":")[2], declared))

    def doctype(root: str, *_: Any) -> None:
        report.refuse(
            "xml-doctype",
            name,
            parser.CurrentLineNumber,
            f"This file declares a document type for {shown(root)}, by which it could read other files or fill the "
            "memory. Nothing of it was read. Export it without <!DOCTYPE …>.",
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        with opener() as stream:
            parser.Parse(stream.read(SNIFFED), False)
    except (expat.ExpatError, LookupError, ValueError, *DAMAGED):
        return found[0] if found else None
    return found[0] if found else None
