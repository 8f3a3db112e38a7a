"""That a family found the address right from which a letter came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("returned_letter", sa.Column("found_right_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("returned_letter", "found_right_at")
