"""Where the open findings of the clean-up queue are: the schools whose staff reach each.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cleanup_place",
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("severity", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("finding_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_cleanup_place_school_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["cleanup_finding.id"], name=op.f("fk_cleanup_place_finding_id")),
        sa.PrimaryKeyConstraint("school_id", "severity", "first_seen", "finding_id", name=op.f("pk_cleanup_place")),
        sqlite_strict=True,
    )
    op.create_index("ix_cleanup_place_finding_id", "cleanup_place", ["finding_id"], unique=False)


def downgrade() -> None:
    op.drop_table("cleanup_place")
