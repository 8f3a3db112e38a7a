"""How families want to be reached; to whom a mail is written, and that it came back.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("person_id", sa.BigInteger(), nullable=True))
    op.add_column("mail", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_mail_person_id_id", "mail", ["person_id", "id"], unique=False)
    op.create_table(
        "contact_preference",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_preference_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_preference")),
        sa.UniqueConstraint("person_id", name=op.f("uq_contact_preference_person_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "contact_choice",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_choice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_choice")),
        sqlite_strict=True,
    )
    op.create_index("uq_contact_choice", "contact_choice", ["person_id", "kind", "channel", "to_address"], unique=True)


def downgrade() -> None:
    op.drop_table("contact_choice")
    op.drop_table("contact_preference")
    op.drop_index("ix_mail_person_id_id", table_name="mail")
    op.drop_column("mail", "returned_at")
    op.drop_column("mail", "person_id")
