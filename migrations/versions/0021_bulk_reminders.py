"""Reminders to a whole list: counted first, then written by the worker.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TO_WRITE = sa.text("fate = 'write' AND written_at IS NULL AND passed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "access_bulk_reminder",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stopped_because", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("passed_over", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=True),
        sa.Column("run_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_bulk_reminder_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_bulk_reminder")),
        sa.UniqueConstraint("key", name=op.f("uq_access_bulk_reminder_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_bulk_reminder_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "access_bulk_reminded",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("bulk_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("passed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["bulk_id"], ["access_bulk_reminder.id"], name=op.f("fk_access_bulk_reminded_bulk_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_bulk_reminded_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_bulk_reminded")),
        sqlite_strict=True,
    )
    op.create_index("uq_access_bulk_reminded", "access_bulk_reminded", ["bulk_id", "person_id"], unique=True)
    op.create_index(
        "ix_access_bulk_reminded_to_write",
        "access_bulk_reminded",
        ["bulk_id", "person_id"],
        sqlite_where=TO_WRITE,
        postgresql_where=TO_WRITE,
    )
    op.create_index("ix_access_bulk_reminded_person_id", "access_bulk_reminded", ["person_id", "written_at"])


def downgrade() -> None:
    op.drop_table("access_bulk_reminded")
    op.drop_table("access_bulk_reminder")
