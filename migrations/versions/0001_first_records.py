"""The first records"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("audit_entry", "audit_seal")


def _guard_audit() -> None:
    """What is written in the audit stays: the database itself refuses UPDATE and DELETE (ASVS 16.4.2)."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for deed in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "academic_session",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("school_year", sa.BigInteger(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["academic_session.id"], name=op.f("fk_academic_session_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academic_session")),
        sqlite_strict=True,
    )
    op.create_index("uq_academic_session_source_key", "academic_session", ["source", "source_key"], unique=True)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_label", sa.String(), nullable=False),
        sa.Column("actor_account_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_person_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_entry_actor_account_id_at", "audit_entry", ["actor_account_id", "at"], unique=False)
    op.create_index("ix_audit_entry_event_at", "audit_entry", ["event", "at"], unique=False)
    op.create_index("ix_audit_entry_person_id_at", "audit_entry", ["person_id", "at"], unique=False)
    op.create_table(
        "feed_run",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_feed_run_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_feed_run_source"), "feed_run", ["source"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("slot", name=op.f("uq_job_slot")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_job_waiting",
        "job",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
        sa.UniqueConstraint("once", name=op.f("uq_mail_once")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_mail_waiting",
        "mail",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("preferred_first_name", sa.String(), nullable=False),
        sa.Column("preferred_last_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_person_last_name_first_name", "person", ["last_name", "first_name"], unique=False)
    op.create_table(
        "school",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["school.id"], name=op.f("fk_school_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("public_id", name=op.f("uq_school_public_id")),
        sqlite_strict=True,
    )
    op.create_index("uq_school_source_key", "school", ["source", "source_key"], unique=True)
    op.create_table(
        "throttle",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_throttle_last_failed_at"), "throttle", ["last_failed_at"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("username_key", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("recovery_email", sa.String(), nullable=True),
        sa.Column("recovery_email_key", sa.String(), nullable=True),
        sa.Column("recovery_email_validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pending_email", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username_key", name=op.f("uq_account_username_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_account_recovery_email_key", "account", ["recovery_email_key"], unique=False)
    op.create_index("uq_account_person_kind", "account", ["person_id", "kind"], unique=True)
    op.create_table(
        "audit_seal",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_seal_entry_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seal_entry_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "contact_point",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_point_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_point_person_id"), "contact_point", ["person_id"], unique=False)
    op.create_index("ix_contact_point_value", "contact_point", ["value", "kind"], unique=False)
    op.create_index(
        "uq_contact_point_current",
        "contact_point",
        ["person_id", "source", "kind", "type"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_table(
        "course",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_course_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sqlite_strict=True,
    )
    op.create_index("uq_course_source_key", "course", ["source", "source_key"], unique=True)
    op.create_table(
        "eligible_student_basis",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("adult_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["person.id"], name=op.f("fk_eligible_student_basis_adult_id")),
        sa.ForeignKeyConstraint(["student_id"], ["person.id"], name=op.f("fk_eligible_student_basis_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligible_student_basis")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_eligible_student_basis_adult_student", "eligible_student_basis", ["adult_id", "student_id"], unique=False
    )
    op.create_table(
        "enrollment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrollment_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_enrollment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_enrollment_person_id"), "enrollment", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrollment_school_id"), "enrollment", ["school_id"], unique=False)
    op.create_index("uq_enrollment_source_key", "enrollment", ["source", "source_key"], unique=True)
    op.create_table(
        "feed_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_feed_change_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_change")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_feed_change_person_id"), "feed_change", ["person_id"], unique=False)
    op.create_index(op.f("ix_feed_change_run_id"), "feed_change", ["run_id"], unique=False)
    op.create_table(
        "former_name",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_name_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_former_name_person_id"), "former_name", ["person_id"], unique=False)
    op.create_table(
        "office_edit",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("edited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_edit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_edit")),
        sqlite_strict=True,
    )
    op.create_index("uq_office_edit", "office_edit", ["person_id", "field"], unique=True)
    op.create_table(
        "person_address",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("line_1", sa.String(), nullable=False),
        sa.Column("line_2", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_address")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_person_address_person_id"), "person_address", ["person_id"], unique=False)
    op.create_index(
        "uq_person_address_current",
        "person_address",
        ["person_id", "source"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_table(
        "person_identifier",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_identifier_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_identifier")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_person_identifier_person_id"), "person_identifier", ["person_id"], unique=False)
    op.create_index("ix_person_identifier_value", "person_identifier", ["value", "type"], unique=False)
    op.create_index("uq_person_identifier", "person_identifier", ["person_id", "source", "type", "value"], unique=True)
    op.create_table(
        "person_source",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("agents", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("preferred_first_name", sa.String(), nullable=False),
        sa.Column("preferred_last_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("sms", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_source_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_source")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_person_source_person_id"), "person_source", ["person_id"], unique=False)
    op.create_index("uq_person_source_key", "person_source", ["source", "source_key"], unique=True)
    op.create_table(
        "queued_row",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("first_run_id", sa.BigInteger(), nullable=False),
        sa.Column("last_run_id", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["first_run_id"], ["feed_run.id"], name=op.f("fk_queued_row_first_run_id")),
        sa.ForeignKeyConstraint(["last_run_id"], ["feed_run.id"], name=op.f("fk_queued_row_last_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queued_row")),
        sqlite_strict=True,
    )
    op.create_index("ix_queued_row_settled_at", "queued_row", ["settled_at"], unique=False)
    op.create_index("uq_queued_row", "queued_row", ["source", "code", "file", "source_key"], unique=True)
    op.create_table(
        "relationship",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("adult_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=True),
        sa.Column("portal", sa.Boolean(), nullable=True),
        sa.Column("mailing", sa.Boolean(), nullable=True),
        sa.Column("messenger", sa.Boolean(), nullable=True),
        sa.Column("may_pick_up", sa.Boolean(), nullable=True),
        sa.Column("lives_with", sa.Boolean(), nullable=True),
        sa.Column("emergency_priority", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.CheckConstraint("adult_id <> student_id", name=op.f("ck_relationship_two_people")),
        sa.ForeignKeyConstraint(["adult_id"], ["person.id"], name=op.f("fk_relationship_adult_id")),
        sa.ForeignKeyConstraint(["student_id"], ["person.id"], name=op.f("fk_relationship_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
        sqlite_strict=True,
    )
    op.create_index("ix_relationship_adult_id", "relationship", ["adult_id"], unique=False)
    op.create_index(op.f("ix_relationship_student_id"), "relationship", ["student_id"], unique=False)
    op.create_index("uq_relationship_source", "relationship", ["source", "adult_id", "student_id"], unique=True)
    op.create_table(
        "restriction",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("adult_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("court", sa.String(), nullable=False),
        sa.Column("records", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Boolean(), nullable=False),
        sa.Column("pick_up", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["person.id"], name=op.f("fk_restriction_adult_id")),
        sa.ForeignKeyConstraint(["student_id"], ["person.id"], name=op.f("fk_restriction_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
        sqlite_strict=True,
    )
    op.create_index("ix_restriction_adult_student", "restriction", ["adult_id", "student_id"], unique=False)
    op.create_table(
        "staff_assignment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("job_role", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_assignment_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_staff_assignment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_assignment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_staff_assignment_person_id"), "staff_assignment", ["person_id"], unique=False)
    op.create_index(op.f("ix_staff_assignment_school_id"), "staff_assignment", ["school_id"], unique=False)
    op.create_index("uq_staff_assignment_source_key", "staff_assignment", ["source", "source_key"], unique=True)
    op.create_table(
        "activation_code",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_activation_code_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activation_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_activation_code_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_activation_code_live",
        "activation_code",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mailed_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_link_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_mailed_link_open",
        "mailed_link",
        ["account_id", "purpose"],
        unique=False,
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_section_course_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_section_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sqlite_strict=True,
    )
    op.create_index("uq_section_source_key", "section", ["source", "source_key"], unique=True)
    op.create_table(
        "session_record",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_record_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_record")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_record_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_session_record_account_id", "session_record", ["account_id", "ended_at"], unique=False)
    op.create_table(
        "class_enrollment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("section_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_class_enrollment_person_id")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_class_enrollment_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_enrollment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_class_enrollment_person_id"), "class_enrollment", ["person_id"], unique=False)
    op.create_index("ix_class_enrollment_section_id_role", "class_enrollment", ["section_id", "role"], unique=False)
    op.create_index("uq_class_enrollment_source_key", "class_enrollment", ["source", "source_key"], unique=True)
    _guard_audit()


def downgrade() -> None:
    op.drop_index("uq_class_enrollment_source_key", table_name="class_enrollment")
    op.drop_index("ix_class_enrollment_section_id_role", table_name="class_enrollment")
    op.drop_index(op.f("ix_class_enrollment_person_id"), table_name="class_enrollment")
    op.drop_table("class_enrollment")
    op.drop_index("ix_session_record_account_id", table_name="session_record")
    op.drop_table("session_record")
    op.drop_index("uq_section_source_key", table_name="section")
    op.drop_table("section")
    op.drop_index(
        "ix_mailed_link_open",
        table_name="mailed_link",
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.drop_table("mailed_link")
    op.drop_index(
        "uq_activation_code_live",
        table_name="activation_code",
        sqlite_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND superseded_at IS NULL"),
    )
    op.drop_table("activation_code")
    op.drop_index("uq_staff_assignment_source_key", table_name="staff_assignment")
    op.drop_index(op.f("ix_staff_assignment_school_id"), table_name="staff_assignment")
    op.drop_index(op.f("ix_staff_assignment_person_id"), table_name="staff_assignment")
    op.drop_table("staff_assignment")
    op.drop_index("ix_restriction_adult_student", table_name="restriction")
    op.drop_table("restriction")
    op.drop_index("uq_relationship_source", table_name="relationship")
    op.drop_index(op.f("ix_relationship_student_id"), table_name="relationship")
    op.drop_index("ix_relationship_adult_id", table_name="relationship")
    op.drop_table("relationship")
    op.drop_index("uq_queued_row", table_name="queued_row")
    op.drop_index("ix_queued_row_settled_at", table_name="queued_row")
    op.drop_table("queued_row")
    op.drop_index("uq_person_source_key", table_name="person_source")
    op.drop_index(op.f("ix_person_source_person_id"), table_name="person_source")
    op.drop_table("person_source")
    op.drop_index("uq_person_identifier", table_name="person_identifier")
    op.drop_index("ix_person_identifier_value", table_name="person_identifier")
    op.drop_index(op.f("ix_person_identifier_person_id"), table_name="person_identifier")
    op.drop_table("person_identifier")
    op.drop_index(
        "uq_person_address_current",
        table_name="person_address",
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.drop_index(op.f("ix_person_address_person_id"), table_name="person_address")
    op.drop_table("person_address")
    op.drop_index("uq_office_edit", table_name="office_edit")
    op.drop_table("office_edit")
    op.drop_index(op.f("ix_former_name_person_id"), table_name="former_name")
    op.drop_table("former_name")
    op.drop_index(op.f("ix_feed_change_run_id"), table_name="feed_change")
    op.drop_index(op.f("ix_feed_change_person_id"), table_name="feed_change")
    op.drop_table("feed_change")
    op.drop_index("uq_enrollment_source_key", table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_school_id"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_person_id"), table_name="enrollment")
    op.drop_table("enrollment")
    op.drop_index("ix_eligible_student_basis_adult_student", table_name="eligible_student_basis")
    op.drop_table("eligible_student_basis")
    op.drop_index("uq_course_source_key", table_name="course")
    op.drop_table("course")
    op.drop_index(
        "uq_contact_point_current",
        table_name="contact_point",
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.drop_index("ix_contact_point_value", table_name="contact_point")
    op.drop_index(op.f("ix_contact_point_person_id"), table_name="contact_point")
    op.drop_table("contact_point")
    op.drop_table("audit_seal")
    op.drop_index("uq_account_person_kind", table_name="account")
    op.drop_index("ix_account_recovery_email_key", table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_throttle_last_failed_at"), table_name="throttle")
    op.drop_table("throttle")
    op.drop_index("uq_school_source_key", table_name="school")
    op.drop_table("school")
    op.drop_index("ix_person_last_name_first_name", table_name="person")
    op.drop_table("person")
    op.drop_index(
        "ix_mail_waiting",
        table_name="mail",
        sqlite_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
    )
    op.drop_table("mail")
    op.drop_index(
        "ix_job_waiting",
        table_name="job",
        sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
    )
    op.drop_table("job")
    op.drop_index(op.f("ix_feed_run_source"), table_name="feed_run")
    op.drop_table("feed_run")
    op.drop_index("ix_audit_entry_person_id_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_event_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_actor_account_id_at", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("uq_academic_session_source_key", table_name="academic_session")
    op.drop_table("academic_session")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change()")
