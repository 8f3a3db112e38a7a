"""Keeps what people are found by in step with the record, in the transaction that changes it.

Records no event: the terms follow from records whose changes are told where they are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite

from district.models import PersonTerms
from district.queries import found_by
from foundation import db

PORTION = 1000


def refresh_terms(people: Collection[int], *, on: date) -> None:
    """Work out anew what these people are found by, as they stand on that day, and store what changed."""
    db.session().flush()
    ids = sorted(set(people))
    for start in range(0, len(ids), PORTION):
        _store(found_by.terms_of(ids[start : start + PORTION], on=on))


def refresh_terms_between(first: int, last: int, *, on: date) -> None:
    """The same for everyone whose id is from `first` to `last`, both included."""
    _store(found_by.terms_between(first, last, on=on))


def _store(terms: Iterable[tuple[int, str]]) -> None:
    rows = [{"person_id": person_id, "terms": text} for person_id, text in terms]
    if not rows:
        return
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(PersonTerms)
    written = insert.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"terms": insert.excluded.terms},
        where=PersonTerms.terms != insert.excluded.terms,
    )
    db.session().execute(written, rows)
