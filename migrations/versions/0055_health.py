"""Health conditions as families tell them, and what they say is wrong of immunizations.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "health_condition",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("version", "student_id", "written_by_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "care")),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_health_condition_{name}"))
            for name in ("student_id", "written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_condition")),
        sqlite_strict=True,
    )
    op.create_index("uq_health_condition_version", "health_condition", ["public_id", "version"], unique=True)
    op.create_index(op.f("ix_health_condition_student_id"), "health_condition", ["student_id"], unique=False)
    people = ("student_id", "asker_id", "answered_by_id")
    op.create_table(
        "immunization_correction",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name == "answered_by_id") for name in people),
        *(sa.Column(name, sa.String(), nullable=name == "answer") for name in ("said", "answer", "because")),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_immunization_correction_{name}"))
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunization_correction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_immunization_correction_public_id")),
        sqlite_strict=True,
    )
    table = "immunization_correction"
    op.create_index(op.f(f"ix_{table}_student_id"), table, ["student_id"], unique=False)
    op.create_index(f"ix_{table}_asker_id", table, ["asker_id", "answered_at"], unique=False)
    waits = sa.text("answer IS NULL")
    op.create_index(
        f"ix_{table}_waiting", table, ["asked_at"], unique=False, sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    op.drop_table("immunization_correction")
    op.drop_table("health_condition")
