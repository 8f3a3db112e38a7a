"""What a case is about: its type, and the module it belongs to (S0, S1)."""

from __future__ import annotations

from enum import StrEnum


class CaseType(StrEnum):
    """What is asked for."""

    PROBLEM = "problem"
    QUESTION = "question"
    OUTAGE = "outage"
    """A hosted system does not answer: counted at all hours."""
    DATA_CHANGE = "data-change"
    REPORTING = "reporting"
    UPDATE = "update"
    """To a newer version: technical contacts only, where the hosting leaves the day to the organization."""
    SANDBOX = "sandbox"
    """A copy of the site to try things on. As an update."""


class Module(StrEnum):
    """Which part of the software, or which of S0's technical topics."""

    ACCOUNTS = "accounts"
    HOUSEHOLDS = "households"
    STAFF_ACCESS = "staff-access"
    ENROLLMENT = "enrollment"
    ATTENDANCE = "attendance"
    GRADES = "grades"
    SCHEDULES = "schedules"
    MESSAGES = "messages"
    HEALTH = "health"
    FEES = "fees"
    SERVERS = "servers"
    FIREWALL = "firewall"
    NETWORK = "network"
    DATABASE = "database"
    OTHER = "other"


TECHNICAL = (CaseType.UPDATE, CaseType.SANDBOX)
"""Types that a technical contact alone may ask for."""


class EntryKind(StrEnum):
    """What one line of a case's timeline tells."""

    SUBMITTED = "submitted"
    COMMENT = "comment"
    """A contact's words."""
    REPLY = "reply"
    """An advisor's words; the first one stops the response clock."""
    NOTE = "note"
    """Among advisors: no contact sees it."""
    RESOLUTION = "resolution"
    STATUS = "status"
    PRIORITY = "priority"
    OWNER = "owner"
    CALL = "call"
    PERMISSION_ASKED = "permission-asked"
    PERMISSION_GIVEN = "permission-given"
    PERMISSION_REFUSED = "permission-refused"
    STEP = "step"
    """What was changed or tested under a permission."""
    ESCALATION = "escalation"
    DEFECT = "defect"
    RELEASED = "released"
    ATTACHED = "attached"
    REMOVED = "removed"
    """An attachment was taken away."""
    FOLLOW_UP = "follow-up"
    FOLLOW_UP_MISSED = "follow-up-missed"
    HANDED_OVER = "handed-over"
    """An emergency case was given to an authorized contact."""
    SAME_AS = "same-as"
    """Found to be the same as another case, or as a posted incident."""
    CLOSED = "closed"
    REOPENED = "reopened"


AMONG_ADVISORS = (EntryKind.NOTE,)
"""What no contact sees, and no mail tells."""


class ClosedBecause(StrEnum):
    """Why a case was closed."""

    SOLVED = "solved"
    """A contact said so."""
    UNSOLVED = "unsolved"
    """A contact closed it all the same."""
    UNANSWERED = "unanswered"
    """Three follow-ups in ten business days, and no answer."""
    DUPLICATE = "duplicate"
    DESK = "desk"
    """An advisor did, with a reason."""
