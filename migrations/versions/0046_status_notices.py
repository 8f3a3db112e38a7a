"""Status notices and what was said in each.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "status_notice",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("public_id", "key", "kind", "system")),
        sa.Column("title", sa.JSON(), nullable=False),
        *(
            sa.Column(name, MOMENT, nullable=name != "posted_at")
            for name in ("starts_at", "until_at", "posted_at", "closed_at")
        ),
        sa.Column("updates", sa.BigInteger(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_status_notice_public_id")),
        sa.UniqueConstraint("key", name=op.f("uq_status_notice_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_status_notice_open",
        "status_notice",
        ["posted_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_status_notice_closed_at", "status_notice", ["closed_at", "id"], unique=False)
    op.create_table(
        "status_update",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("said_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["status_notice.id"], name=op.f("fk_status_update_notice_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_status_update_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_update")),
        sa.UniqueConstraint("key", name=op.f("uq_status_update_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_status_update_notice_id", "status_update", ["notice_id", "id"], unique=False)


def downgrade() -> None:
    for name in ("status_update", "status_notice"):
        op.drop_table(name)
