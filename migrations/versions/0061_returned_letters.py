"""Letters that came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "returned_letter",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.Column("returned_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_returned_letter_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_letter")),
        sqlite_strict=True,
    )
    not_confirmed = sa.text("confirmed_at IS NULL")
    op.create_index(
        "uq_returned_letter_open",
        "returned_letter",
        ["person_id", "address_digest"],
        unique=True,
        sqlite_where=not_confirmed,
        postgresql_where=not_confirmed,
    )


def downgrade() -> None:
    op.drop_table("returned_letter")
