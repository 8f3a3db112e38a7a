"""Devices that are known, drafts of what was typed too late, and how many passwords were tried in a row

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("tries_in_a_row", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "known_device",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session_record.id"], name=op.f("fk_known_device_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sqlite_strict=True,
    )
    op.create_index("uq_known_device_account_id_token_hash", "known_device", ["account_id", "token_hash"], unique=True)
    op.create_index("ix_known_device_session_id", "known_device", ["session_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_draft_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_draft_account_id", "draft", ["account_id"], unique=False)
    op.create_index("ix_draft_expires_at", "draft", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_table("known_device")
    op.drop_column("account", "tries_in_a_row")
