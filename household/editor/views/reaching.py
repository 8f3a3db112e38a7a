"""Whose records somebody of the staff reaches, as another room asks it at its own pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.queries import SignedIn
from household.editor import queries
from household.editor.views.door import RECORDS, reader


def records_reached(account: SignedIn, person_ids: Collection[int], at: datetime) -> frozenset[int]:
    """Those of these people whose record whoever is signed in reaches now: by household access, never one’s own
    family. Nobody, for an account without the right."""
    if account.account_kind != "staff" or not account.may(RECORDS):
        return frozenset()
    return queries.reached_among(person_ids, reader())
