"""The recertification quiz: the question bank in versions, attempts and what they drew.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "quiz_question",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_question")),
        sa.UniqueConstraint("code", name=op.f("uq_quiz_question_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quiz_question_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_quiz_question_state", "quiz_question", ["state"])
    op.create_table(
        "quiz_question_version",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("text_es", sa.String(), nullable=False),
        sa.Column("explanation_en", sa.String(), nullable=False),
        sa.Column("explanation_es", sa.String(), nullable=False),
        sa.Column("procedure_en", sa.String(), nullable=False),
        sa.Column("procedure_es", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["quiz_question.id"], name=op.f("fk_quiz_question_version_question_id")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_quiz_question_version_written_by_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_quiz_question_version_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_question_version")),
        sqlite_strict=True,
    )
    op.create_index("uq_quiz_question_version", "quiz_question_version", ["question_id", "number"], unique=True)
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("pass_percent", sa.BigInteger(), nullable=False),
        sa.Column("questions", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("right_answers", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_attempt_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quiz_attempt_public_id")),
        sqlite_strict=True,
    )
    op.create_index("uq_quiz_attempt_slot", "quiz_attempt", ["person_id", "opened_on", "slot"], unique=True)
    op.create_index(
        "uq_quiz_attempt_open",
        "quiz_attempt",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_quiz_attempt_closed_on", "quiz_attempt", ["closed_on"])
    op.create_table(
        "quiz_drawn_question",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name=op.f("fk_quiz_drawn_question_attempt_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["quiz_question_version.id"], name=op.f("fk_quiz_drawn_question_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_drawn_question")),
        sqlite_strict=True,
    )
    op.create_index("uq_quiz_drawn_question", "quiz_drawn_question", ["attempt_id", "place"], unique=True)
    op.create_index(op.f("ix_quiz_drawn_question_version_id"), "quiz_drawn_question", ["version_id"])


def downgrade() -> None:
    op.drop_table("quiz_drawn_question")
    op.drop_table("quiz_attempt")
    op.drop_table("quiz_question_version")
    op.drop_table("quiz_question")
