"""A file looked over once as bytes before anything in it is believed: size, NUL bytes, line ends, encoding, digest."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from district.feeds.archives import DAMAGED, LIMITS, too_large
from district.feeds.csv_files import CsvFile
from district.feeds.report import Report

BLOCK = 256 * 1024
"""Bytes looked at together; a line this long is refused, so that no line fills the memory."""

_SEEMS_TO_BE = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
)
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(128, 256))
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def scan(
    name: str, opener: Callable[[], BinaryIO], report: Report, *, limit: int = LIMITS.bytes_of_a_file
) -> CsvFile | None:
    """Look a file over. None when it cannot be read as CSV; the report then says why."""
    look = _Look(name, report, limit)
    try:
        with opener() as stream:
            if not all(look.takes(block) for block in _blocks(stream)):
                return None
        encoding = look.encoding() or _not_utf8(name, opener, look.first_not_utf8, report)
    except DAMAGED:
        report.fault("damaged", name, 0, "This file cannot be read. Export the package again.")
        return None
    if not encoding:
        return None
    look.remark_on_line_ends()
    return CsvFile(name, opener, encoding, look.lines(), look.digest.hexdigest())


class _Look:
    """What is known of a file while its bytes pass by."""

    def __init__(self, name: str, report: Report, limit: int) -> None:
        self.name, self.report, self.limit = name, report, limit
        self.digest = hashlib.sha256()
        self.size = self.ends = self.bare_returns = 0
        self.last = b""
        self.first_not_utf8 = 0
        self._utf8 = codecs.getincrementaldecoder("utf-8")()

    def takes(self, block: bytes) -> bool:
        """Count a block. False, with the reason in the report, when the file cannot be CSV."""
        if not self.size and (fault := _at_the_start(block)):
            self.report.fault(fault[0], self.name, 0, fault[1])
            return False
        if not self.size and block.startswith(codecs.BOM_UTF8):
            self.report.warn("bom", self.name, 1, "The file begins with a byte order mark, which was left out.")
        self.size += len(block)
        if self.size > self.limit:
            self.report.fault("too-large", self.name, 0, too_large(self.size, self.limit))
            return False
        if b"\0" in block:
            line = self.line() + _line_ends(block[: block.index(b"\0")])
            self.report.fault("nul-byte", self.name, line, "There is a NUL byte in this line. Export the file again.")
            return False
        if len(block) == BLOCK and b"\n" not in block and b"\r" not in block:
            self.report.fault("too-long", self.name, self.line(), f"This line is longer than {BLOCK:,} bytes.")
            return False
        self._count(block)
        return True

    def _count(self, block: bytes) -> None:
        self.digest.update(block)
        if not self.first_not_utf8:
            try:
                self._utf8.decode(block)
            except UnicodeDecodeError as error:
                held = len(error.object) - len(block)
                self.first_not_utf8 = self.line() + _line_ends(block[: max(0, error.start - held)])
        across = self.last == b"\r" and block.startswith(b"\n")
        self.ends += _line_ends(block) - across
        self.bare_returns += block.count(b"\r") - block.count(b"\r\n") - across
        self.last = block[-1:]

    def encoding(self) -> str:
        """`utf-8-sig`, or nothing when the bytes are not UTF-8."""
        if not self.first_not_utf8:
            try:
                self._utf8.decode(b"", final=True)
            except UnicodeDecodeError:
                self.first_not_utf8 = self.line()
        return "" if self.first_not_utf8 else "utf-8-sig"

    def line(self) -> int:
        """The number of the line the next byte stands on."""
        return self.ends + 1

    def lines(self) -> int:
        """How many lines there are."""
        return self.ends + (self.last not in b"\r\n")

    def remark_on_line_ends(self) -> None:
        """Warn of lines that end with a bare CR; LF and CRLF are both in order."""
        if self.bare_returns:
            message = "Lines end with a bare carriage return, as on an old Macintosh. They were read as line ends."
            self.report.warn("bare-cr", self.name, 0, message)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(BLOCK), b"")


def _line_ends(block: bytes) -> int:
    return block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")


def _at_the_start(block: bytes) -> tuple[str, str] | None:
    for start, what in _SEEMS_TO_BE:
        if block.startswith(start):
            return "not-csv", f"This is not CSV; it seems to be {what}. Export it as CSV in UTF-8."
    if b"\0" in block and max(block[::2].count(0), block[1::2].count(0)) > len(block) // 4:
        return "not-csv", "This is not CSV in UTF-8; it seems to be UTF-16 text. Export it as CSV in UTF-8."
    return None


def _not_utf8(name: str, opener: Callable[[], BinaryIO], line: int, report: Report) -> str:
    """`cp1252` for a file in the Windows encoding; nothing, with the reason in the report, for any other."""
    if not _is_windows_text(opener):
        message = "From this line on the text is neither UTF-8 nor one Windows encoding. Export the file in UTF-8."
        report.fault("encoding-unclear", name, line, message)
        return ""
    report.warn("not-utf8", name, line, "The file is not UTF-8. It was read in the Windows encoding (cp1252).")
    return "cp1252"


def _is_windows_text(opener: Callable[[], BinaryIO]) -> bool:
    """Whether bytes that are not UTF-8 are a Windows file's letters, not the faults of a UTF-8 file.

    Where most letters beyond ASCII are whole UTF-8 letters, the file is damaged or in two encodings, and reading it
    as Windows text would spoil every accented name.
    """
    whole = stray = 0
    with opener() as stream:
        for block in _blocks(stream):
            rest = _UTF8_LETTER.sub(b"", block)
            if block.startswith(codecs.BOM_UTF8) or _NOT_IN_CP1252.search(block):
                return False
            whole += len(_UTF8_LETTER.findall(block))
            stray += len(rest) - len(rest.translate(None, _HIGH))
    return stray > whole
