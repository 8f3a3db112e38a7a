"""Drafts of the access policy, what a draft would change, and when people were last weighed, in order.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_policy", sa.Column("draft_area", sa.String(), nullable=True))
    op.add_column("access_policy", sa.Column("draft_revision", sa.BigInteger(), nullable=True))
    op.create_index("uq_access_policy_draft", "access_policy", ["draft_area", "draft_revision"], unique=True)
    op.create_table(
        "access_policy_draft",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("based_on", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_access_policy_draft_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_policy_draft")),
        sqlite_strict=True,
    )
    op.create_index("uq_access_policy_draft_revision", "access_policy_draft", ["area", "revision"], unique=True)
    _rehearsals()
    op.create_index("ix_access_evaluation_area_evaluated_at", "access_evaluation", ["area", "evaluated_at"])
    _versions_never_change()


def _versions_never_change() -> None:
    """The database refuses UPDATE and DELETE of a published version, as it does in the audit and the ledger."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER access_policy_no_{deed.lower()} BEFORE {deed} ON access_policy "
                "BEGIN SELECT RAISE(ABORT, 'access_policy is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER access_policy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_policy "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _versions_may_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER access_policy_no_{deed}")
        return
    op.execute("DROP TRIGGER access_policy_append_only ON access_policy")


def _rehearsals() -> None:
    op.create_table(
        "access_rehearsal",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("newest_version", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("people_done", sa.BigInteger(), nullable=False),
        sa.Column("after_person_id", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_access_rehearsal_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_rehearsal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_rehearsal_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_rehearsal_area", "access_rehearsal", ["area", "id"])
    op.create_table(
        "access_rehearsed_person",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("rehearsal_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("was_ends", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["access_rehearsal.id"], name=op.f("fk_access_rehearsed_person_rehearsal_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_rehearsed_person_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_rehearsed_person")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_access_rehearsed_person_listed", "access_rehearsed_person", ["rehearsal_id", "effect", "day", "id"]
    )


def downgrade() -> None:
    _versions_may_change()
    op.drop_index("ix_access_evaluation_area_evaluated_at", "access_evaluation")
    op.drop_table("access_rehearsed_person")
    op.drop_table("access_rehearsal")
    op.drop_table("access_policy_draft")
    op.drop_index("uq_access_policy_draft", "access_policy")
    op.drop_column("access_policy", "draft_revision")
    op.drop_column("access_policy", "draft_area")
