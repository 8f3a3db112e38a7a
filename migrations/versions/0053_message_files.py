"""Files that go with messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_file",
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_message_file_file_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_file_message_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_message_file")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_message_file_message_id"), "message_file", ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_table("message_file")
