"""Report cards as files, and who has opened them.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_card",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("school_year", sa.BigInteger(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_card_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_card")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_card_public_id")),
        sqlite_strict=True,
    )
    op.create_index("uq_report_card_source_key", "report_card", ["source", "source_key"], unique=True)
    op.create_index("ix_report_card_person_id", "report_card", ["person_id", "school_year"], unique=False)
    op.create_table(
        "report_card_opening",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("report_card_id", sa.BigInteger(), nullable=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("account_kind", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_card_id"], ["report_card.id"], name=op.f("fk_report_card_opening_report_card_id")
        ),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_report_card_opening_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_card_opening")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_report_card_opening",
        "report_card_opening",
        ["report_card_id", "reader_id", "account_kind"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("report_card_opening")
    op.drop_table("report_card")
