"""To whom outside the district a student's record was disclosed.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    references = {"student_id": "person", "corrects_id": "disclosure", "recorded_by_id": "person"}
    op.create_table(
        "disclosure",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=name != "student_id") for name in references),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("recipient", "basis", "interest", "what", "because", "office")
        ),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_disclosure_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_disclosure_corrects_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_disclosure_student_id", "disclosure", ["student_id", "disclosed_on"], unique=False)


def downgrade() -> None:
    op.drop_table("disclosure")
