"""The gradebook: categories, line items, results, and grades of a term.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def _id(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _text(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def _day(name: str) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=True)


def _updated() -> sa.Column[sa.DateTime]:
    return sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False)


def _make(table: str, *columns: sa.Column[object], points_at: dict[str, str]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        *columns,
        sa.Column("is_current", sa.Boolean(), nullable=False),
        *_text("source", "source_key", "digest"),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
            for name, other in points_at.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_strict=True,
    )
    op.create_index(f"uq_{table}_source_key", table, ["source", "source_key"], unique=True)


def upgrade() -> None:
    _make(
        "grade_category",
        *_text("title", "purpose"),
        sa.Column("weight", sa.Double(), nullable=True),
        points_at={},
    )
    _make(
        "line_item",
        _id("section_id"),
        _id("category_id", optional=True),
        _id("session_id", optional=True),
        *_text("title", "description"),
        _day("assigned_on"),
        _day("due_on"),
        sa.Column("points", sa.Double(), nullable=True),
        _updated(),
        points_at={"section_id": "section", "category_id": "grade_category", "session_id": "academic_session"},
    )
    op.create_index("ix_line_item_section_id_due_on", "line_item", ["section_id", "due_on"], unique=False)
    flags = ("is_late", "is_missing", "is_incomplete", "in_progress")
    _make(
        "result",
        _id("person_id"),
        _id("line_item_id"),
        *_text("status", "text_score", "comment"),
        sa.Column("score", sa.Double(), nullable=True),
        _day("scored_on"),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in flags),
        _updated(),
        points_at={"person_id": "person", "line_item_id": "line_item"},
    )
    op.create_index("ix_result_person_id_line_item_id", "result", ["person_id", "line_item_id"], unique=False)
    _make(
        "term_grade",
        _id("person_id"),
        _id("section_id"),
        _id("session_id", optional=True),
        *_text("title", "mark", "comment"),
        sa.Column("percent", sa.Double(), nullable=True),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        _day("earned_on"),
        _updated(),
        points_at={"person_id": "person", "section_id": "section", "session_id": "academic_session"},
    )
    op.create_index("ix_term_grade_person_id", "term_grade", ["person_id", "section_id"], unique=False)


def downgrade() -> None:
    for table in ("term_grade", "result", "line_item", "grade_category"):
        op.drop_table(table)
