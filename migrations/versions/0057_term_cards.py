"""Who of the family opened a report card made of the marks of a term.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    references = {"student_id": "person", "session_id": "academic_session", "reader_id": "person"}
    op.create_table(
        "term_card_opening",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in references),
        sa.Column("account_kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("first_at", "last_at")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_term_card_opening_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_card_opening")),
        sqlite_strict=True,
    )
    key = ["student_id", "session_id", "reader_id", "account_kind"]
    op.create_index("uq_term_card_opening", "term_card_opening", key, unique=True)


def downgrade() -> None:
    op.drop_table("term_card_opening")
