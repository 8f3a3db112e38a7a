"""How a code is written, how long it lives, and why it may be refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.rules import codes
from portal.rules.codes import Delivery, Refusal

CODE = "7c1e94b052d84f3a9e06b81d27a4c5f3"
GROUPED = "7c1e94b0-52d8-4f3a-9e06-b81d27a4c5f3"
DENVER = ZoneInfo("America/Denver")
ISSUED = datetime(2026, 11, 18, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        GROUPED,
        GROUPED.upper(),
        "7C1e94B0-52d8-4F3a-9e06-B81d27a4c5f3",
        "{" + GROUPED + "}",
        "{" + CODE.upper() + "}",
        f"  {GROUPED}  ",
        f"\t{CODE}\n",
        f"\u00a0{{{GROUPED}}}\u00a0",
    ],
)
def test_a_code_is_taken_in_every_way_people_write_it(typed: str) -> None:
    assert codes.canonical(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "code",
        f"urn:uuid:{GROUPED}",
        CODE[:-1],
        CODE + "0",
        CODE.replace("7", "７"),
        CODE.replace("1", "١"),
        CODE[:-1] + "g",
        "7c1e94b052d8-4f3a-9e06-b81d27a4c5f3",
        "7c1e-94b052d8-4f3a-9e06-b81d27a4c5f3",
        "7-c-1-e94b052d84f3a9e06b81d27a4c5f3",
        GROUPED + "-",
        "{" + GROUPED,
        GROUPED + "}",
        "{{" + GROUPED + "}}",
        "{ " + GROUPED + " }",
        GROUPED.replace("-", "–"),
        GROUPED.replace("-", " "),
        GROUPED + "\x00",
        CODE + " " * 64 + "x",
        "K" + CODE[1:],
        "0x" + CODE[2:],
        "a" * 100_000,
    ],
)
def test_anything_else_is_not_a_code(typed: str) -> None:
    assert codes.canonical(typed) is None


def test_a_code_is_made_of_all_its_random_bits() -> None:
    assert codes.code_from(bytes.fromhex(CODE)) == CODE
    assert codes.code_from(b"\xff" * 16) == "f" * 32


def test_a_code_needs_128_bits() -> None:
    with pytest.raises(ValueError, match="16"):
        codes.code_from(b"\x00" * 15)


def test_a_code_is_read_in_five_groups_and_typed_back() -> None:
    assert codes.grouped(CODE) == GROUPED
    assert codes.canonical(codes.grouped(CODE)) == CODE


def test_only_the_hash_of_a_code_is_kept() -> None:
    assert len(codes.hash_of(CODE)) == 64
    assert CODE not in codes.hash_of(CODE)


@pytest.mark.parametrize(
    ("issued_at", "last_day"),
    [
        (datetime(2026, 11, 18, 16, tzinfo=UTC), "2026-12-09"),
        (datetime(2026, 11, 19, 6, 59, tzinfo=UTC), "2026-12-09"),
        (datetime(2026, 11, 19, 7, 0, tzinfo=UTC), "2026-12-10"),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), "2026-11-15"),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), "2027-03-22"),
    ],
)
@pytest.mark.parametrize("delivery", [Delivery.LETTER, Delivery.OFFICE])
def test_a_printed_code_works_through_the_21st_district_day(
    delivery: Delivery, issued_at: datetime, last_day: str
) -> None:
    ends = codes.expires_at(delivery, issued_at=issued_at, days=21, zone=DENVER)
    assert (ends - timedelta(microseconds=1)).astimezone(DENVER).date().isoformat() == last_day
    assert ends.astimezone(DENVER).date().isoformat() > last_day


def test_an_emailed_code_lives_24_hours() -> None:
    assert codes.expires_at(Delivery.EMAIL, issued_at=ISSUED, days=21, zone=DENVER) == ISSUED + timedelta(hours=24)


@pytest.mark.parametrize(
    ("used", "superseded", "after", "why"),
    [
        (False, False, timedelta(0), None),
        (False, False, timedelta(hours=24) - timedelta(seconds=1), None),
        (False, False, timedelta(hours=24), Refusal.EXPIRED),
        (True, False, timedelta(0), Refusal.USED),
        (False, True, timedelta(0), Refusal.SUPERSEDED),
        (True, True, timedelta(hours=30), Refusal.USED),
        (False, True, timedelta(hours=30), Refusal.SUPERSEDED),
    ],
)
def test_a_code_is_refused_for_its_first_true_reason(
    used: bool, superseded: bool, after: timedelta, why: Refusal | None
) -> None:
    found = codes.refusal(
        used_at=ISSUED if used else None,
        superseded_at=ISSUED if superseded else None,
        expires_at=ISSUED + timedelta(hours=24),
        at=ISSUED + after,
    )
    assert found is why


def test_each_code_s_mail_has_an_occasion_of_its_own_which_tells_nothing_of_the_code() -> None:
    said = codes.occasion(codes.hash_of(CODE))

    assert said != codes.occasion(codes.hash_of("0" * 32))
    assert CODE not in said
