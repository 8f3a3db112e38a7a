"""What human resources changed of the jobs of people with access.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_job_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("access_ended", sa.Date(), nullable=True),
        sa.Column("access_ends", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_job_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_job_change")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_access_job_change_person_id_area", "access_job_change", ["person_id", "area", "id"], unique=False
    )
    op.create_index("ix_access_job_change_area", "access_job_change", ["area", "id"], unique=False)
    op.create_index("ix_access_job_change_area_told_at", "access_job_change", ["area", "told_at"], unique=False)


def downgrade() -> None:
    op.drop_table("access_job_change")
