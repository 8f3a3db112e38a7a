"""Requests for approval, the links to them, answers and delegations; approvals that were taken back.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.add_column("access_approval", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    _requests()
    _links()
    _answers()
    _delegations()


def _requests() -> None:
    op.create_table(
        "approval_request",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded", sa.BigInteger(), nullable=False),
        sa.Column("named_id", sa.BigInteger(), nullable=True),
        sa.Column("dots_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snag", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_request_person_id")),
        sa.ForeignKeyConstraint(["named_id"], ["person.id"], name=op.f("fk_approval_request_named_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_request_public_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_approval_request_open",
        "approval_request",
        ["person_id", "area", "location"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_approval_request_person_id", "approval_request", ["person_id", "area", "asked_at"])
    op.create_index("ix_approval_request_location", "approval_request", ["location", "closed_at"])
    op.create_index("ix_approval_request_named_id", "approval_request", ["named_id"])
    op.create_index("ix_approval_request_closed_at", "approval_request", ["closed_at", "dots_told_at"])


def _links() -> None:
    op.create_table(
        "approval_link",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("has_address", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_approval_link_request_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_approval_link_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("uq_approval_link_request_id", "approval_link", ["request_id", "person_id"], unique=True)


def _answers() -> None:
    op.create_table(
        "approval_answer",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("on_behalf_of_id", sa.BigInteger(), nullable=True),
        sa.Column("approval_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_approval_answer_request_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_approval_answer_answered_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_approval_answer_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["approval_id"], ["access_approval.id"], name=op.f("fk_approval_answer_approval_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_answer")),
        sqlite_strict=True,
    )
    for column in ("request_id", "answered_by_id"):
        op.create_index(op.f(f"ix_approval_answer_{column}"), "approval_answer", [column])


def _delegations() -> None:
    op.create_table(
        "approval_delegation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("principal_id", sa.BigInteger(), nullable=False),
        sa.Column("delegate_id", sa.BigInteger(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["principal_id"], ["person.id"], name=op.f("fk_approval_delegation_principal_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_approval_delegation_delegate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_delegation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_delegation_public_id")),
        sqlite_strict=True,
    )
    for column in ("principal_id", "delegate_id", "location"):
        op.create_index(op.f(f"ix_approval_delegation_{column}"), "approval_delegation", [column])


def downgrade() -> None:
    for table in ("approval_delegation", "approval_answer", "approval_link", "approval_request"):
        op.drop_table(table)
    op.drop_column("access_approval", "withdrawn_on")
