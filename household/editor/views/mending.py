"""The way to the page that mends a finding."""

from __future__ import annotations

from flask import current_app

from household.editor.rules.findings import RULES, Code, Page

WAYS: dict[Page, tuple[str, dict[str, str]]] = {
    Page.PERSON: ("household.person", {"public_id": "person"}),
    Page.FAMILY: ("household.family", {"public_id": "person"}),
    Page.CALLING_ORDER: ("household.calling_order", {"public_id": "person"}),
    Page.TIE: ("household.tie", {"public_id": "person", "adult": "other"}),
    Page.NEW_HOUSEHOLD: ("household.choose_household", {"public_id": "person"}),
    Page.HOUSEHOLD: ("household.household", {"public_id": "household"}),
    Page.RELATIONSHIPS: ("household.ties", {"public_id": "household"}),
    Page.NEW_MEMBER: ("household.choose_member", {"public_id": "household"}),
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
