"""Why somebody cannot get in: the true reason, and so the next step, from what is on record of one audience.

Reasons are looked at in the order in which they stand in the way: a closed account before a wait, a person who is not
entitled before a code that ran out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Finding(StrEnum):
    """What stands in the way, or that nothing does."""

    DISOWNED = "disowned"
    CLOSED = "closed"
    PASSWORD_ENDED = "password-ended"  # noqa: S105 - the name of a finding
    WAITS = "waits"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - the name of a finding
    NEVER_SIGNED_IN = "never-signed-in"
    EMAIL_MISSING = "email-missing"
    EMAIL_WAITS = "email-waits"
    WELL = "well"
    NOT_ENTITLED = "not-entitled"
    NO_CODE = "no-code"
    CODE_RAN_OUT = "code-ran-out"
    CODE_BOUNCED = "code-bounced"
    CODE_NOT_SENT_YET = "code-not-sent-yet"
    CODE_REFUSED = "code-refused"
    CODE_IS_OUT = "code-is-out"


class Sent(StrEnum):
    """What became of the newest code on its way; a letter is `unseen`."""

    UNSEEN = "unseen"
    WAITS = "waits"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True)
class HeldAccount:
    """The account, as far as it says who can get in."""

    is_disabled: bool
    password_ended: bool
    waits_until: datetime | None
    has_validated_email: bool
    has_pending_email: bool
    last_signed_in_at: datetime | None
    last_refused_at: datetime | None
    """When a wrong password was last typed."""
    is_disowned: bool = False
    """Its owner said that somebody else had made it."""


@dataclass(frozen=True)
class NewestCode:
    """The newest code of the person, used or not."""

    is_alive: bool
    sent: Sent
    last_refused_at: datetime | None
    """When any code of the person was last refused."""
    issued_at: datetime


def with_account(account: HeldAccount) -> Finding:
    """What stands in the way of somebody who has an account."""
    if account.is_disowned:
        return Finding.DISOWNED
    if account.is_disabled:
        return Finding.CLOSED
    if account.password_ended:
        return Finding.PASSWORD_ENDED
    if account.waits_until is not None:
        return Finding.WAITS
    came_in, refused = account.last_signed_in_at, account.last_refused_at
    if refused is not None and (came_in is None or refused > came_in):
        return Finding.WRONG_PASSWORD
    if came_in is None:
        return Finding.NEVER_SIGNED_IN
    if account.has_pending_email:
        return Finding.EMAIL_WAITS
    return Finding.WELL if account.has_validated_email else Finding.EMAIL_MISSING


def without_account(code: NewestCode | None, *, is_entitled: bool) -> Finding:
    """What stands in the way of somebody who has no account of this kind."""
    if not is_entitled:
        return Finding.NOT_ENTITLED
    if code is None:
        return Finding.NO_CODE
    if code.sent is Sent.REFUSED:
        return Finding.CODE_BOUNCED
    if not code.is_alive:
        return Finding.CODE_RAN_OUT
    if code.sent is Sent.WAITS:
        return Finding.CODE_NOT_SENT_YET
    if code.last_refused_at is not None and code.last_refused_at >= code.issued_at:
        return Finding.CODE_REFUSED
    return Finding.CODE_IS_OUT
