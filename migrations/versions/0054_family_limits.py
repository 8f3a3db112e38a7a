"""Limits that families set for their children, and what reached them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "family_limit",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "student_id")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("mark_below", "absences")),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_family_limit_{name}"))
            for name in ("person_id", "student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_limit")),
        sqlite_strict=True,
    )
    op.create_index("uq_family_limit", "family_limit", ["person_id", "student_id"], unique=True)
    for name in ("student_id", "looked_at"):
        op.create_index(op.f(f"ix_family_limit_{name}"), "family_limit", [name], unique=False)
    op.create_table(
        "limit_reached",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "student_id")),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("value", "limit_was")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("basis", "title", "span_title")),
        sa.Column("as_of", MOMENT, nullable=True),
        sa.Column("reached_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("over_at", "tell_at")),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_limit_reached_{name}"))
            for name in ("person_id", "student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_reached")),
        sqlite_strict=True,
    )
    open_alone = sa.text("over_at IS NULL")
    op.create_index(
        "uq_limit_reached_open",
        "limit_reached",
        ["person_id", "student_id", "what", "subject", "span"],
        unique=True,
        sqlite_where=open_alone,
        postgresql_where=open_alone,
    )
    op.create_index(
        "ix_limit_reached_person_id_student_id", "limit_reached", ["person_id", "student_id", "id"], unique=False
    )
    to_tell = sa.text("tell_at IS NOT NULL")
    op.create_index(
        "ix_limit_reached_tell_at", "limit_reached", ["tell_at"], sqlite_where=to_tell, postgresql_where=to_tell
    )


def downgrade() -> None:
    for name in ("limit_reached", "family_limit"):
        op.drop_table(name)
