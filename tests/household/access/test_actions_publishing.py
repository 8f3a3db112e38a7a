"""Two administrators at one moment: one draft, one version, and nobody's words lost without being told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.jobs import Job
from household.access import actions, queries
from household.access.actions import Published
from household.access.models import PolicyDraft, PolicyVersion
from household.access.rules.policy_writing import document_of
from household.access.rules.publishing import PublishRefusal, why_not_published
from tests.household.access.areas import ATTENDANCE
from tests.household.access.staff import BY, day
from tests.household.access.telling import POLICY
from tests.racing import at_once

RACERS = 6


def saved(years: int, *, began_from: int = 0, area: str = "household", based_on: int | None = 1) -> bool:
    table = {**document_of(POLICY), "term_school_years": years}
    with db.transaction():
        return actions.save_draft(
            area, table, starts=clock.today(), began_from=began_from, based_on=based_on, by=BY, at=clock.now()
        )


def published(revision: int = 1, *, area: str = "household", reason: str = "x") -> Published | PublishRefusal:
    with db.transaction():
        return actions.publish_draft(
            area, looked_at=revision, reason=reason, today=clock.today(), by=BY, at=clock.now()
        )


def in_app(app: Flask, deed: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with app.app_context():
            return deed()

    return run


def numbers() -> list[int]:
    return list(db.session().scalars(select(PolicyVersion.number).order_by(PolicyVersion.number)))


def test_of_many_who_save_at_once_one_is_kept_and_the_others_are_told(app: Flask, database: Engine) -> None:
    outcomes = at_once([in_app(app, lambda years=years: saved(years)) for years in range(3, 3 + RACERS)])  # type: ignore[misc]

    assert sorted(outcomes) == [False] * (RACERS - 1) + [True]
    assert db.session().scalar(select(func.count()).select_from(PolicyDraft)) == 1


def test_of_many_who_publish_at_once_there_is_one_version(app: Flask, database: Engine) -> None:
    saved(3)

    outcomes = at_once([in_app(app, lambda reason=str(each): published(reason=reason)) for each in range(RACERS)])  # type: ignore[misc]

    assert {each.number for each in outcomes} == {2}
    assert sum(each.is_new for each in outcomes) == 1
    assert numbers() == [2]
    assert db.session().scalar(select(func.count()).where(AuditEntry.event == "policy-published")) == 1
    assert db.session().scalar(select(func.count()).where(Job.kind == "access-review")) == 1


def test_two_areas_published_at_once_are_two_versions(app: Flask, database: Engine) -> None:
    saved(3)
    with db.transaction():
        actions.save_draft(
            "attendance", ATTENDANCE, starts=clock.today(), began_from=0, based_on=None, by=BY, at=clock.now()
        )

    areas = ("household", "attendance")
    outcomes = at_once([in_app(app, lambda area=each: published(area=area)) for each in areas])  # type: ignore[misc]

    assert sorted(each.number for each in outcomes) == [2, 3]
    assert all(each.is_new for each in outcomes)
    assert [len(queries.policies(each)) for each in areas] == [2, 1]


def test_a_draft_is_a_value_of_its_own_beside_the_version_it_began_from(database: Engine) -> None:
    before = queries.draft_of("household", on=clock.today())
    saved(3)
    after = queries.draft_of("household", on=clock.today())

    assert before is not None
    assert after is not None
    assert (before.revision, before.is_saved, before.is_otherwise) == (0, False, False)
    assert (after.revision, after.is_saved, after.is_otherwise, after.policy.number) == (1, True, True, 2)
    assert after.newest == before.newest


def test_after_publishing_the_next_draft_begins_from_what_was_published(database: Engine) -> None:
    saved(3)
    published()

    found = queries.draft_of("household", on=clock.today())

    assert found is not None
    assert (found.revision, found.is_saved, found.policy.term_school_years, found.policy.number) == (1, False, 3, 3)
    assert not saved(4)
    assert saved(4, began_from=1, based_on=2)
    assert published(2) == Published(3, is_new=True)


LOOKED_AT = {
    "saved_revision": 4,
    "looked_at": 4,
    "based_on": 2,
    "newest": 2,
    "starts": day("2026-11-18"),
    "today": day("2026-11-18"),
    "is_otherwise": True,
}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"starts": day("2026-11-19")}, None),
        ({"starts": day("2026-11-17")}, PublishRefusal.IN_THE_PAST),
        ({"saved_revision": None}, PublishRefusal.NO_DRAFT),
        ({"saved_revision": 5}, PublishRefusal.SAVED_MEANWHILE),
        ({"newest": 3}, PublishRefusal.OVERTAKEN),
        ({"based_on": None}, PublishRefusal.OVERTAKEN),
        ({"based_on": None, "newest": None}, None),
        ({"is_otherwise": False}, PublishRefusal.NO_CHANGE),
        ({"saved_revision": 5, "starts": day("2026-11-17")}, PublishRefusal.SAVED_MEANWHILE),
    ],
)
def test_a_draft_is_published_only_as_it_was_looked_at(changes: dict[str, Any], refusal: PublishRefusal | None) -> None:
    assert why_not_published(**(LOOKED_AT | changes)) == refusal
