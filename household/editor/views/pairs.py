"""Two people of one family at a page of the editor: loaded through visibility, in reach, and not the reader's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from household.editor import queries
from household.editor.queries import Reader, Subject

_PUBLIC_ID = re.compile(r"[0-9a-f]{16}")


class OwnFamily(Exception):
    """Somebody of the reader's own family: a colleague does this."""


class Stale(Exception):
    """The record was changed meanwhile: nothing is done, and both versions are shown."""


class NotDone(Exception):
    """The deed was refused: what was taken for it is taken back."""

    def __init__(self, fault: Any) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Pair:
    """An adult and a child."""

    adult: Subject
    student: Subject

    @property
    def ids(self) -> tuple[int, int]:
        return self.adult.line.person_id, self.student.line.person_id


def pair(adult: str, student: str, me: Reader) -> Pair:
    """Both, in reach. Raises OwnFamily; whoever is out of reach is not found, whether they exist or not."""
    return Pair(somebody(adult, me), somebody(student, me))


def somebody(public_id: str, me: Reader) -> Subject:
    """One person, in reach. Raises OwnFamily; 404 for whoever is out of reach."""
    subject = queries.subject(public_id, me)
    if subject is None or not (subject.line.is_in_reach or subject.line.is_own):
        abort(404)
    if subject.line.is_own:
        raise OwnFamily
    return subject


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
