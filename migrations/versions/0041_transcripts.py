"""Courses that students have finished, and their averages.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def _of_feed(table: str) -> list[sa.Column | sa.Constraint]:
    return [
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "course_taken",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("school_year", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("term", "school", "grade", "course_code", "title", "mark")
        ),
        sa.Column("credits_attempted", sa.Float(), nullable=True),
        sa.Column("credits_earned", sa.Float(), nullable=True),
        *_of_feed("course_taken"),
        sqlite_strict=True,
    )
    op.create_index("uq_course_taken_source_key", "course_taken", ["source", "source_key"], unique=True)
    op.create_index("ix_course_taken_person_id", "course_taken", ["person_id", "school_year"], unique=False)
    op.create_table(
        "grade_average",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("scale", sa.Float(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        *_of_feed("grade_average"),
        sqlite_strict=True,
    )
    op.create_index("uq_grade_average_source_key", "grade_average", ["source", "source_key"], unique=True)
    op.create_index(op.f("ix_grade_average_person_id"), "grade_average", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("grade_average")
    op.drop_table("course_taken")
