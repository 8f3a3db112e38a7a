"""To whom a case is escalated that the desk cannot solve by itself (S1): a named team, with a note contacts see."""

from __future__ import annotations

from enum import StrEnum


class Team(StrEnum):
    """S1's teams."""

    MANAGED_SERVICES = "managed-services"
    TRAINING = "training"
    PROCESS_CONSULTING = "process-consulting"
    TECHNICAL_SERVICES = "technical-services"
    DEVELOPMENT = "development"


class EscalationRefusal(StrEnum):
    """Why a case cannot be escalated so."""

    CLOSED = "closed"
    SAME_TEAM = "same-team"
    NO_NOTE = "no-note"
    """The contact is told of an escalation by a note; one without words tells nothing."""


def may_escalate(to: Team, note: str, *, is_closed: bool, now_with: Team | None) -> EscalationRefusal | None:
    """Why not; None where it may."""
    if is_closed:
        return EscalationRefusal.CLOSED
    if to is now_with:
        return EscalationRefusal.SAME_TEAM
    return None if note.strip() else EscalationRefusal.NO_NOTE
