"""Immunizations and exemptions from them.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "immunization",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("vaccine", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("exemption", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("exempt_on", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_immunization_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunization")),
        sqlite_strict=True,
    )
    op.create_index("ix_immunization_person_id", "immunization", ["person_id", "vaccine"], unique=False)
    op.create_index("uq_immunization_source_key", "immunization", ["source", "source_key"], unique=True)


def downgrade() -> None:
    op.drop_table("immunization")
