"""Once a day, what time has ended is marked as ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from accounts import jobs as rooms_jobs
from accounts.models import MailedLink, SessionRecord
from accounts.rules import sessions
from demo.world import World
from foundation import clock, db


def test_sessions_over_by_any_limit_end_and_those_in_use_go_on(world: World) -> None:
    now = clock.now()
    live, idle, old = "in use", "left alone", "open too long"
    with db.transaction() as session:
        for token, created, seen in (
            (live, timedelta(hours=11), timedelta(minutes=19)),
            (idle, timedelta(hours=1), sessions.FAMILY.idle),
            (old, sessions.FAMILY.overall, timedelta(minutes=1)),
        ):
            session.add(
                SessionRecord(
                    token_hash=token,
                    account_id=world.sign_ins[0].account_id,
                    created_at=now - created,
                    last_seen_at=now - seen,
                )
            )

    rooms_jobs.tidy({})

    ended = {row.token_hash: (row.ended_at, row.ended_because) for row in db.session().scalars(select(SessionRecord))}
    assert ended == {live: (None, ""), idle: (now, "timed-out"), old: (now, "timed-out")}


def test_links_dead_for_a_month_are_forgotten(world: World) -> None:
    now = clock.now()
    with db.transaction() as session:
        for token, expired in (("month", timedelta(days=30)), ("week", timedelta(days=7)), ("alive", -timedelta(1))):
            session.add(
                MailedLink(
                    purpose="reset-password",
                    token_hash=token,
                    account_id=world.sign_ins[0].account_id,
                    address="a@example.org",
                    created_at=now - expired,
                    expires_at=now - expired,
                )
            )

    rooms_jobs.tidy({})

    assert sorted(db.session().scalars(select(MailedLink.token_hash))) == ["alive", "week"]
