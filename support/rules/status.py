"""Status notifications (S1): what is wrong with a system, or will be worked on, and how it stands at a moment.

An incident is orange, maintenance green, and where there is neither the state is gray; the word always goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from support.rules.contacts import Hosting
from support.rules.submitting import is_hosted

LONGEST_TITLE, LONGEST_TEXT = 120, 2000
FURTHEST_AHEAD = timedelta(days=366)
MAIL_LASTS = timedelta(days=1)
"""A mail about an incident that could not leave for so long is not sent any more: who reads it then is misled."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"


class System(StrEnum):
    """Which part of what the desk supports it is about."""

    EVERYTHING = "everything"
    FAMILY_PORTAL = "family-portal"
    STAFF_PAGES = "staff-pages"
    SIGN_IN = "sign-in"
    MESSAGES = "messages"
    """Mails, texts and calls to families."""
    HOSTING = "hosting"
    """The hosted application of an organization."""
    SUPPORT_DESK = "support-desk"


class Standing(StrEnum):
    """How a notice stands at a moment."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    """Maintenance between the moments that were announced."""
    OVERDUE = "overdue"
    """Maintenance that nobody has closed although its end has come."""
    ONGOING = "ongoing"
    """An incident that nobody has closed."""
    CLOSED = "closed"


class Overall(StrEnum):
    """What one word says of everything at once; the worst that stands."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    NONE = "none"


class NoticeFault(StrEnum):
    """Why a notice is not posted."""

    NO_WINDOW = "no-window"
    ENDS_FIRST = "ends-first"
    OVER_ALREADY = "over-already"
    TOO_FAR = "too-far"


@dataclass(frozen=True)
class Times:
    """The moments of a notice (UTC): announced from and until (`until` exclusive), and closed. None where there is
    none: an incident has no announced moments."""

    starts_at: datetime | None = None
    until_at: datetime | None = None
    closed_at: datetime | None = None


def standing(kind: NoticeKind, times: Times, *, at: datetime) -> Standing:
    """How a notice stands at that moment. Maintenance is over when somebody says so, not when its time has run out."""
    if times.closed_at is not None and times.closed_at <= at:
        return Standing.CLOSED
    if kind is NoticeKind.INCIDENT:
        return Standing.ONGOING
    if times.starts_at is not None and at < times.starts_at:
        return Standing.PLANNED
    return Standing.OVERDUE if times.until_at is not None and at >= times.until_at else Standing.UNDER_WAY


def overall(standings: list[Standing]) -> Overall:
    """One word for everything: an incident before maintenance that is planned or under way, else nothing."""
    if Standing.ONGOING in standings:
        return Overall.INCIDENT
    return Overall.MAINTENANCE if set(standings) - {Standing.CLOSED} else Overall.NONE


def fault_of(
    kind: NoticeKind, starts_at: datetime | None, until_at: datetime | None, *, at: datetime
) -> NoticeFault | None:
    """What keeps a notice from being posted at that moment. An incident is told as it is found and has no plan."""
    if kind is NoticeKind.INCIDENT:
        return None
    if starts_at is None or until_at is None:
        return NoticeFault.NO_WINDOW
    if until_at <= starts_at:
        return NoticeFault.ENDS_FIRST
    if until_at <= at:
        return NoticeFault.OVER_ALREADY
    return NoticeFault.TOO_FAR if starts_at > at + FURTHEST_AHEAD else None


def concerned_by(system: System) -> frozenset[Hosting]:
    """Whom an incident of that system concerns, by where an organization’s software stands: everybody, but for the
    hosted application, which is no matter of whoever hosts their own."""
    return frozenset(each for each in Hosting if system is not System.HOSTING or is_hosted(each.value))
