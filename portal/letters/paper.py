"""The request form on paper, for families who come in person (S4's Parent Portal Request form): a tagged PDF."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache

from portal.letters.typesetting import LAYOUT, typeset

FORM = LAYOUT.with_name("request_form.typ")
STUDENTS = 4
"""Rows for students; who has more takes a second sheet."""


@dataclass(frozen=True)
class FormTexts:
    """What the form says in one language. Tuples are labels with room to write after or under each."""

    language: str
    district: str
    heading: str
    lead: str
    about_you: str
    you: tuple[str, ...]
    about_students: str
    columns: tuple[str, ...]
    sign: tuple[str, ...]
    office: str
    office_says: str
    office_lines: tuple[str, ...]
    help: str


@lru_cache(maxsize=8)
def printed_form(texts: FormTexts) -> bytes:
    """The form as a PDF. Strangers may ask for it as often as they like, so it is made once for each language."""
    told = json.dumps(asdict(texts) | {"rows": STUDENTS})
    return typeset(FORM, {"form": told})
