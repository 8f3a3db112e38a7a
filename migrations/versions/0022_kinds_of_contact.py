"""Kinds of telephone and address, several addresses of a person, and what a feed says of a tie.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CURRENT = sa.text("ends IS NULL")


def upgrade() -> None:
    op.add_column("contact_point", sa.Column("label", sa.String(), nullable=False, server_default=""))
    op.add_column("person_address", sa.Column("kind", sa.String(), nullable=False, server_default=""))
    op.add_column("person_address", sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.true()))
    _unique_address("person_id", "source", "kind")
    op.add_column("relationship", sa.Column("emergency", sa.Boolean(), nullable=True))
    op.add_column("relationship", sa.Column("primary_contact", sa.Boolean(), nullable=True))
    op.add_column("restriction", sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.add_column("restriction", sa.Column("said", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("restriction", "said")
    op.drop_column("restriction", "source")
    op.drop_column("relationship", "primary_contact")
    op.drop_column("relationship", "emergency")
    op.execute("DELETE FROM person_address WHERE NOT is_main")
    _unique_address("person_id", "source")
    op.drop_column("person_address", "is_main")
    op.drop_column("person_address", "kind")
    op.drop_column("contact_point", "label")


def _unique_address(*columns: str) -> None:
    op.drop_index("uq_person_address_current", table_name="person_address")
    op.create_index(
        "uq_person_address_current",
        "person_address",
        list(columns),
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
