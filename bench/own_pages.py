"""The pages of a family itself, as guardians all over the district open them: messages, contact data, preferences,
requests, what is asked for a child, and why one shows. How their time grows, and their statements.

Every guardian has got messages of the district, and none has answered.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from bench.children import doors
from bench.ground import look_over
from bench.lessons import write
from bench.table import Row
from bench.turns import Times, growth
from bench.visits import Visit, visit
from district.models import Relationship
from foundation import clock, db
from portal.models import Message, MessageRecipient

MOST_GROWTH, MOST_STATEMENTS = 1.3, 8
MESSAGES = 3
FIRST = f"{0:016x}"
"""The public id of the first of them."""
ALL_SCHOOLS = "child to report, with every school"
PAGES = {
    "messages": "/portal/messages",
    "message to read": f"/portal/messages/{FIRST}",
    "message to write": "/portal/messages/new",
    "contact data": "/portal/contact-data",
    "contact preferences": "/portal/contact-preferences",
    "requests": "/portal/requests",
    "why a child shows": "/portal/visibility",
    ALL_SCHOOLS: "/portal/visibility/missing",
    "name to correct": "/portal/requests/name",
    "emergency contacts": "/portal/requests/contacts/{child}",
    "child’s phones": "/portal/requests/reach/{child}",
    "absence to excuse": "/portal/students/{child}/attendance/excuse",
    "calendar addresses": "/portal/students/{child}/schedule/calendar",
    "limits": "/portal/students/{child}/limits",
    "immunizations to correct": "/portal/students/{child}/immunizations/correction",
    "health condition to tell": "/portal/students/{child}/immunizations/conditions",
}


def rows_of(few: Times, many: Times, statements: int, sizes: str) -> list[Row]:
    """Each page at two sizes of district. The one that lists every school grows with them, and has no target."""
    rows = []
    for name in PAGES:
        grown, told = growth(few, many, named(name))
        target = ("≤ 1.3", grown <= MOST_GROWTH) if name != ALL_SCHOOLS else ()
        rows.append(Row(f"{named(name)}: median time at {sizes}", told, *target))
    return [*rows, Row("family’s own pages: SQL statements", str(statements), "≤ 8", statements <= MOST_STATEMENTS)]


def visits_of(app: Flask, families: Mapping[str, int]) -> dict[str, list[Visit]]:
    """Every page of these guardians, by session; where it is of a child, of the first."""
    held = doors(app, families)
    return {
        named(name): [visit(app, path.format(child=child), mine) for mine, child in held]
        for name, path in PAGES.items()
    }


def named(page: str) -> str:
    """Under which a page stands in the table."""
    return f"family’s {page}"


def write_to_all(families: Mapping[str, int]) -> None:
    """Messages for every guardian on record, because of each student; the first of these families wrote them."""
    author = next(iter(families.values()))
    at = clock.now()
    with db.transaction() as session:
        for number in range(MESSAGES):
            message = Message(
                public_id=f"{number:016x}",
                account_id=_account_of(author),
                author_id=author,
                kind="general",
                audience="families",
                texts={"en": [f"News {number}", "School is out."]},
                state="sent",
                written_at=at,
                goes_at=at,
                sent_at=at,
            )
            session.add(message)
            session.flush()
            values = {
                "message_id": message.id,
                "person_id": Relationship.adult_id,
                "student_id": Relationship.student_id,
                "language": "en",
                "reached": "portal",
            }
            write(MessageRecipient, values, select(Relationship.id).distinct())
    look_over()


def _account_of(person_id: int) -> int:
    return db.session().scalars(select(Account.id).where(Account.person_id == person_id)).one()
