"""Two people of one family at a page of the editor, and the page one came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request, url_for

from household.editor.queries import Reader, Subject
from household.editor.views.door import person_open

_PUBLIC_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Pair:
    """An adult and a child."""

    adult: Subject
    student: Subject

    @property
    def ids(self) -> tuple[int, int]:
        return self.adult.line.person_id, self.student.line.person_id


def pair(adult: str, student: str, mine: Reader) -> Pair:
    """Both, in reach and of another family than the reader’s."""
    return Pair(person_open(adult, mine), person_open(student, mine))


def home() -> str:
    """The household whose page one came from, if any."""
    named = request.args.get("home", "")
    return named if _PUBLIC_ID.fullmatch(named) else ""


def way_back(student: str) -> tuple[str, dict[str, str]]:
    """Endpoint and values of the page to go on to: the household's relationships, else the child's record."""
    return ("household.ties", {"public_id": home()}) if home() else ("household.person", {"public_id": student})


def address_back(student: str) -> str:
    endpoint, values = way_back(student)
    return url_for(endpoint, **values)  # type: ignore[arg-type]
