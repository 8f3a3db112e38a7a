"""Staff and their training, households, who looked at whom, and household access"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}
WORDS = ("category", "job_title", "team", "location")


def _guard_ledger() -> None:
    """What the ledger tells of access stays told: the database refuses UPDATE and DELETE, as it does in the audit."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER access_event_no_{deed.lower()} BEFORE {deed} ON access_event "
                "BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER access_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _widen_assignments() -> None:
    """A job told by human resources names its category, team and place; its place may not be a school we know."""
    with op.batch_alter_table("staff_assignment", recreate="auto", table_kwargs=STRICT) as table:
        table.add_column(sa.Column("employment_id", sa.BigInteger(), nullable=True))
        for word in WORDS:
            table.add_column(sa.Column(word, sa.String(), nullable=False, server_default=""))
        table.alter_column("school_id", existing_type=sa.BigInteger(), nullable=True)
        table.create_index("ix_staff_assignment_location", ["location"], unique=False)
        table.create_foreign_key(
            op.f("fk_staff_assignment_employment_id"), "staff_employment", ["employment_id"], ["id"]
        )
    with op.batch_alter_table("staff_assignment", recreate="auto", table_kwargs=STRICT) as table:
        for word in WORDS:
            table.alter_column(word, existing_type=sa.String(), existing_nullable=False, server_default=None)


def _narrow_assignments() -> None:
    """Jobs at places that are no school of ours cannot be kept in the older table."""
    op.execute("DELETE FROM staff_assignment WHERE school_id IS NULL")
    with op.batch_alter_table("staff_assignment", recreate="auto", table_kwargs=STRICT) as table:
        table.drop_constraint(op.f("fk_staff_assignment_employment_id"), type_="foreignkey")
        table.drop_index("ix_staff_assignment_location")
        table.alter_column("school_id", existing_type=sa.BigInteger(), nullable=False)
        for word in ("employment_id", *WORDS):
            table.drop_column(word)


