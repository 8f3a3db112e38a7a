"""Keys with which other programs read answers here.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program_key",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "right", "token_hash")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_program_key_token_hash")),
        sqlite_strict=True,
    )
    in_use = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_program_key_current", "program_key", ["name"], unique=True, sqlite_where=in_use, postgresql_where=in_use
    )


def downgrade() -> None:
    op.drop_table("program_key")
