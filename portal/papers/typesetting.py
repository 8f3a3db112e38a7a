"""Typst sets a paper as tagged PDF (PDF/UA-1), as it sets letters: what people wrote travels as JSON, never as markup.

A character that no font has would refuse the whole paper. It is printed as `?`, and the paper says so.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, Literal

import typst

from portal.letters.typesetting import LAYOUT, typeset, with_mark
from portal.papers.document import Document

SHEET = LAYOUT.with_name("child.typ")
MISSING = "?"

Language = Literal["en", "es"]


def paper(document: Document, language: Language) -> bytes:
    """The PDF of `document`, whose texts are in `language`."""
    told = _told(document, language)
    try:
        return _typeset(told)
    except typst.TypstError:
        printable = _printable(told)
        if printable == told:
            raise
        return _typeset(printable | {"lost": document.lost})


def _typeset(told: dict[str, Any]) -> bytes:
    return typeset(SHEET, {"paper": json.dumps(told)})


def _told(document: Document, language: Language) -> dict[str, Any]:
    parts = [{"kind": type(part).__name__.lower()} | asdict(part) for part in document.parts]
    for part in parts:
        if "numbers" in part:
            part["numbers"] = sorted(part["numbers"])
    return asdict(replace(document, lost="", parts=())) | {"language": language, "parts": parts}


def _printable(value: Any) -> Any:
    """`value` with a mark for each character that no font has."""
    if isinstance(value, str):
        return with_mark(value, MISSING)
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(each) for each in value]
    return value
