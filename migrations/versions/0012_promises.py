"""Reported courses, and the promises they began.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "access_promise",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_promise_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_promise")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_access_promise_open",
        "access_promise",
        ["person_id", "area", "course"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_access_promise_person_id_area", "access_promise", ["person_id", "area", "id"], unique=False)
    op.create_index("ix_access_promise_area_due_at", "access_promise", ["area", "due_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("access_promise")
