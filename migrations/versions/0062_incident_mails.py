"""Who wants no mails about incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_refusal",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_refusal_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_incident_refusal")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("incident_refusal")
