"""Printed letters: one page a person, in the reader's language, with the code in groups and as a square to scan.

Typst sets them as tagged PDF (PDF/UA-1), at most 500 in one document so that memory stays flat. Its packages are
never fetched. Names travel as JSON data, never as markup. A character that no font has would refuse the document;
such a letter is printed without it and named to the caller.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import segno
import typst

MOST_IN_ONE_PDF = 500
REMEMBERED = 10
"""Compilations over which typst keeps intermediate results."""
LAYOUT = Path(__file__).parents[2] / "templates" / "letters" / "activation.typ"
STANDARD: Literal["ua-1"] = "ua-1"

Source = TypeVar("Source", Path, bytes)
"""A layout as a file or as text."""

_one_at_a_time = threading.Lock()
_ONE_LINE = b'#set document(title: "-")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.line'


@dataclass(frozen=True)
class Letter:
    """What one letter says besides its sentences."""

    person_id: str
    """The public id; stands for a name no font can print."""
    name: str
    address: tuple[str, ...]
    languages: tuple[str, ...]
    """One language, or every language where the reader's is not known."""
    code: str
    """As people read it, in groups."""
    url: str


@dataclass(frozen=True)
class Texts:
    """What every letter of a run says in one language. `greeting` holds `%(name)s`."""

    language: str
    issued_on: str
    heading: str
    greeting: str
    why: str
    code_label: str
    works_through: str
    square: str
    square_means: str
    steps: tuple[str, ...]
    private: str
    help: str


@dataclass(frozen=True)
class Printed:
    """A PDF and the public ids of those whose name or address lost a character that no font has."""

    pdf: bytes
    fell_back: tuple[str, ...]


def printed(letters: Sequence[Letter], texts: Mapping[str, Texts], *, district: str, title: str) -> Printed:
    """The PDF of `letters`, at most 500 of them, one a page."""
    if not 0 < len(letters) <= MOST_IN_ONE_PDF:
        raise ValueError(f"A PDF holds 1 to {MOST_IN_ONE_PDF} letters, not {len(letters)}.")
    try:
        return Printed(_typeset(letters, texts, district=district, title=title), ())
    except typst.TypstError:
        plain = [_printable(each) for each in letters]
        fell_back = tuple(new.person_id for old, new in zip(letters, plain, strict=True) if old != new)
        if not fell_back:
            raise
        return Printed(_typeset(plain, texts, district=_without_strangers(district), title=title), fell_back)


def square(url: str) -> str:
    """The QR code of `url` as SVG, with the quiet zone scanners need."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None))


def _typeset(letters: Sequence[Letter], texts: Mapping[str, Texts], *, district: str, title: str) -> bytes:
    run = {
        "title": title,
        "district": district,
        "language": next(iter(texts)),
        "letters": [_as_data(each, texts) for each in letters],
    }
    made = typeset(LAYOUT, {"run": json.dumps(run)})
    _forget()
    return made


def typeset(source: Source, told: dict[str, str]) -> bytes:
    """The PDF of a layout with what it is told. One at a time: typst's compiler is one thread's while it works."""
    with _one_at_a_time:
        made = _compiler().compile(input=source, format="pdf", sys_inputs=told, pdf_standards=STANDARD)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave several files for one PDF.")
    return made


def _as_data(letter: Letter, texts: Mapping[str, Texts]) -> dict[str, Any]:
    parts = [texts[language] for language in letter.languages]
    return {
        "name": letter.name,
        "address": letter.address,
        "code": letter.code,
        "square": square(letter.url),
        "issued_on": [part.issued_on for part in parts],
        "parts": [vars(part) | {"greeting": part.greeting % {"name": letter.name}} for part in parts],
    }


def _printable(letter: Letter) -> Letter:
    """`letter` without the characters no font has; where no name is left, its person's public id stands for it."""
    name = _without_strangers(letter.name)
    address = tuple(_without_strangers(line) for line in letter.address)
    return Letter(letter.person_id, name or letter.person_id, address, letter.languages, letter.code, letter.url)


def _without_strangers(line: str) -> str:
    if _prints(line):
        return line
    kept = "".join(each for each in unicodedata.normalize("NFC", line) if _prints(each))
    kept = " ".join(kept.split())
    return kept if kept and _prints(kept) else ""


def with_mark(line: str, mark: str) -> str:
    """`line` with `mark` in the place of each character that no font has."""
    return "".join(each if each.isascii() or _prints(each) else mark for each in unicodedata.normalize("NFC", line))


@cache
def _prints(line: str) -> bool:
    """Whether the fonts at hand have every character of `line`."""
    try:
        typeset(_ONE_LINE, {"line": line})
    except typst.TypstError:
        return False
    return True


def _forget() -> None:
    """Let typst forget the document: it keeps what any of the last ten compilations used, 150 MB for 500 letters."""
    for _ in range(REMEMBERED + 1):
        typeset(_ONE_LINE, {"line": "-"})


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process: it has read the fonts once, and needs the layout, wherever the process stands."""
    return typst.Compiler(root=LAYOUT.parent)
