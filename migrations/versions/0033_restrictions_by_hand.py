"""Restrictions recorded, read and lifted by hand; grounds at 18 by hand, and who was told before.

Revision ID: 0033
Revises: 0032
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def _name_restrictions() -> None:
    """Give every restriction on record its name in addresses."""
    table = sa.table("restriction", sa.column("id", sa.BigInteger), sa.column("public_id", sa.String))
    connection = op.get_bind()
    for each in connection.scalars(sa.select(table.c.id)).all():
        connection.execute(table.update().where(table.c.id == each).values(public_id=secrets.token_hex(8)))


def upgrade() -> None:
    op.add_column("restriction", sa.Column("public_id", sa.String(), nullable=True))
    _name_restrictions()
    with op.batch_alter_table("restriction", table_kwargs={"sqlite_strict": True}) as batch:
        batch.alter_column("public_id", nullable=False, existing_type=sa.String())
        batch.create_unique_constraint(op.f("uq_restriction_public_id"), ["public_id"])
        for name in ("paper", "because"):
            batch.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("recorded_by_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("eligible_student_basis", sa.Column("recorded_by_id", sa.BigInteger(), nullable=True))
    _make_lifts()
    op.create_table(
        "coming_of_age",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("student_id", "person_id")),
        sa.Column("turns_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_coming_of_age_{name}"))
            for name in ("student_id", "person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coming_of_age")),
        sa.UniqueConstraint("student_id", "person_id", "turns_on", name="uq_coming_of_age_told"),
        sqlite_strict=True,
    )


def _make_lifts() -> None:
    people = ("proposed_by_id", "settled_by_id")
    op.create_table(
        "restriction_lift",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("restriction_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restriction.id"], name=op.f("fk_restriction_lift_restriction_id")
        ),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_restriction_lift_{name}")) for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction_lift")),
        sa.UniqueConstraint("public_id", name=op.f("uq_restriction_lift_public_id")),
        sqlite_strict=True,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_restriction_lift_open",
        "restriction_lift",
        ["restriction_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_restriction_lift_restriction_id", "restriction_lift", ["restriction_id"], unique=False)
    op.create_index("ix_restriction_lift_state", "restriction_lift", ["state", "proposed_on"], unique=False)


def downgrade() -> None:
    op.drop_table("coming_of_age")
    op.drop_table("restriction_lift")
    op.drop_column("eligible_student_basis", "recorded_by_id")
    with op.batch_alter_table("restriction", table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint(op.f("uq_restriction_public_id"), type_="unique")
        for name in ("public_id", "paper", "because", "recorded_by_id", "verified_at"):
            batch.drop_column(name)
