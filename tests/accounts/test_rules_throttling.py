"""Waits after tries that failed: from 30 seconds to one hour, and never a lock (NIST 63B-4 3.2.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.rules import throttling
from accounts.rules.throttling import source_of, wait_before_next


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (11, 1920), (12, 3600), (13, 3600), (10_000, 3600)],
)
def test_after_four_free_tries_the_wait_grows_from_thirty_seconds_to_an_hour(failures: int, seconds: int) -> None:
    assert wait_before_next(failures, patience=throttling.ACCOUNT) == timedelta(seconds=seconds)


def test_a_day_of_guessing_at_one_account_gives_fewer_than_a_hundred_guesses() -> None:
    guesses, passed = 0, timedelta(0)
    while passed <= timedelta(days=1):
        guesses += 1
        passed += wait_before_next(guesses, patience=throttling.ACCOUNT)

    assert guesses < 100


def test_forty_families_behind_one_school_address_may_each_mistype_twice() -> None:
    assert wait_before_next(80, patience=throttling.SOURCE) == timedelta(0)
    assert wait_before_next(101, patience=throttling.SOURCE) == timedelta(seconds=30)


def test_three_mails_go_out_before_an_hour_must_pass() -> None:
    assert [wait_before_next(each, patience=throttling.MAILS) for each in (1, 2, 3, 9)] == [
        timedelta(0),
        timedelta(0),
        timedelta(hours=1),
        timedelta(hours=1),
    ]


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_line_of_ipv6_is_one_source(address: str, source: str) -> None:
    assert source_of(address) == source
