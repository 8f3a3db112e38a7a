"""An emergency: an advisor opens and qualifies a case with a caller who is no contact, and hands it to one (S0)."""

from __future__ import annotations

from enum import StrEnum


class EmergencyRefusal(StrEnum):
    """Why a step of an emergency case cannot be taken."""

    NO_CALLER = "no-caller"
    NO_REASON = "no-reason"
    CALLER_IS_CONTACT = "caller-is-contact"
    """Then it is no emergency: the contact submits it, or the advisor logs the call."""
    NOT_EMERGENCY = "not-emergency"
    HANDED_ALREADY = "handed-already"
    NOT_CONTACT = "not-contact"
    """It is handed to a contact of the organization who is in force today, and to nobody else."""


def may_open(caller: str, reason: str, *, contacts: tuple[str, ...]) -> EmergencyRefusal | None:
    """Why an advisor cannot open a case for that caller; `contacts` are the names of those who may submit it."""
    if not caller.strip():
        return EmergencyRefusal.NO_CALLER
    if _folded(caller) in {_folded(each) for each in contacts}:
        return EmergencyRefusal.CALLER_IS_CONTACT
    return None if reason.strip() else EmergencyRefusal.NO_REASON


def may_hand_over(*, is_emergency: bool, is_handed: bool, is_contact: bool) -> EmergencyRefusal | None:
    """Why it cannot be handed to that contact."""
    if not is_emergency:
        return EmergencyRefusal.NOT_EMERGENCY
    if is_handed:
        return EmergencyRefusal.HANDED_ALREADY
    return None if is_contact else EmergencyRefusal.NOT_CONTACT


def holds_up_closing(*, is_emergency: bool, is_handed: bool) -> bool:
    """Whether it must be handed to a contact before anybody may close it."""
    return is_emergency and not is_handed


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
