"""The help desk: how far everybody has come, repairs, contacts of other organizations, and why a role was given

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ORDER = ["run_id", "school_id", "kind", "language", "person_id"]
STEPS = ("coded", "delivered", "bounced", "activated", "validated", "seen", "waiting")


def upgrade() -> None:
    op.create_table(
        "funnel_run",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funnel_run")),
        sqlite_strict=True,
    )
    op.create_table(
        "funnel_person",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("coded", sa.Boolean(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("bounced", sa.Boolean(), nullable=False),
        sa.Column("activated", sa.Boolean(), nullable=False),
        sa.Column("validated", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_funnel_person_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["funnel_run.id"], name=op.f("fk_funnel_person_run_id")),
        sa.PrimaryKeyConstraint("run_id", "person_id", "kind", "school_id", name=op.f("pk_funnel_person")),
        sqlite_strict=True,
    )
    op.create_index("ix_funnel_person_entitled", "funnel_person", ORDER, unique=False)
    for step in STEPS:
        op.create_index(
            f"ix_funnel_person_{step}",
            "funnel_person",
            ORDER,
            unique=False,
            sqlite_where=sa.text(f"{step} IS 1"),
            postgresql_where=sa.text(f"{step} IS TRUE"),
        )
    op.create_table(
        "funnel_sum",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("entitled", sa.BigInteger(), nullable=False),
        sa.Column("coded", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("bounced", sa.BigInteger(), nullable=False),
        sa.Column("activated", sa.BigInteger(), nullable=False),
        sa.Column("validated", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["funnel_run.id"], name=op.f("fk_funnel_sum_run_id")),
        sa.PrimaryKeyConstraint("run_id", "school_id", "kind", "language", name=op.f("pk_funnel_sum")),
        sqlite_strict=True,
    )
    op.create_table(
        "outside_contact",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_outside_contact_added_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outside_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_contact")),
        sa.UniqueConstraint("person_id", name=op.f("uq_outside_contact_person_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_outside_contact_email_key"), "outside_contact", ["email_key"], unique=False)
    op.create_table(
        "account_repair",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("repair", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_repair_account_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_account_repair_done_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_repair_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_repair")),
        sa.UniqueConstraint("once", name=op.f("uq_account_repair_once")),
        sqlite_strict=True,
    )
    op.create_index("ix_account_repair_person_id_done_at", "account_repair", ["person_id", "done_at"], unique=False)
    op.add_column("account_role", sa.Column("because", sa.String(), nullable=False, server_default=""))
    op.add_column("account_role", sa.Column("ended_because", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_activation_code_person_id", "activation_code", ["person_id", "kind", "issued_at"], unique=False)
    op.add_column("staff_invitation", sa.Column("kind", sa.String(), nullable=False, server_default="staff"))
    op.add_column("staff_invitation", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("staff_invitation", "withdrawn_at")
    op.drop_column("staff_invitation", "kind")
    op.drop_index("ix_activation_code_person_id", table_name="activation_code")
    op.drop_column("account_role", "ended_because")
    op.drop_column("account_role", "because")
    for table in ("account_repair", "outside_contact", "funnel_sum", "funnel_person", "funnel_run"):
        op.drop_table(table)
