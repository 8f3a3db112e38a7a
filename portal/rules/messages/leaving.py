"""When a message leaves: not between 21:00 and 7:00 of the district's day, unless it is an emergency; and when what
can wait is gathered into one mail a day. Moments are UTC, times of day are the district's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.rules.messages.writing import Kind

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
"""From the first minute of the one to the first of the other nothing leaves (spec “Messages”)."""
AT_ONCE = (Kind.EMERGENCY, Kind.ATTENDANCE, Kind.PRIORITY)
"""Kinds that wait for no digest."""


class State(StrEnum):
    """How far a message has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Why a message did not leave, or not to everybody."""

    RIGHT_ENDED = "right-ended"
    RESTORED = "restored"


MOVES = {
    State.DRAFT: (State.SCHEDULED, State.CANCELLED),
    State.SCHEDULED: (State.SENDING, State.CANCELLED, State.STOPPED),
    State.SENDING: (State.SENT, State.STOPPED),
    State.SENT: (),
    State.CANCELLED: (),
    State.STOPPED: (),
}


def is_quiet(moment: datetime, *, zone: ZoneInfo) -> bool:
    """Whether families are left in peace at that moment."""
    return not QUIET_UNTIL <= moment.astimezone(zone).time() < QUIET_FROM


def leaves_at(wanted: datetime, *, kind: Kind, zone: ZoneInfo) -> datetime:
    """When a message that is wanted to leave at a moment does: then, or at the end of the quiet hours.

    The clocks change at two in the morning, within the quiet hours: seven o'clock is the seven of that day, whether the
    night was an hour longer or shorter.
    """
    if kind is Kind.EMERGENCY or not is_quiet(wanted, zone=zone):
        return wanted
    local = wanted.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return _at(day, QUIET_UNTIL, zone)


def moment_of(day: date, at: time, *, zone: ZoneInfo) -> datetime:
    """The moment of a day and a time of day as somebody typed them; of a time that is there twice the first one."""
    return _at(day, at, zone)


def goes_at_once(kind: Kind) -> bool:
    """Whether a message of this kind is told by itself, and not in the day's digest."""
    return kind in AT_ONCE


def digest_at(moment: datetime, *, digest: time, zone: ZoneInfo) -> datetime:
    """The moment of the first digest after `moment`: today's, or tomorrow's where that has gone."""
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= digest)
    return _at(day, digest, zone)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))
