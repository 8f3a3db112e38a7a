"""Two writers at one moment: one waits for the other, and both lines stand in the ledger, each once."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import Engine

from foundation import clock, db
from household.access import actions, queries
from tests.household.access.staff import BY, Clerk, book, hire, storing


def test_a_night_and_a_person_s_no_never_write_over_each_other(app: Flask, database: Engine) -> None:
    """The night knows who is due when the right is taken away; it looks at everybody again where it writes."""
    clerk, other = hire(), hire()
    for each in (clerk, other):
        each.works()
    with db.transaction():
        for each in (clerk, other):
            each.add_completion("IC-ENROLLMENT", "2026-11-01")
            each.add_completion("IC-HOUSEHOLD", "2026-11-02")
    rules = book()
    due = queries.due(rules, on=clock.today()).people

    clerk.is_revoked()
    with db.transaction():
        actions.refresh(due, book=rules, at=clock.now(), today=clock.today(), by=BY)

    assert due == [clerk.person_id, other.person_id]

    assert [kind for kind, _ in clerk.ledger()] == ["revoked"]
    assert [kind for kind, _ in other.ledger()] == ["granted"]
    assert clerk.stored() == clerk.decided()


def test_two_facts_of_one_person_at_one_moment_are_both_followed(app: Flask, database: Engine) -> None:
    """Each transaction stores one course; whoever comes second sees the first one's."""
    clerk = hire()
    clerk.works()
    stored, failed = threading.Barrier(2), []

    def store(course: str) -> None:
        with app.app_context():
            try:
                store_one(clerk, course)
            except Exception as problem:
                failed.append(problem)

    def store_one(clerk: Clerk, course: str) -> None:
        stored.wait(10)
        with storing() as touch:
            touch(clerk.person_id)
            clerk.add_completion(course, "2026-11-02")

    threads = [threading.Thread(target=store, args=(course,)) for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)

    assert failed == []
    assert clerk.ledger() == [("granted", clock.today())]
    assert clerk.stored() == clerk.decided()