def upgrade() -> None:
    op.create_table(
        "address",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("line_1", sa.String(), nullable=False),
        sa.Column("line_2", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sqlite_strict=True,
    )
    op.create_table(
        "household",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("public_id", name=op.f("uq_household_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "access_approval",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_access_approval_approved_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_approval_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_approval")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_access_approval_person_id"), "access_approval", ["person_id"], unique=False)
    op.create_table(
        "access_evaluation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("told_through", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_evaluation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_evaluation")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_evaluation_area_next_on", "access_evaluation", ["area", "next_on"], unique=False)
    op.create_index(
        "ix_access_evaluation_area_told_through", "access_evaluation", ["area", "told_through"], unique=False
    )
    op.create_index("uq_access_evaluation", "access_evaluation", ["person_id", "area"], unique=True)
    op.create_table(
        "access_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("access_ends", sa.Date(), nullable=True),
        sa.Column("policy_version", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_label", sa.String(), nullable=False),
        sa.Column("actor_person_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_event_area_effective_on", "access_event", ["area", "effective_on"], unique=False)
    op.create_index("ix_access_event_person_id_area", "access_event", ["person_id", "area", "id"], unique=False)
    op.create_table(
        "access_policy",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_access_policy_published_by_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_access_policy")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_access_policy_starts"), "access_policy", ["starts"], unique=False)
    op.create_table(
        "access_review",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_event_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["last_event_id"], ["access_event.id"], name=op.f("fk_access_review_last_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_review_area_last_event_id", "access_review", ["area", "last_event_id"], unique=False)
    op.create_table(
        "access_reminder",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("access_ends", sa.Date(), nullable=False),
        sa.Column("days_before", sa.BigInteger(), nullable=False),
        sa.Column("has_address", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_reminder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_reminder")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_access_reminder", "access_reminder", ["person_id", "area", "access_ends", "days_before"], unique=True
    )
    op.create_table(
        "access_revocation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revoked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_revocation_person_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name=op.f("fk_access_revocation_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_revocation")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_access_revocation_person_id"), "access_revocation", ["person_id"], unique=False)
    op.create_table(
        "access_standing",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("access_ends", sa.Date(), nullable=True),
        sa.Column("ends_by", sa.String(), nullable=False),
        sa.Column("policy_version", sa.BigInteger(), nullable=True),
        sa.Column("term_ends", sa.Date(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_standing_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_standing")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_access_standing_listed",
        "access_standing",
        ["area", "state", "holds", "access_ends", "person_id"],
        unique=False,
    )
    op.create_index("uq_access_standing", "access_standing", ["person_id", "area", "starts"], unique=True)
    op.create_table(
        "access_tally",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("ends_by", sa.String(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tally")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_tally_area_kind_day", "access_tally", ["area", "kind", "day"], unique=False)
    op.create_table(
        "completion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sqlite_strict=True,
    )
    op.create_index("ix_completion_person_id_course", "completion", ["person_id", "course"], unique=False)
    op.create_index("uq_completion_source_key", "completion", ["source", "source_key"], unique=True)
    op.create_table(
        "household_address",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("is_mailing", sa.Boolean(), nullable=False),
        sa.Column("is_physical", sa.Boolean(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_household_address_address_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_address_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_address")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_household_address_address_id"), "household_address", ["address_id"], unique=False)
    op.create_index(op.f("ix_household_address_household_id"), "household_address", ["household_id"], unique=False)
    op.create_index(
        "uq_household_address_primary",
        "household_address",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("is_primary AND ends IS NULL"),
        postgresql_where=sa.text("is_primary AND ends IS NULL"),
    )
    op.create_table(
        "household_member",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("is_secondary", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_member_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_household_member_household_id"), "household_member", ["household_id"], unique=False)
    op.create_index(op.f("ix_household_member_person_id"), "household_member", ["person_id"], unique=False)
    op.create_table(
        "household_phone",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_phone_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_phone")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_household_phone_household_id"), "household_phone", ["household_id"], unique=False)
    op.create_index("ix_household_phone_value", "household_phone", ["value"], unique=False)
    op.create_table(
        "record_read",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("quarter", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_record_read_person_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_record_read_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_read")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_read_person_id_at", "record_read", ["person_id", "at"], unique=False)
    op.create_index("uq_record_read", "record_read", ["reader_id", "person_id", "quarter"], unique=True)
    op.create_table(
        "staff_employment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_employment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_employment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_staff_employment_person_id"), "staff_employment", ["person_id"], unique=False)
    op.create_index("uq_staff_employment_source_key", "staff_employment", ["source", "source_key"], unique=True)
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_staff_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_invitation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_invitation_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_staff_invitation_open",
        "staff_invitation",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "account_role",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_account_role_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_role")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_account_role_current",
        "account_role",
        ["account_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    _widen_assignments()

    _guard_ledger()


def downgrade() -> None:
    _narrow_assignments()
    op.drop_index(
        "uq_account_role_current",
        table_name="account_role",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("account_role")
    op.drop_index(
        "ix_staff_invitation_open",
        table_name="staff_invitation",
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.drop_table("staff_invitation")
    op.drop_index("uq_staff_employment_source_key", table_name="staff_employment")
    op.drop_index(op.f("ix_staff_employment_person_id"), table_name="staff_employment")
    op.drop_table("staff_employment")
    op.drop_index("uq_record_read", table_name="record_read")
    op.drop_index("ix_record_read_person_id_at", table_name="record_read")
    op.drop_table("record_read")
    op.drop_index("ix_household_phone_value", table_name="household_phone")
    op.drop_index(op.f("ix_household_phone_household_id"), table_name="household_phone")
    op.drop_table("household_phone")
    op.drop_index(op.f("ix_household_member_person_id"), table_name="household_member")
    op.drop_index(op.f("ix_household_member_household_id"), table_name="household_member")
    op.drop_table("household_member")
    op.drop_index(
        "uq_household_address_primary",
        table_name="household_address",
        sqlite_where=sa.text("is_primary AND ends IS NULL"),
        postgresql_where=sa.text("is_primary AND ends IS NULL"),
    )
    op.drop_index(op.f("ix_household_address_household_id"), table_name="household_address")
    op.drop_index(op.f("ix_household_address_address_id"), table_name="household_address")
    op.drop_table("household_address")
    op.drop_index("uq_completion_source_key", table_name="completion")
    op.drop_index("ix_completion_person_id_course", table_name="completion")
    op.drop_table("completion")
    op.drop_index("uq_access_standing", table_name="access_standing")
    op.drop_index("ix_access_standing_listed", table_name="access_standing")
    op.drop_table("access_standing")
    op.drop_index("ix_access_tally_area_kind_day", table_name="access_tally")
    op.drop_table("access_tally")
    op.drop_index(op.f("ix_access_revocation_person_id"), table_name="access_revocation")
    op.drop_table("access_revocation")
    op.drop_index("ix_access_review_area_last_event_id", table_name="access_review")
    op.drop_table("access_review")
    op.drop_index("uq_access_reminder", table_name="access_reminder")
    op.drop_table("access_reminder")
    op.drop_index(op.f("ix_access_policy_starts"), table_name="access_policy")
    op.drop_table("access_policy")
    op.drop_index("ix_access_event_person_id_area", table_name="access_event")
    op.drop_index("ix_access_event_area_effective_on", table_name="access_event")
    op.drop_table("access_event")
    op.drop_index("uq_access_evaluation", table_name="access_evaluation")
    op.drop_index("ix_access_evaluation_area_told_through", table_name="access_evaluation")
    op.drop_index("ix_access_evaluation_area_next_on", table_name="access_evaluation")
    op.drop_table("access_evaluation")
    op.drop_index(op.f("ix_access_approval_person_id"), table_name="access_approval")
    op.drop_table("access_approval")
    op.drop_table("household")
    op.drop_table("address")
