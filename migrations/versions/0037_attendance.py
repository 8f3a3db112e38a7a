"""Attendance as the sources tell it, and the hours at which periods meet.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _feed_columns() -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in ("source", "source_key", "digest"))


def _keys(table: str, **points: str) -> tuple[sa.Constraint, ...]:
    keys = (
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}")) for name, to in points.items()
    )
    return (*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")))


def upgrade() -> None:
    op.create_table(
        "attendance_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("section_id", sa.BigInteger(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("reason", "comment", "said")),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        *_feed_columns(),
        *_keys("attendance_event", person_id="person", school_id="school", section_id="section"),
        sqlite_strict=True,
    )
    op.create_index("ix_attendance_event_person_id_day", "attendance_event", ["person_id", "day"], unique=False)
    op.create_index("ix_attendance_event_source_day", "attendance_event", ["source", "day"], unique=False)
    op.create_index("uq_attendance_event_source_key", "attendance_event", ["source", "source_key"], unique=True)
    op.create_table(
        "meeting_time",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("period", "begins", "finishes")),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        *_feed_columns(),
        *_keys("meeting_time", school_id="school"),
        sqlite_strict=True,
    )
    op.create_index("ix_meeting_time_school_id_period", "meeting_time", ["school_id", "period"], unique=False)
    op.create_index("uq_meeting_time_source_key", "meeting_time", ["source", "source_key"], unique=True)


def downgrade() -> None:
    op.drop_table("meeting_time")
    op.drop_table("attendance_event")
