"""Households supposed from addresses, until a person confirms them.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household_proposal",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("line_1", "line_2", "city", "state", "postal_code", "state_now")
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_proposal_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_household_proposal_public_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_household_proposal_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_household_proposal_state_now", "household_proposal", ["state_now", "id"], unique=False)
    op.create_table(
        "household_proposal_member",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("is_student", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["household_proposal.id"], name=op.f("fk_household_proposal_member_proposal_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_proposal_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_proposal_member")),
        sqlite_strict=True,
    )
    for column in ("proposal_id", "person_id"):
        op.create_index(
            op.f(f"ix_household_proposal_member_{column}"), "household_proposal_member", [column], unique=False
        )


def downgrade() -> None:
    op.drop_table("household_proposal_member")
    op.drop_table("household_proposal")
