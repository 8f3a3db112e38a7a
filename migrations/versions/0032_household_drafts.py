"""Households that are being entered, sealed for whoever enters them; addresses are found by their postal code.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household_draft",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_household_draft_owner_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_draft_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_household_draft_public_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_household_draft_owner_id_finished_at", "household_draft", ["owner_id", "finished_at"], unique=False
    )
    op.create_index("ix_household_draft_saved_at", "household_draft", ["saved_at"], unique=False)
    op.create_index("ix_address_postal_code", "address", ["postal_code", "line_1"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_address_postal_code", table_name="address")
    op.drop_table("household_draft")
