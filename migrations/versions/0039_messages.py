"""Messages from the school to families, in portions, with whom each is for.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_messages()
    op.create_table(
        "message_part",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("students", sa.JSON(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_part_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_part")),
        sqlite_strict=True,
    )
    op.create_table(
        "message_recipient",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("message_id", "person_id", "student_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "reached")),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("digest_at", "read_at")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_recipient_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_recipient_person_id")),
        sa.ForeignKeyConstraint(["student_id"], ["person.id"], name=op.f("fk_message_recipient_student_id")),
        sa.PrimaryKeyConstraint("message_id", "person_id", "student_id", name=op.f("pk_message_recipient")),
        sqlite_strict=True,
    )
    op.create_index("ix_message_recipient_person_id", "message_recipient", ["person_id", "message_id"], unique=False)
    waits = sa.text("digest_at IS NOT NULL")
    op.create_index(
        "ix_message_recipient_digest_at",
        "message_recipient",
        ["digest_at"],
        unique=False,
        sqlite_where=waits,
        postgresql_where=waits,
    )


def _make_messages() -> None:
    references = {
        "account_id": "account",
        "author_id": "person",
        "section_id": "section",
        "school_id": "school",
        "student_id": "person",
    }
    needed = ("account_id", "author_id")
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name not in needed) for name in references),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "audience", "grade", "language")),
        sa.Column("texts", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "stopped_because")),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("wanted_at", "goes_at", "sent_at")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("total", "done")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_message_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_message_author_id", "message", ["author_id", "id"], unique=False)


def downgrade() -> None:
    for name in ("message_recipient", "message_part", "message"):
        op.drop_table(name)
