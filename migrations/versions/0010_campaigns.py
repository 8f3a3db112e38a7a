"""Codes for many at once: campaigns of the help desk, and their parts.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("reissue", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stopped_because", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("passed_over", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=True),
        sa.Column("run_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_campaign_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_campaign_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("key", name=op.f("uq_campaign_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaign_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "campaign_part",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_part_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_part")),
        sqlite_strict=True,
    )
    op.create_index("uq_campaign_part_number", "campaign_part", ["campaign_id", "number"], unique=True)
    kept = sa.text("sealed IS NOT NULL")
    op.create_index("ix_campaign_part_kept", "campaign_part", ["made_at"], sqlite_where=kept, postgresql_where=kept)


def downgrade() -> None:
    op.drop_table("campaign_part")
    op.drop_table("campaign")
