"""What the demo shows of the support desk's notices, articles, surveys and numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import hashing
from demo.loading import load
from demo.world import PASSPHRASE
from foundation import audit, clock, db
from foundation.outbox import Mail
from support.queries import numbers
from support.queries import status as notices
from support.rules.numbers import Period, tellable
from support.rules.status import Standing
from tests.browser import Browser


@pytest.fixture
def loaded(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        hashed = hashing.hash_of(PASSPHRASE)
        with db.transaction():
            load(
                password_hash=hashed,
                settings=app.config["HEARTH"],
                today=clock.today(),
                by=audit.command("test"),
                at=clock.now(),
            )
        yield app


def test_something_stands_and_something_is_over(loaded: Flask) -> None:
    at = clock.now()
    assert [each.standing(at=at) for each in notices.open_notices()] == [Standing.ONGOING, Standing.PLANNED]
    assert len(notices.closed_notices()[0]) == 3


def test_every_mail_that_waits_can_still_leave(loaded: Flask) -> None:
    at = clock.now()
    waiting = select(Mail.template).where(Mail.sent_at.is_(None), Mail.expires_at <= at)
    assert list(db.session().scalars(waiting)) == []
    assert "support-incident" in set(db.session().scalars(select(Mail.template)))


def test_the_numbers_are_full(loaded: Flask) -> None:
    at = clock.now()
    year = Period.YEAR.since(at)
    cells = numbers.submitted(since=year, at=at)
    assert tellable(numbers.asked_about(cells))[0] != []
    answered = numbers.by_priority(cells)
    assert all(each.decided for each in answered)
    assert any(each.late for each in answered)
    assert numbers.surveys(since=year).satisfaction.is_told

    advisor = Browser(loaded).signs_in("tomas.arriaga", PASSPHRASE)
    for page in ("support.numbers", "status.desk", "support.list_articles"):
        assert advisor.open(page).status == 200
