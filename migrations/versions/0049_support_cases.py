"""Cases of the support desk: what was asked, said, attached and done.

Revision ID: 0048
Revises: 0047
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PERSON, CASE, CONTACT = "person", "support_case", "support_contact"


def _ids(*names: str, needed: bool = True) -> "list[sa.Column[int]]":
    return [sa.Column(name, sa.BigInteger(), nullable=not needed) for name in names]


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _flags(*names: str, needed: bool = True) -> "list[sa.Column[bool]]":
    return [sa.Column(name, sa.Boolean(), nullable=not needed) for name in names]


def _moments(*names: str, needed: bool = False) -> "list[sa.Column[object]]":
    return [sa.Column(name, MOMENT, nullable=not needed) for name in names]


def _days(*names: str, needed: bool = False) -> "list[sa.Column[object]]":
    return [sa.Column(name, sa.Date(), nullable=not needed) for name in names]


def _table(name: str, *columns: "sa.Column[object]", refer: dict[str, str], key: Sequence[str] = ("id",)) -> None:
    op.create_table(
        name,
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in refer.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        *(
            sa.UniqueConstraint(each.name, name=op.f(f"uq_{name}_{each.name}"))
            for each in columns
            if each.name in ("file_id", "reference")
        ),
        sqlite_strict=True,
    )


def _index(table: str, *columns: str, name: str = "", unique: bool = False, where: str = "") -> None:
    only = sa.text(where) if where else None
    op.create_index(
        name or op.f(f"ix_{table}_{columns[0]}"),
        table,
        list(columns),
        unique=unique,
        sqlite_where=only,
        postgresql_where=only,
    )


def upgrade() -> None:
    _create_case()
    _create_what_hangs_on_it()
    _create_attachments()
    _create_promises()
    _create_defects()
    _create_calls()


def _create_case() -> None:
    _table(
        "support_case",
        *_ids("id", "organization_id", "opened_by_id"),
        *_ids("contact_id", "owner_id", "duplicate_of_id", "follows_id", "incident_id", needed=False),
        *_texts("status", "priority", "type", "module", "subject", "did", "details", "expected", "steps"),
        *_texts("team", "closed_because", "caller", "emergency_because"),
        *_flags("has_student_data", "waits_for_desk", "is_first_level", "is_emergency"),
        *_flags("is_solved", needed=False),
        *_days("due_on", "scheduled_on", "resolved_on"),
        *_moments("submitted_at", "answer_due_at", "said_at", needed=True),
        *_moments("answered_at", "closed_at"),
        *_ids("resolution"),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        refer={
            "organization_id": "support_organization",
            "contact_id": CONTACT,
            "opened_by_id": PERSON,
            "owner_id": "account",
            "duplicate_of_id": CASE,
            "follows_id": CASE,
            "incident_id": "status_notice",
        },
    )
    _index("support_case", "organization_id", "said_at")
    _index("support_case", "owner_id", "status")
    _index("support_case", "status", "answer_due_at")
    for name in ("contact_id", "submitted_at", "closed_at", "duplicate_of_id", "follows_id", "incident_id"):
        _index("support_case", name)
    _index("support_case", "resolved_on", name="ix_support_case_waits", where="status = 'pending-verification'")


def _create_what_hangs_on_it() -> None:
    _table(
        "case_person",
        *_ids("id", "case_id", "added_by_id"),
        *_ids("person_id", needed=False),
        *_texts("written"),
        *_moments("added_at", needed=True),
        refer={"case_id": CASE, "person_id": PERSON, "added_by_id": PERSON},
    )
    _index("case_person", "case_id", "written", name="uq_case_person_written", unique=True)
    _index("case_person", "person_id")
    _table(
        "case_entry",
        *_ids("id", "case_id"),
        *_ids("author_id", "about_id", needed=False),
        *_texts("kind", "side", "body", "was", "became"),
        *_flags("has_student_data"),
        *_moments("at", needed=True),
        refer={"case_id": CASE, "author_id": PERSON, "about_id": "case_person"},
    )
    _index("case_entry", "case_id", "at")
    _table(
        "case_involved",
        *_ids("case_id", "contact_id"),
        *_moments("since", needed=True),
        refer={"case_id": CASE, "contact_id": CONTACT},
        key=("case_id", "contact_id"),
    )
    _index("case_involved", "contact_id")


def _create_attachments() -> None:
    _table(
        "case_attachment",
        *_ids("id", "case_id", "entry_id", "file_id"),
        *_ids("about_id", "removed_by_id", needed=False),
        *_flags("has_student_data"),
        *_moments("removed_at"),
        refer={
            "case_id": CASE,
            "entry_id": "case_entry",
            "file_id": "stored_file",
            "about_id": "case_person",
            "removed_by_id": PERSON,
        },
    )
    _index("case_attachment", "case_id")
    _index("case_attachment", "entry_id")


def _create_promises() -> None:
    _table(
        "case_follow_up",
        *_ids("case_id", "resolution", "number"),
        *_days("due_on", needed=True),
        *_moments("sent_at"),
        refer={"case_id": CASE},
        key=("case_id", "resolution", "number"),
    )
    _table(
        "case_permission",
        *_ids("id", "case_id", "asked_by_id"),
        *_ids("answered_by_id", needed=False),
        *_texts("kind", "what", "words"),
        *_flags("is_given", needed=False),
        *_moments("asked_at", needed=True),
        *_moments("answered_at", "withdrawn_at"),
        refer={"case_id": CASE, "asked_by_id": PERSON, "answered_by_id": PERSON},
    )
    _index("case_permission", "case_id")


def _create_defects() -> None:
    _table(
        "development_issue",
        *_ids("id", "opened_by_id"),
        *_ids("fixed_by_id", needed=False),
        *_texts("reference", "title", "module", "fixed_in", "note"),
        *_moments("opened_at", needed=True),
        *_moments("fixed_at"),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        refer={"opened_by_id": PERSON, "fixed_by_id": PERSON},
    )
    _table(
        "defect_replication",
        *_ids("id", "issue_id", "tried_by_id"),
        *_texts("environment", "note"),
        *_flags("was_seen"),
        *_moments("tried_at", needed=True),
        refer={"issue_id": "development_issue", "tried_by_id": PERSON},
    )
    _index("defect_replication", "issue_id", "tried_at")
    _table(
        "case_defect",
        *_ids("case_id", "issue_id", "linked_by_id"),
        *_moments("linked_at", needed=True),
        refer={"case_id": CASE, "issue_id": "development_issue", "linked_by_id": PERSON},
        key=("case_id", "issue_id"),
    )
    _index("case_defect", "issue_id")


def _create_calls() -> None:
    _table(
        "case_call",
        *_ids("id", "case_id", "entry_id", "advisor_id"),
        *_ids("contact_id", needed=False),
        *_texts("caller", "verified_by", "joined"),
        *_moments("at", needed=True),
        refer={"case_id": CASE, "entry_id": "case_entry", "advisor_id": PERSON, "contact_id": CONTACT},
    )
    _index("case_call", "case_id", "at")
    _index("case_call", "entry_id")


def downgrade() -> None:
    for name in (
        "case_call",
        "case_defect",
        "defect_replication",
        "development_issue",
        "case_permission",
        "case_follow_up",
        "case_attachment",
        "case_involved",
        "case_entry",
        "case_person",
        "support_case",
    ):
        op.drop_table(name)
