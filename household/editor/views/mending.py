"""The way to the page that mends a finding."""

from __future__ import annotations

from flask import current_app

from household.editor.rules.findings import RULES, Code, Page

ENDPOINTS = {
    Page.PERSON: ("household.person",),
    Page.FAMILY: ("household.family",),
    Page.HOUSEHOLD: ("household.household",),
    Page.NEW_HOUSEHOLD: ("household.family",),
    Page.MERGE: ("household.person",),
}
"""The pages that do, the best first; one that this house does not have is passed over."""


def way_to(code: Code, *, person: str, household: str) -> str:
    """The address, within this house, of the page that mends it; of the household where there is no person."""
    page = RULES[code].page
    public_id = household if page is Page.HOUSEHOLD else person
    known = current_app.url_map.bind("")
    endpoint = next(each for each in ENDPOINTS[page] if each in current_app.view_functions)
    return known.build(endpoint, {"public_id": public_id})
