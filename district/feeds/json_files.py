"""A file of JSON values, read one at a time: a list, one value, values one after another, or `{"statements": […]}`.

What two readers may understand differently is refused: a name twice in one object, NaN, numbers without end.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from district.feeds.report import Report, plain

MOST_BYTES = 200 * 1024 * 1024
MOST_OF_ONE = 2 * 1024 * 1024
"""Characters of one value in a list or on a line of its own: a statement says little."""
MOST_IN_ONE = 64 * 1024 * 1024
"""Characters of a result that holds its statements inside: it must be read as one value."""

_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n,]*")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class JsonFile:
    """A file that is text in UTF-8 and not too large."""

    name: str
    text: str
    digest: str
    """SHA-256 of its bytes."""


class _Odd(ValueError):
    """A value two readers may understand differently; says why."""


def open_json(path: Path, report: Report) -> JsonFile:
    """Read a file. Raises Refused when it is no text in UTF-8, or larger than any day's statements."""
    name = plain(path.name)
    if path.stat().st_size > MOST_BYTES:
        report.refuse("too-large", name, 0, f"The file has more than {MOST_BYTES // 1024 // 1024} MB. Split it by day.")
    raw = path.read_bytes()
    if raw.startswith(_UTF16):
        report.refuse("not-utf8", name, 0, "This seems to be UTF-16 text. JSON is written in UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.refuse("not-utf8", name, line, "This line is not UTF-8. JSON is written in UTF-8.")
    if raw.startswith(b"\xef\xbb\xbf"):
        report.warn("bom", name, 1, "The file begins with a byte order mark, which was left out.")
    return JsonFile(name, text, hashlib.sha256(raw).hexdigest())


def values(file: JsonFile, report: Report) -> Iterator[tuple[int, int, Any]]:
    """Each value as `(number, line, value)`, numbered from 0 as in a list. Raises Refused where there is no JSON."""
    reading = _Reading(file, report)
    reading.pass_over(_SPACE)
    if reading.at_end:
        report.refuse("empty-file", file.name, 0, "The file is empty. It needs one statement at least.")
    if reading.text.startswith("[", reading.place):
        yield from reading.items()
        return
    line, first = reading.one(MOST_IN_ONE)
    if isinstance(first, dict) and isinstance(first.get("statements"), list) and "actor" not in first:
        if first.get("more"):
            message = "The system that sent this has more: the file says where. Bring that too."
            report.warn("more-elsewhere", file.name, 0, message)
        yield from ((number, line, each) for number, each in enumerate(first["statements"]))
        reading.stop_at_rest()
        return
    yield 0, line, first
    number = 1
    reading.pass_over(_SPACE)
    while not reading.at_end:
        line, value = reading.one()
        yield number, line, value
        number += 1
        reading.pass_over(_SPACE)


class _Reading:
    """Where in the text the reading is."""

    def __init__(self, file: JsonFile, report: Report) -> None:
        self.name, self.text, self.report = file.name, file.text, report
        self.place, self._line, self._counted = 0, 1, 0
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_real
        )

    @property
    def at_end(self) -> bool:
        return self.place >= len(self.text)

    @property
    def line(self) -> int:
        """The line the reading is on."""
        self._line += self.text.count("\n", self._counted, self.place)
        self._counted = self.place
        return self._line

    def pass_over(self, signs: re.Pattern[str]) -> str:
        found = signs.match(self.text, self.place)
        assert found  # noqa: S101 - both patterns match nothing, too
        self.place = found.end()
        return found[0]

    def one(self, limit: int | None = None) -> tuple[int, Any]:
        """The value here, and its line; refused when it is longer than `limit`, or than a statement may be."""
        line, limit = self.line, limit or MOST_OF_ONE
        try:
            value, after = self.decoder.raw_decode(self.text, self.place)
        except json.JSONDecodeError as error:
            self._refuse(error.pos, f"This is not JSON: {error.msg}.")
        except _Odd as odd:
            self._refuse(self.place, str(odd))
        except RecursionError:
            self._refuse(self.place, "The value that begins here is nested too deeply.")
        if after - self.place > limit:
            self._refuse(self.place, f"The value that begins here is longer than {limit:,} characters.")
        self.place = after
        return line, value

    def items(self) -> Iterator[tuple[int, int, Any]]:
        """The values of a list."""
        self.place += 1
        self.pass_over(_SPACE)
        number = 0
        if self.text.startswith("]", self.place):
            self.place += 1
        else:
            while True:
                line, value = self.one()
                yield number, line, value
                number += 1
                between = self.pass_over(_BETWEEN)
                if self.text.startswith("]", self.place) and "," not in between:
                    self.place += 1
                    break
                if between.count(",") != 1:
                    self._refuse(self.place, "This is not JSON: a comma must stand between two statements.")
        self.stop_at_rest()

    def stop_at_rest(self) -> None:
        """Refuse what follows after the end."""
        self.pass_over(_SPACE)
        if not self.at_end:
            self._refuse(self.place, "Something follows after the end of the list.")

    def _refuse(self, place: int, message: str) -> NoReturn:
        self.place = max(self.place, place)
        self.report.refuse("not-json", self.name, self.line, message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Odd("An object here has the same name twice, and nobody can tell which is meant.")
    return made


def _constant(word: str) -> NoReturn:
    raise _Odd(f"{word} is no number of JSON.")


def _whole(digits: str) -> int:
    if len(digits) > 300:
        raise _Odd("A number here has more than 300 digits.")
    return int(digits)


def _real(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise _Odd("A number here is too large.")
    return number
