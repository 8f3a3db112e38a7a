"""User names kept for students whose accounts are prepared.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prepared_account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("username_key", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_prepared_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_prepared_account_person_id")),
        sa.UniqueConstraint("username_key", name=op.f("uq_prepared_account_username_key")),
        sqlite_strict=True,
    )
    op.create_index("uq_prepared_account_stem_number", "prepared_account", ["stem", "number"], unique=True)


def downgrade() -> None:
    op.drop_table("prepared_account")
