"""Texts and voice calls in the outbox, and people found by their birth date.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("sent_at IS NULL AND parked_at IS NULL")


def upgrade() -> None:
    op.add_column("mail", sa.Column("channel", sa.String(), nullable=False, server_default="mail"))
    _index(["channel", "next_try_at"])
    op.create_index("ix_person_birth_date", "person", ["birth_date"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_person_birth_date", table_name="person")
    _index(["next_try_at"])
    op.drop_column("mail", "channel")


def _index(columns: list[str]) -> None:
    op.drop_index("ix_mail_waiting", table_name="mail")
    op.create_index("ix_mail_waiting", "mail", columns, unique=False, sqlite_where=WAITING, postgresql_where=WAITING)
