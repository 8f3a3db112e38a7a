"""Organizations that the support desk serves, their authorized contacts, and building coaches.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _id(name: str = "id", *, needed: bool = True) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=not needed)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def _open(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "support_organization",
        _id(),
        *map(_text, ("public_id", "name", "kind")),
        _id("school_id", needed=False),
        _text("hosting"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_support_organization_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_organization")),
        sa.UniqueConstraint("public_id", name=op.f("uq_support_organization_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_support_organization_school_id"), "support_organization", ["school_id"], unique=False)
    _create_contacts()
    _create_coaches()


def _create_contacts() -> None:
    references = {
        "organization_id": "support_organization",
        "account_id": "account",
        "appointed_by_id": "person",
        "ended_by_id": "person",
        "kept_by_id": "person",
    }
    op.create_table(
        "support_contact",
        _id(),
        _text("public_id"),
        *(_id(name, needed=not name.endswith("by_id")) for name in references),
        _text("kind"),
        sa.Column("starts", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("ends", "last_active_on", "flagged_on", "kept_on")),
        sa.Column("appointed_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        *map(_text, ("ended_because", "kept_because")),
        sa.Column("told_days", sa.BigInteger(), server_default="0", nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_support_contact_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_support_contact_public_id")),
        sqlite_strict=True,
    )
    _open(
        "uq_support_contact_technical",
        "support_contact",
        ["organization_id"],
        where="kind = 'technical' AND ends IS NULL",
    )
    _open("uq_support_contact_current", "support_contact", ["account_id", "organization_id"], where="ends IS NULL")
    for name in ("organization_id", "account_id"):
        op.create_index(f"ix_support_contact_{name}", "support_contact", [name, "ends"], unique=False)


def _create_coaches() -> None:
    references = {"school_id": "school", "person_id": "person", "named_by_id": "person"}
    op.create_table(
        "building_coach",
        _id(),
        _text("public_id"),
        *(_id(name, needed=name != "named_by_id") for name in references),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("named_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_building_coach_{name}"))
            for name, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building_coach")),
        sa.UniqueConstraint("public_id", name=op.f("uq_building_coach_public_id")),
        sqlite_strict=True,
    )
    _open("uq_building_coach_current", "building_coach", ["school_id", "person_id"], where="ends IS NULL")
    op.create_index("ix_building_coach_person_id", "building_coach", ["person_id"], unique=False)


def downgrade() -> None:
    for name in ("building_coach", "support_contact", "support_organization"):
        op.drop_table(name)
