"""Statements of training systems, completions that wait for their person or course, and the choices made for them.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("queued_row", sa.Column("settled_why", sa.String(), nullable=False, server_default=""))
    _statements()
    op.create_table(
        "waiting_completion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("who_by", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("placed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_completion")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_waiting_completion", "waiting_completion", ["source", "who", "course", "completed_on"], unique=True
    )
    op.create_index("ix_waiting_completion_source_course", "waiting_completion", ["source", "course"])
    op.create_index("ix_waiting_completion_placed_at", "waiting_completion", ["placed_at"])
    op.create_table(
        "training_match",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_match_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_match")),
        sqlite_strict=True,
    )
    op.create_index("uq_training_match", "training_match", ["source", "kind", "key"], unique=True)
    op.create_table(
        "training_rule",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_rule")),
        sqlite_strict=True,
    )
    op.create_index("uq_training_rule", "training_rule", ["course", "starts"], unique=True)


def _statements() -> None:
    op.create_table(
        "training_statement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("who_by", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("voids", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("course", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_statement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_statement")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_training_statement_statement_id")),
        sqlite_strict=True,
    )
    for name, columns in (
        ("voids", ["voids"]),
        ("person_id_course", ["person_id", "course"]),
        ("source_who", ["source", "who"]),
        ("source_activity", ["source", "activity"]),
    ):
        op.create_index(f"ix_training_statement_{name}", "training_statement", columns)


def downgrade() -> None:
    for table in ("training_rule", "training_match", "waiting_completion", "training_statement"):
        op.drop_table(table)
    op.drop_column("queued_row", "settled_why")
