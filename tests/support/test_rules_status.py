"""How a notice stands at a moment, and what keeps one from being posted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from support.rules.contacts import Hosting
from support.rules.status import (
    FURTHEST_AHEAD,
    NoticeFault,
    NoticeKind,
    Overall,
    Standing,
    System,
    Times,
    concerned_by,
    fault_of,
    overall,
    standing,
)

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
INCIDENT, MAINTENANCE = NoticeKind.INCIDENT, NoticeKind.MAINTENANCE
NIGHT = Times(NOW, NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("at", "how"),
    [
        (NOW - SECOND, Standing.PLANNED),
        (NOW, Standing.UNDER_WAY),
        (NOW + 2 * HOUR - SECOND, Standing.UNDER_WAY),
        (NOW + 2 * HOUR, Standing.OVERDUE),
        (NOW + 300 * HOUR, Standing.OVERDUE),
    ],
)
def test_maintenance_begins_and_runs_late_to_the_second(at: datetime, how: Standing) -> None:
    assert standing(MAINTENANCE, NIGHT, at=at) is how


@pytest.mark.parametrize(
    ("at", "how"), [(NOW - SECOND, Standing.ONGOING), (NOW, Standing.CLOSED), (NOW + HOUR, Standing.CLOSED)]
)
def test_a_closed_one_is_closed_from_that_second_on(at: datetime, how: Standing) -> None:
    assert standing(INCIDENT, Times(closed_at=NOW), at=at) is how


def test_an_incident_stands_until_somebody_closes_it() -> None:
    assert standing(INCIDENT, Times(), at=NOW + timedelta(days=400)) is Standing.ONGOING


def test_maintenance_closed_early_is_closed() -> None:
    closed = Times(NIGHT.starts_at, NIGHT.until_at, closed_at=NOW - HOUR)
    assert standing(MAINTENANCE, closed, at=NOW) is Standing.CLOSED


@pytest.mark.parametrize(
    ("standings", "word"),
    [
        ([], Overall.NONE),
        ([Standing.CLOSED], Overall.NONE),
        ([Standing.PLANNED, Standing.CLOSED], Overall.MAINTENANCE),
        ([Standing.OVERDUE], Overall.MAINTENANCE),
        ([Standing.UNDER_WAY, Standing.ONGOING], Overall.INCIDENT),
    ],
)
def test_one_word_says_the_worst_that_stands(standings: list[Standing], word: Overall) -> None:
    assert overall(standings) is word


@pytest.mark.parametrize(
    ("starts_at", "until_at", "fault"),
    [
        (None, NOW + HOUR, NoticeFault.NO_WINDOW),
        (NOW, None, NoticeFault.NO_WINDOW),
        (NOW + HOUR, NOW + HOUR, NoticeFault.ENDS_FIRST),
        (NOW + HOUR, NOW + HOUR + SECOND, None),
        (NOW - HOUR, NOW, NoticeFault.OVER_ALREADY),
        (NOW - HOUR, NOW + SECOND, None),
        (NOW + FURTHEST_AHEAD, NOW + FURTHEST_AHEAD + HOUR, None),
        (NOW + FURTHEST_AHEAD + SECOND, NOW + FURTHEST_AHEAD + HOUR, NoticeFault.TOO_FAR),
    ],
)
def test_maintenance_names_the_time_it_takes(
    starts_at: datetime | None, until_at: datetime | None, fault: NoticeFault | None
) -> None:
    assert fault_of(MAINTENANCE, starts_at, until_at, at=NOW) is fault


def test_an_incident_needs_no_time() -> None:
    assert fault_of(INCIDENT, None, None, at=NOW) is None


@pytest.mark.parametrize("system", System)
def test_an_incident_concerns_everybody_but_the_hosted_application_those_who_are_hosted(system: System) -> None:
    hosted = {Hosting.CLOUD, Hosting.CLOUD_CHOICE}

    assert concerned_by(system) == (hosted if system is System.HOSTING else hosted | {Hosting.ON_SITE})
