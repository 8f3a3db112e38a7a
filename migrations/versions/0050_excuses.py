"""What families ask to have excused, and the office's answers.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    references = {"student_id": "person", "school_id": "school", "asker_id": "person"}
    op.create_table(
        "excuse_request",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name == "school_id") for name in references),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_excuse_request_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuse_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_excuse_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_excuse_request_student_id"), "excuse_request", ["student_id"], unique=False)
    op.create_index("ix_excuse_request_settled_at", "excuse_request", ["settled_at", "asked_at"], unique=False)
    for name in ("school_id", "asker_id"):
        op.create_index(f"ix_excuse_request_{name}", "excuse_request", [name, "settled_at"], unique=False)
    op.create_table(
        "excuse_day",
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("record_then", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["excuse_request.id"], name=op.f("fk_excuse_day_request_id")),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_excuse_day_{name}"))
            for name in ("student_id", "answered_by_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "day", name=op.f("pk_excuse_day")),
        sqlite_strict=True,
    )
    waits = sa.text("answer IS NULL")
    op.create_index(
        "uq_excuse_day_waiting",
        "excuse_day",
        ["student_id", "day"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_index("ix_excuse_day_student_id", "excuse_day", ["student_id", "day"], unique=False)
    op.create_index("ix_excuse_day_answered_at", "excuse_day", ["answered_at"], unique=False)


def downgrade() -> None:
    op.drop_table("excuse_day")
    op.drop_table("excuse_request")
