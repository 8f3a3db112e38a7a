"""The survey after a case, who wants none, and whether its results are published.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "survey_reader",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_mailed_on", sa.Date(), nullable=True),
        sa.Column("opted_out_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_reader_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_survey_reader")),
        sqlite_strict=True,
    )
    moments = ("answer_until", "answered_at", "opt_out_until", "opted_out_at")
    areas = ("courtesy", "knowledge", "timeliness", "quality", "overall")
    op.create_table(
        "case_survey",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("id", "case_id")),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in moments),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("answer_hash", "opt_out_hash")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in areas),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name=op.f("fk_case_survey_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_survey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_survey")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_case_survey_{name}"))
            for name in ("case_id", "answer_hash", "opt_out_hash")
        ),
        sqlite_strict=True,
    )
    for name in ("person_id", "decided_at", "answered_at"):
        op.create_index(op.f(f"ix_case_survey_{name}"), "case_survey", [name], unique=False)
    op.create_table(
        "published_numbers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("began_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_published_numbers_{name}"))
            for name in ("began_by_id", "ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_numbers")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_published_numbers_current",
        "published_numbers",
        ["page"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    for name in ("published_numbers", "case_survey", "survey_reader"):
        op.drop_table(name)
