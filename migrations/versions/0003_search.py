"""What people are found by, with a full-text index over it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
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
POSTGRESQL = (
    r"""ALTER TABLE person_terms ADD COLUMN words tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(string_to_array(replace(terms, E'\n', ' '), ' '), ''))
) STORED""",
    "CREATE INDEX ix_person_terms_words ON person_terms USING gin (words)",
)


def upgrade() -> None:
    op.create_table(
        "person_terms",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_terms_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_terms")),
        sqlite_strict=True,
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE person_terms_index")
    op.drop_table("person_terms")
