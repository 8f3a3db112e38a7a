"""Files attached to what families ask."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_request_paper",
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_change_request_paper_file_id")),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_request_paper_request_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_change_request_paper")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_change_request_paper_request_id"), "change_request_paper", ["request_id"], unique=False)


def downgrade() -> None:
    op.drop_table("change_request_paper")
