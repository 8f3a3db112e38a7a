"""Codes by which a family confirms an address or number, and the cards it found right.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_check",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("point_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed_code", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["contact_point.id"], name=op.f("fk_contact_check_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_check")),
        sa.UniqueConstraint("point_id", name=op.f("uq_contact_check_point_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "card_confirmed",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_card_confirmed_{name}"))
            for name in ("person_id", "by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_confirmed")),
        sqlite_strict=True,
    )
    op.create_index("ix_card_confirmed_person_id", "card_confirmed", ["person_id", "confirmed_at"], unique=False)


def downgrade() -> None:
    op.drop_table("card_confirmed")
    op.drop_table("contact_check")
