"""The only reader of the wall clock. Everything else is handed a moment or a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_zone = ZoneInfo("UTC")
_fixed: datetime | None = None


def configure(zone: ZoneInfo, *, fixed: datetime | None = None) -> None:
    """Set the district's zone and, in development and testing, the moment the clock stands at."""
    global _zone, _fixed
    _zone, _fixed = zone, fixed


def now() -> datetime:
    """This moment, aware, in UTC."""
    return (_fixed or datetime.now(UTC)).astimezone(UTC)


def today() -> date:
    """The district's day at this moment."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The district's day on which `moment` (aware) falls."""
    return moment.astimezone(_zone).date()


def zone() -> ZoneInfo:
    """The district's time zone."""
    return _zone


@contextmanager
def at(moment: str | datetime) -> Iterator[datetime]:
    """Stand the clock at a district time, for tests and rehearsals: `with clock.at("2026-09-01 08:00")`."""
    global _fixed
    before = _fixed
    stands = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    _fixed = stands if stands.tzinfo else stands.replace(tzinfo=_zone)
    try:
        yield _fixed.astimezone(UTC)
    finally:
        _fixed = before
