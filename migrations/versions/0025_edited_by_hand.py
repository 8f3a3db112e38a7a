"""Records edited by hand: their versions, forms that are sent twice, the password given again, histories of several.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

IS_PRIMARY = sa.text("NOT is_secondary AND ends IS NULL")
IS_OPEN = sa.text("ends IS NULL")


def _keep_histories() -> None:
    """In whose history an entry stands is never changed: the database refuses it, as it does for the entry."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_subject_no_{deed.lower()} BEFORE {deed} ON audit_subject "
                "BEGIN SELECT RAISE(ABORT, 'audit_subject is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER audit_subject_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_subject "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    op.create_table(
        "audit_subject",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_subject_entry_id")),
        sa.PrimaryKeyConstraint("kind", "subject_id", "entry_id", name=op.f("pk_audit_subject")),
        sqlite_strict=True,
    )
    _keep_histories()
    op.create_table(
        "sent_form",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "digest", "answer")),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_form")),
        sa.UniqueConstraint("key", name=op.f("uq_sent_form_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_sent_form_sent_at", "sent_form", ["sent_at"], unique=False)
    op.add_column("session_record", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    for table in ("person", "household"):
        op.add_column(table, sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    for table in ("household_member", "household_address"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_strict": True}) as batch:
            batch.create_check_constraint(op.f(f"ck_{table}_in_order"), "ends IS NULL OR ends >= starts")
    _let_one_home_be_the_first()
    for name, columns, where in (
        ("uq_household_member_primary", ["person_id"], IS_PRIMARY),
        ("uq_household_member_once", ["household_id", "person_id"], IS_OPEN),
    ):
        op.create_index(name, "household_member", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _let_one_home_be_the_first() -> None:
    """Of several first homes the oldest stays it, and of a place entered twice the older entry stays open."""
    op.execute(
        "UPDATE household_member SET ends = starts WHERE ends IS NULL AND EXISTS (SELECT 1 FROM household_member older "
        "WHERE older.household_id = household_member.household_id AND older.person_id = household_member.person_id "
        "AND older.ends IS NULL AND older.id < household_member.id)"
    )
    op.execute(
        "UPDATE household_member SET is_secondary = TRUE WHERE ends IS NULL AND NOT is_secondary AND EXISTS (SELECT 1 "
        "FROM household_member older WHERE older.person_id = household_member.person_id AND NOT older.is_secondary "
        "AND older.ends IS NULL AND older.id < household_member.id)"
    )


def downgrade() -> None:
    op.drop_index("uq_household_member_once", table_name="household_member")
    op.drop_index("uq_household_member_primary", table_name="household_member")
    for table in ("household_address", "household_member"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_strict": True}) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_in_order"), type_="check")
    for table in ("household", "person"):
        op.drop_column(table, "version")
    op.drop_column("session_record", "proved_at")
    op.drop_table("sent_form")
    op.drop_table("audit_subject")
