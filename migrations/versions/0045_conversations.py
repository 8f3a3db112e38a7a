"""What families and teachers or offices write to each other.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    references = {
        "student_id": "person",
        "family_id": "person",
        "staff_id": "person",
        "school_id": "school",
        "message_id": "message",
    }
    needed = ("student_id", "family_id")
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name not in needed) for name in references),
        sa.Column("subject", sa.String(), nullable=False),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("said_at", "family_said_at")),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("staff_said_at", "family_read_at", "staff_read_at")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_conversation_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conversation_public_id")),
        sqlite_strict=True,
    )
    for name in ("family_id", "staff_id", "school_id"):
        op.create_index(f"ix_conversation_{name}", "conversation", [name, "said_at"], unique=False)
    op.create_table(
        "conversation_line",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("conversation_id", "author_id")),
        sa.Column("by_family", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_line_conversation_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_conversation_line_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_line")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_conversation_line_conversation_id"), "conversation_line", ["conversation_id"], unique=False
    )


def downgrade() -> None:
    for name in ("conversation_line", "conversation"):
        op.drop_table(name)
