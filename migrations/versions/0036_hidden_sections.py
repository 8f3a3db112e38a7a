"""Sections of the family portal that a school hides for some days.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    people = ("hidden_by_id", "ended_by_id")
    op.create_table(
        "hidden_section",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("hidden_by_id", sa.BigInteger(), nullable=True),
        sa.Column("hidden_by_title", sa.String(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_hidden_section_school_id")),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_hidden_section_{name}")) for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_section")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hidden_section_public_id")),
        sqlite_strict=True,
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_hidden_section_open",
        "hidden_section",
        ["school_id", "section"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_hidden_section_school_id", "hidden_section", ["school_id", "hidden_at"], unique=False)


def downgrade() -> None:
    op.drop_table("hidden_section")
