"""Status notices: posted once, updated, closed once, kept; every deed told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import AuditEntry
from support.actions.status import NewNotice, post_notice, say_more
from support.models import StatusNotice, StatusUpdate
from support.queries import status as queries
from support.rules.status import NoticeFault, NoticeKind, Standing, System
from tests.racing import at_once
from tests.statements import statements
from tests.support.notices import BY, DOWN, TEXTS, incident, maintenance

FIXED = {"en": "Pages are quick again.", "es": "Las páginas vuelven a ser rápidas."}


def told() -> list[str]:
    db.close()
    return list(db.session().scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def say(public_id: str, *, key: str, closes: bool = False) -> bool:
    with db.transaction():
        found = queries.notice_called(public_id, hold=True)
        assert found is not None
        return say_more(found, FIXED, closes=closes, key=key, by=BY, at=clock.now())


def test_what_is_posted_stands_with_its_words(database: Engine) -> None:
    posted = incident()

    (shown,) = queries.open_notices()
    assert (shown.public_id, shown.kind, shown.system) == (posted.public_id, NoticeKind.INCIDENT, System.FAMILY_PORTAL)
    assert shown.title == DOWN
    assert [each.texts for each in shown.said] == [TEXTS]
    assert told() == ["status-notice-posted"]


def test_the_same_form_sent_twice_posts_one_notice(database: Engine) -> None:
    assert incident(key="once").id == incident(key="once").id
    assert told() == ["status-notice-posted"]


def test_maintenance_without_its_time_is_not_posted(database: Engine) -> None:
    new = NewNotice(NoticeKind.MAINTENANCE, System.MESSAGES, DOWN, TEXTS)
    with db.transaction():
        assert post_notice(new, key="k", by=BY, at=clock.now()) is NoticeFault.NO_WINDOW
    assert queries.open_notices() == []
    assert told() == []


def test_more_is_said_and_nothing_that_was_said_is_lost(database: Engine) -> None:
    posted = incident()
    assert say(posted.public_id, key="more")
    assert say(posted.public_id, key="more"), "the same form sent twice"

    (shown,) = queries.open_notices()
    assert [each.texts for each in shown.said] == [FIXED, TEXTS]
    assert told() == ["status-notice-posted", "status-notice-updated"]


def test_a_closed_one_is_kept_and_takes_no_more_words(database: Engine) -> None:
    posted = incident()
    assert say(posted.public_id, key="close", closes=True)
    assert not say(posted.public_id, key="late")

    assert queries.open_notices() == []
    (kept,), last = queries.closed_notices()
    assert last == 1
    assert kept.standing(at=clock.now()) is Standing.CLOSED
    assert [(each.texts, each.closes) for each in kept.said] == [(FIXED, True), (TEXTS, False)]
    assert told() == ["status-notice-posted", "status-notice-closed"]


def test_of_many_who_close_it_at_once_one_does(database: Engine) -> None:
    posted = incident()
    db.close()
    closed = at_once([partial(say, posted.public_id, key=f"close-{number}", closes=True) for number in range(8)])

    assert sorted(closed) == [False] * 7 + [True]
    assert told().count("status-notice-closed") == 1
    with db.transaction() as session:
        assert session.scalar(select(func.count()).select_from(StatusUpdate)) == 2


def test_incidents_stand_before_maintenance(database: Engine) -> None:
    maintenance()
    incident()

    assert [each.kind for each in queries.open_notices()] == [NoticeKind.INCIDENT, NoticeKind.MAINTENANCE]
    assert [each.kind for each in queries.open_incidents(at=clock.now())] == [NoticeKind.INCIDENT]
    assert queries.open_incidents(at=clock.now() - timedelta(seconds=1)) == []


def test_the_edition_changes_with_every_deed_and_is_nothing_where_nothing_stands(database: Engine) -> None:
    def edition() -> str | None:
        db.close()
        return db.session().scalar(select(queries.EDITION))

    seen = [edition()]
    posted = incident()
    seen.append(edition())
    say(posted.public_id, key="more")
    seen.append(edition())
    maintenance()
    seen.append(edition())
    say(posted.public_id, key="close", closes=True)
    seen.append(edition())

    assert seen[0] is None
    assert len(set(seen)) == 5


@pytest.mark.parametrize("how_many", [1, 25])
def test_the_kept_ones_take_three_statements_a_page(database: Engine, how_many: int) -> None:
    for number in range(how_many):
        posted = incident(key=f"{number}")
        with clock.at(clock.now() + timedelta(minutes=number)):
            say(posted.public_id, key=f"close-{number}", closes=True)
    db.close()
    with statements(database) as said:
        shown, last = queries.closed_notices()

    assert len(said) == 3, said
    assert len(shown) == min(how_many, queries.KEPT_ON_A_PAGE)
    assert last == (2 if how_many > 20 else 1)
    newest = db.session().scalars(select(StatusNotice).order_by(StatusNotice.closed_at.desc())).first()
    assert newest is not None
    assert shown[0].public_id == newest.public_id
