"""Access given by hand and given back by two people, and one revocation at a time that holds.

The text of the facts has a fifth kind; what was weighed is lengthened by it, so that nobody is weighed anew for it.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
HOLDS = sa.text("ends IS NULL")
KIND = chr(29)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "access_proposal",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        *(
            sa.ForeignKeyConstraint([each], ["person.id"], name=op.f(f"fk_access_proposal_{each}"))
            for each in ("person_id", "proposed_by_id", "settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_proposal_public_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_access_proposal_open",
        "access_proposal",
        ["person_id", "area", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_access_proposal_person_id", "access_proposal", ["person_id", "area"])
    op.create_index("ix_access_proposal_state", "access_proposal", ["area", "state", "proposed_on"])
    op.create_table(
        "access_grant",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        *(
            sa.ForeignKeyConstraint([each], ["person.id"], name=op.f(f"fk_access_grant_{each}"))
            for each in ("person_id", "proposed_by_id", "confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["access_proposal.id"], name=op.f("fk_access_grant_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_access_grant_proposal_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_access_grant_person_id"), "access_grant", ["person_id"])
    op.add_column("access_revocation", sa.Column("resumes", sa.Date(), nullable=True))
    op.create_index(
        "uq_access_revocation_holds",
        "access_revocation",
        ["person_id", "area"],
        unique=True,
        sqlite_where=HOLDS,
        postgresql_where=HOLDS,
    )
    weighed = sa.table("access_evaluation", sa.column("facts", sa.String))
    op.execute(weighed.update().where(weighed.c.facts != "").values(facts=weighed.c.facts.concat(KIND)))


def downgrade() -> None:
    weighed = sa.table("access_evaluation", sa.column("facts", sa.String))
    op.execute(weighed.update().values(facts=""))
    op.drop_index("uq_access_revocation_holds", table_name="access_revocation")
    op.drop_column("access_revocation", "resumes")
    op.drop_table("access_grant")
    op.drop_table("access_proposal")
