"""The clean-up queue: broken rules, who looks after them, and how many there were on which day.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cleanup_finding",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.Column("other_id", sa.BigInteger(), nullable=True),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_until", sa.Date(), nullable=True),
        sa.Column("left_because", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cleanup_finding_person_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_cleanup_finding_household_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_cleanup_finding_other_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_cleanup_finding_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cleanup_finding_public_id")),
        sqlite_strict=True,
    )
    is_open = "closed_at IS NULL"
    for name, columns, where, unique in (
        ("uq_cleanup_finding_open", ["key"], is_open, True),
        ("ix_cleanup_finding_listed", ["severity", "first_seen", "id"], is_open, False),
        ("ix_cleanup_finding_code", ["code", "first_seen", "id"], is_open, False),
        ("ix_cleanup_finding_person_id", ["person_id"], is_open, False),
        ("ix_cleanup_finding_household_id", ["household_id"], is_open, False),
        ("ix_cleanup_finding_other_id", ["other_id"], is_open, False),
        (
            "ix_cleanup_finding_owner_id",
            ["owner_id", "severity", "first_seen"],
            f"{is_open} AND owner_id IS NOT NULL",
            False,
        ),
        ("ix_cleanup_finding_left_until", ["left_until"], f"{is_open} AND left_until IS NOT NULL", False),
        ("ix_cleanup_finding_closed_at", ["closed_at"], "closed_at IS NOT NULL", False),
    ):
        op.create_index(
            name,
            "cleanup_finding",
            columns,
            unique=unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_table(
        "cleanup_tally",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_cleanup_tally_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_tally")),
        sqlite_strict=True,
    )
    op.create_index("ix_cleanup_tally_school_id_day", "cleanup_tally", ["school_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_table("cleanup_tally")
    op.drop_table("cleanup_finding")
