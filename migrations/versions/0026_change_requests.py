"""What families ask to have changed, field by field.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

PEOPLE = ("asker_id", "about_id", "student_id", "contact_id", "settled_by_id")


def upgrade() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name in ("contact_id", "settled_by_id")) for name in PEOPLE),
        sa.Column("asked_key", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status_now", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_change_request_{name}")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_change_request_public_id")),
        sqlite_strict=True,
    )
    for name in ("about_id", "student_id"):
        op.create_index(op.f(f"ix_change_request_{name}"), "change_request", [name], unique=False)
    op.create_index("ix_change_request_asker_id_filed_at", "change_request", ["asker_id", "filed_at"], unique=False)
    op.create_index("ix_change_request_settled_at_due_on", "change_request", ["settled_at", "due_on"], unique=False)
    op.create_index(
        "uq_change_request_waiting",
        "change_request",
        ["asked_key"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "change_request_field",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("field", "saw", "asks")),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name=op.f("fk_change_request_field_request_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_change_request_field_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request_field")),
        sqlite_strict=True,
    )
    op.create_index("uq_change_request_field", "change_request_field", ["request_id", "field"], unique=True)


def downgrade() -> None:
    op.drop_table("change_request_field")
    op.drop_table("change_request")
