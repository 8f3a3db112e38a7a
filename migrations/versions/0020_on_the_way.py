"""Who has been on the way for long is read along an index of its own.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ON_THE_WAY = sa.text("state IN ('in-progress', 'awaiting-approval')")


def upgrade() -> None:
    op.create_index(
        "ix_access_standing_on_the_way",
        "access_standing",
        ["area", "state", "holds", "starts", "person_id"],
        sqlite_where=ON_THE_WAY,
        postgresql_where=ON_THE_WAY,
    )


def downgrade() -> None:
    op.drop_index("ix_access_standing_on_the_way", table_name="access_standing")
