"""Moves of households, what each wrote, and the proofs of residence that were seen.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

IS_LACKING = sa.text("proof_due_on IS NOT NULL AND taken_back_at IS NULL")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    table = "household_move"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("proof_due_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        _refers(table, "household_id", "household"),
        _refers(table, "other_id", "household"),
        _refers(table, "place_id", "household_address"),
        _refers(table, "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
        sqlite_strict=True,
    )
    for column in ("household_id", "other_id", "place_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index(
        f"ix_{table}_proof_due_on",
        table,
        ["proof_due_on"],
        unique=False,
        sqlite_where=IS_LACKING,
        postgresql_where=IS_LACKING,
    )
    part = "household_move_part"
    op.create_table(
        part,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("move_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("is_begun", sa.Boolean(), nullable=False),
        sa.Column("ended_before", sa.Date(), nullable=True),
        _refers(part, "move_id", table),
        _refers(part, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{part}")),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{part}_move_id"), part, ["move_id"], unique=False)
    proof = "proof_of_residence"
    op.create_table(
        proof,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by_id", sa.BigInteger(), nullable=True),
        _refers(proof, "household_id", "household"),
        _refers(proof, "place_id", "household_address"),
        _refers(proof, "seen_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{proof}")),
        sqlite_strict=True,
    )
    for column in ("household_id", "place_id"):
        op.create_index(op.f(f"ix_{proof}_{column}"), proof, [column], unique=False)


def downgrade() -> None:
    for table in ("proof_of_residence", "household_move_part", "household_move"):
        op.drop_table(table)
