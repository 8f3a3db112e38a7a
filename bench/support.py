"""The support desk: how the time of an advisor's queue and of one case grows with all the cases there ever were."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

from flask import Flask
from sqlalchemy import insert

from accounts.models import AccountRole
from bench.ground import Ground, look_over
from bench.table import Row
from bench.turns import District, Times, growth, take_turns
from bench.visits import cookie, sign_in, visit
from demo import people, places
from foundation import clock, db
from support.models import Case, CaseEntry, Organization, SupportContact
from support.rules.response import Priority, answer_due
from support.rules.statuses import OPEN

ROUNDS = 10
FEW = 1_000
OPEN_CASES = 400
"""A desk's backlog does not grow with the years; what is closed does."""
LINES = 12
MOST_GROWTH, MOST_STATEMENTS = 1.3, 8
PAGES = {
    "queue": "/support/queue",
    "queue, mine": "/support/queue?whose=mine",
    "queue, narrowed by two conditions": (
        "/support/queue?column=subject&operator=contains&value=grades&column=contact&operator=starts&value=ana"
    ),
    "case": f"/support/cases/{1_000_001}/desk",
}


def rows(ground: Ground) -> list[Row]:
    """The desk at two numbers of cases, opened in turn."""
    with ExitStack() as apps:
        few, many = (_filled(apps.enter_context(ground.app()), size) for size in (FEW, ground.sizes.many_people))
        most = many.most_statements(*PAGES)
        taken = take_turns(few, many, rounds=ROUNDS)
    sizes = f"{ground.sizes.many_people:,} cases ÷ at {FEW:,}"
    return [
        *(_growth(name, *taken, sizes) for name in PAGES),
        Row("support desk: SQL statements", str(most), "≤ 8", most <= MOST_STATEMENTS),
    ]


def _filled(app: Flask, cases: int) -> District:
    with app.app_context():
        token = _settle(cases)
        look_over()
    return District(app, {name: [visit(app, address, cookie(app, token))] for name, address in PAGES.items()})


def _settle(cases: int) -> str:
    """An advisor with a session, two contacts, and so many cases, `OPEN_CASES` of them open; gives the token."""
    at, today = clock.now(), clock.today()
    with db.transaction() as session:
        school = places.a_school("Ridgeline High School")
        advisor, ana = people.a_person("Tomas", "Penn"), people.a_person("Ana", "Ruiz")
        places.a_job(advisor, school, job_role="Clerk")
        places.a_job(ana, school, job_role="Clerk")
        token = "bench-advisor"
        mine = sign_in(advisor.id, "staff", token, at=at)
        session.add(AccountRole(account_id=mine, role="support-advisor", given_at=at))
        asks = sign_in(ana.id, "staff", "bench-contact", at=at)
        served = Organization(name="Ridgeline", kind="district", hosting="cloud", created_at=at)
        session.add(served)
        session.flush()
        told = {"organization_id": served.id, "account_id": asks, "starts": today, "appointed_at": at}
        contact = SupportContact(**told, kind="support")
        session.add(contact)
        session.flush()
        for first in range(0, cases, 10_000):
            numbers = range(first, min(first + 10_000, cases))
            made = [_case(n, served.id, contact.id, ana.id, mine) for n in numbers]
            session.execute(insert(db.table(Case)), made)
        case_id = 1
        session.execute(insert(db.table(CaseEntry)), [_line(case_id, n, advisor.id) for n in range(LINES)])
    return token


def _case(number: int, organization: int, contact: int, opened_by: int, advisor: int) -> dict[str, object]:
    """The open ones first: theirs are the pages; each in another status, priority and hour."""
    is_open, priority = number < OPEN_CASES, list(Priority)[number % 4]
    submitted = clock.now() - timedelta(minutes=7 * (number % 5_000))
    return {
        "organization_id": organization,
        "contact_id": contact,
        "opened_by_id": opened_by,
        "owner_id": advisor if number % 3 else None,
        "status": OPEN[number % len(OPEN)].value if is_open else "closed",
        "priority": priority.value,
        "type": "problem",
        "module": "grades",
        "subject": f"Grades of class {number}" if number % 2 else f"Attendance of class {number}",
        "details": "It is not saved.",
        "submitted_at": submitted,
        "said_at": submitted,
        "answer_due_at": answer_due(submitted, priority).due if is_open else submitted,
        "answered_at": submitted if number % 5 else None,
        "closed_at": None if is_open else submitted,
        "version": 1,
    }


def _line(case_id: int, number: int, advisor: int) -> dict[str, object]:
    told = {"kind": "reply", "side": "desk", "body": f"Word {number}.", "was": "", "became": ""}
    return {"case_id": case_id, "author_id": advisor, "at": clock.now(), **told}


def _growth(name: str, few: Times, many: Times, sizes: str) -> Row:
    grown, told = growth(few, many, name)
    return Row(f"support desk, {name}: median time at {sizes}", told, "≤ 1.3", grown <= MOST_GROWTH)
