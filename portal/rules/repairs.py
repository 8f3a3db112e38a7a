"""What the help desk may do for one account, or for one person without one. What is not needed is not offered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FAMILY = ("parent", "student")


class Repair(StrEnum):
    """One deed of the help desk."""

    NEW_CODE = "new-code"
    END_WAIT = "end-wait"
    RESET = "reset"
    END_SESSIONS = "end-sessions"
    DISABLE = "disable"
    ENABLE = "enable"
    GIVE_UP = "give-up"
    """For an owner without name, password or confirmed address: closed for good, and made anew at the office."""


class Refusal(StrEnum):
    """Why a repair was not done. Nothing was changed then."""

    OWN_FAMILY = "own-family"
    NOT_NEEDED = "not-needed"
    NO_WAY = "no-way"
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class AccountState:
    """How an account of `kind` stands."""

    kind: str
    is_disabled: bool = False
    is_disowned: bool = False
    """Somebody else had made it, or its owner had lost every way in: it is never opened again, and a code over the
    counter makes the owner's own."""
    waits: bool = False
    sessions: int = 0
    has_validated_email: bool = False
    holds_given_role: bool = False
    is_over: bool = False
    """The contact was ended: the account is never opened again."""


def offered_for_account(account: AccountState, *, may_give_roles: bool) -> tuple[Repair, ...]:
    """What may be done for an account. One that holds a given role is closed only by those who give roles."""
    may_close = may_give_roles or not account.holds_given_role
    if account.is_disowned or account.is_over:
        return ()
    if account.is_disabled:
        return (Repair.ENABLE,) if may_close else ()
    offers = [
        (Repair.END_WAIT, account.waits),
        (Repair.RESET, account.has_validated_email),
        (Repair.END_SESSIONS, account.sessions > 0),
        (Repair.DISABLE, may_close),
        (Repair.GIVE_UP, account.kind in FAMILY and not account.has_validated_email),
    ]
    return tuple(repair for repair, is_offered in offers if is_offered)


def offered_without_account(kind: str, *, is_entitled: bool, has_way: bool) -> tuple[Repair, ...]:
    """What may be done for somebody entitled to an account of `kind`: a new code, by the way on file."""
    return (Repair.NEW_CODE,) if kind in FAMILY and is_entitled and has_way else ()
