"""Relationships edited by hand: their versions, and which fields the office set over a feed.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relationship", sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    op.create_table(
        "tie_edit",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("relationship_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("edited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["relationship_id"], ["relationship.id"], name=op.f("fk_tie_edit_relationship_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_edit")),
        sqlite_strict=True,
    )
    op.create_index("uq_tie_edit_field", "tie_edit", ["relationship_id", "field"], unique=True)


def downgrade() -> None:
    op.drop_table("tie_edit")
    op.drop_column("relationship", "version")
