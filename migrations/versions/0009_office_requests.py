"""What families ask the office that no page can answer.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "office_request",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_key", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("student_first_name", sa.String(), nullable=False),
        sa.Column("student_last_name", sa.String(), nullable=False),
        sa.Column("student_birth_date", sa.Date(), nullable=True),
        sa.Column("student_number", sa.String(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("id_kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_office_request_school_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_request_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_office_request_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_office_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_office_request_open", "office_request", ["asked_key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_office_request_settled_at_written_at", "office_request", ["settled_at", "written_at"], unique=False
    )
    op.create_index("ix_office_request_person_id", "office_request", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("office_request")
