"""The way to the page that mends a finding, or what keeps a deed from being done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from household.editor import queries
from household.editor.queries import Reader
from household.editor.rules.findings import RULES, Code, Page
from household.editor.words import homes

WAYS: dict[Page, tuple[str, dict[str, str]]] = {
    Page.PERSON: ("household.person", {"public_id": "person"}),
    Page.FAMILY: ("household.family", {"public_id": "person"}),
    Page.CALLING_ORDER: ("household.calling_order", {"public_id": "person"}),
    Page.TIE: ("household.tie", {"public_id": "person", "adult": "other"}),
    Page.NEW_HOUSEHOLD: ("household.choose_household", {"public_id": "person"}),
    Page.HOUSEHOLD: ("household.household", {"public_id": "household"}),
    Page.RELATIONSHIPS: ("household.ties", {"public_id": "household"}),
    Page.NEW_MEMBER: ("household.choose_member", {"public_id": "household"}),
    Page.FEED_QUESTION: ("household.feed_question", {"public_id": "person", "adult": "other"}),
    Page.PERSON_QUESTION: ("household.person_question", {"public_id": "person"}),
    Page.STAY: ("household.end_stay", {"public_id": "household", "person": "other"}),
}
"""The endpoint, and which of those concerned fill its address."""


def way_to(code: Code, *, person: str = "", household: str = "", other: str = "") -> str:
    """The address, within this house, of the page that mends it; empty where one whom it names may not be told.

    Of two people the record of either will do, where that is the page.
    """
    endpoint, parts = WAYS[RULES[code].page]
    concerned = {"person": person, "household": household, "other": other}
    values = {name: concerned[part] for name, part in parts.items()}
    if RULES[code].page is Page.PERSON:
        values["public_id"] = person or other
    return current_app.url_map.bind("").build(endpoint, values) if all(values.values()) else ""


@dataclass(frozen=True)
class KeptApart:
    """Two who cannot share a home by what is on record of them: the sentence, and the page that changes it."""

    sentence: str
    mend: tuple[str, str]


def kept_apart(tie: tuple[int, int] | None, by: Reader) -> KeptApart | None:
    """Of an adult and a student of whom one is only called about the other; None where one is out of reach."""
    found = [queries.subject(queries.person_by_id(each).public_id, by) for each in tie or ()]
    lines = [each.line for each in found if each is not None and each.line.is_open]
    if len(lines) != 2:
        return None
    adult, student = lines
    there = url_for("household.tie", public_id=student.public_id, adult=adult.public_id)
    return KeptApart(
        homes.only_called(adult.name, student.name), (homes.change_the_tie(adult.name, student.name), there)
    )
