"""The facts of household access as they were weighed, kept beside the standing, so that the database can compare.

What was weighed before is weighed once more by the next review.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("access_evaluation", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("facts", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("mark", sa.String(), nullable=False, server_default=""))
        table.drop_column("digest")
    with op.batch_alter_table("access_evaluation", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("facts", server_default=None)
        table.alter_column("mark", server_default=None)
    op.drop_index("ix_completion_person_id_course", table_name="completion")
    op.create_index(
        "ix_completion_person_id_course", "completion", ["person_id", "course", "completed_on", "voided_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_completion_person_id_course", table_name="completion")
    op.create_index("ix_completion_person_id_course", "completion", ["person_id", "course"])
    with op.batch_alter_table("access_evaluation", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("digest", sa.String(), nullable=False, server_default=""))
        table.drop_column("mark")
        table.drop_column("facts")
    with op.batch_alter_table("access_evaluation", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("digest", server_default=None)
