"""What people are found by, and the full-text index over it.

SQLite keeps the index in an FTS5 table that follows `person_terms` by triggers; PostgreSQL in a column made of the
terms, with a GIN index. Terms are folded words already (`district/rules/folding.py`), so neither splits nor folds
anything itself: FTS5's `ascii` tokenizer parts words at the blanks and takes every letter beyond ASCII as one.
"""

from __future__ import annotations

from sqlalchemy import DDL, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import ExecutableDDLElement

from foundation import db


class PersonTerms(db.Base):
    """The words one person is found by: a line for each ground (`district.rules.searching.Ground`)."""

    __tablename__ = "person_terms"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    terms: Mapped[str]


_SQLITE = (
    """CREATE VIRTUAL TABLE person_terms_index USING fts5(
    terms, content='person_terms', content_rowid='person_id',
    detail=none, columnsize=0, prefix='1 2 3', tokenize='ascii'
)""",
    """CREATE TRIGGER person_terms_added AFTER INSERT ON person_terms BEGIN
    INSERT INTO person_terms_index(rowid, terms) VALUES (new.person_id, new.terms);
END""",
    """CREATE TRIGGER person_terms_removed AFTER DELETE ON person_terms BEGIN
    INSERT INTO person_terms_index(person_terms_index, rowid, terms) VALUES ('delete', old.person_id, old.terms);
END""",
    """CREATE TRIGGER person_terms_changed AFTER UPDATE ON person_terms BEGIN
    INSERT INTO person_terms_index(person_terms_index, rowid, terms) VALUES ('delete', old.person_id, old.terms);
    INSERT INTO person_terms_index(rowid, terms) VALUES (new.person_id, new.terms);
END""",
)
_POSTGRESQL = (
    r"""ALTER TABLE person_terms ADD COLUMN words tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(string_to_array(replace(terms, E'\n', ' '), ' '), ''))
) STORED""",
    "CREATE INDEX ix_person_terms_words ON person_terms USING gin (words)",
)
"""The parser of `to_tsvector` would split some words and drop others."""

for _dialect, _statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
    for _statement in _statements:
        _made: ExecutableDDLElement = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(PersonTerms.__table__, "after_create", _made.execute_if(dialect=_dialect))
