"""Tries at passwords and questions: counted first, so that a hundred at once are a hundred (T14, T15).

Three counts stand beside each other. Strangers share a growing wait for each account; a browser that the account knows
has its own, so that they cannot make its owner wait; and all of them together end the password at the hundredth try.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import bindparam, update

from accounts import events, queries
from accounts.models import Account
from accounts.rules import throttling, usernames
from accounts.rules.devices import KNOWN_DEVICE as DEVICE
from accounts.rules.throttling import Patience, wait_before_next
from foundation import audit, db, outbox, throttle, tokens
from foundation.audit import Actor

SIGN_IN = "sign-in"
KNOWN_DEVICE = "sign-in-device"
CURRENT_PASSWORD = "current-password"  # noqa: S105 - the name of a count
SOURCE = "sign-in-source"
QUESTIONS = "question-source"

_ACCOUNTS = db.table(Account)
_ONE_MORE_IN_A_ROW = (
    update(_ACCOUNTS)
    .where(_ACCOUNTS.c.id == bindparam("whose"), _ACCOUNTS.c.tries_in_a_row < bindparam("most"))
    .values(tries_in_a_row=_ACCOUNTS.c.tries_in_a_row + 1)
    .returning(_ACCOUNTS.c.tries_in_a_row)
)
"""Written once, as every sign-in says it."""

log = structlog.get_logger()


class Admission(StrEnum):
    """Whether a try counts: it does (`LAST`: and no further one will, unless it is right); the account waits, its
    password counts no more, or everybody at that address waits."""

    ADMITTED = "admitted"
    LAST = "last"
    WAITS = "waits"
    DISABLED = "disabled"
    SOURCE_WAITS = "source-waits"

    @property
    def is_admitted(self) -> bool:
        return self in (Admission.ADMITTED, Admission.LAST)


@dataclass(frozen=True)
class Try:
    """A try that was counted, and what to verify the typed password against: nothing where it is not admitted."""

    admission: Admission
    password_hash: str | None = None


def count_try(username: str, *, source: str, at: datetime, device: str = "") -> Try:
    """Count a try at `username`, known or not, as failed until it succeeds. Records no event: its outcome does.

    `device` is what the browser's cookie says of itself: one that the account knows waits for nobody's failures.
    """
    device_hash = tokens.read(device, purpose=DEVICE) or ""
    waits_in = (SOURCE, throttling.source_of(source))
    seen = queries.seen_at_door(username, device_hash=device_hash, waits_in=waits_in, at=at)
    if not seen.device_hash and seen.source_until is not None and seen.source_until > at:
        return Try(Admission.SOURCE_WAITS)
    scope, key = count_of(username, device_hash=seen.device_hash)
    if not spend_try(scope, key, patience=throttling.ACCOUNT, at=at):
        return Try(Admission.WAITS)
    admission = count_in_a_row(seen.account_id)
    return Try(admission, seen.password_hash if admission.is_admitted else None)


def count_password_try(account_id: int, *, at: datetime) -> Admission:
    """Count a try at the current password in settings. Records no event: its outcome does."""
    if not spend_try(CURRENT_PASSWORD, str(account_id), patience=throttling.ACCOUNT, at=at):
        return Admission.WAITS
    return count_in_a_row(account_id)


def count_question(*, source: str, at: datetime) -> bool:
    """Count a question of somebody who wants to get back in; False while that address must wait. Records no event."""
    return spend_try(QUESTIONS, throttling.source_of(source), patience=throttling.SOURCE, at=at)


def spend_try(scope: str, key: str, *, patience: Patience, at: datetime) -> bool:
    """Use up one try of `key`; False, and nothing used, while it must wait."""
    return throttle.count(
        scope,
        key,
        wait_after=lambda failures: wait_before_next(failures, patience=patience),
        forgotten_after=patience.forgotten_after,
        at=at,
    )


def count_of(username: str, *, device_hash: str | None) -> tuple[str, str]:
    """Scope and key of the growing wait of a known browser, or of all strangers together."""
    key = usernames.key_of(username)
    return (KNOWN_DEVICE, f"{key}:{device_hash}") if device_hash else (SIGN_IN, key)


def count_in_a_row(account_id: int | None) -> Admission:
    """Count a try against the common hundred: one conditional UPDATE, whoever is named, so that a hundred tries at once
    are never a hundred and one. Records no event: its outcome does."""
    counted = db.session().scalar(_ONE_MORE_IN_A_ROW, {"whose": account_id or 0, "most": throttling.MOST_IN_A_ROW})
    if counted is None:
        return Admission.ADMITTED if account_id is None else Admission.DISABLED
    return Admission.LAST if counted == throttling.MOST_IN_A_ROW else Admission.ADMITTED


def refuse_sign_in(username: str, *, admission: Admission, source: str, by: Actor, at: datetime) -> None:
    """Count the failure against its source and write down the true reason; after the last one tell the owner."""
    account = queries.account_named(username)
    reason = "waiting" if admission is Admission.WAITS else _reason(account)

    spend_try(SOURCE, throttling.source_of(source), patience=throttling.SOURCE, at=at)

    audit.record(
        events.SignInRefused(
            person_id=account.person_id if account else None,
            account_id=account.id if account else None,
            reason=reason,
        ),
        by=by,
        at=at,
    )
    if account is not None and admission is Admission.LAST:
        tell_of_disabled_password(account, by=by, at=at)


def tell_of_disabled_password(account: Account, *, by: Actor, at: datetime) -> None:
    """The hundredth wrong password in a row: from now on only the mailed way, or the office, leads to a new one."""
    log.warning("password-disabled", account_id=account.id)

    audit.record(events.PasswordDisabled(account.person_id, account.id), by=by, at=at)
    if account.recovery_email:
        outbox.post(
            "password-disabled",
            to=account.recovery_email,
            language=queries.language_of(account),
            at=at,
            username=account.username,
        )


def end_waits(account: Account) -> None:
    """Let the owner try at once again. Records no event: the deed it serves does (a reset; the help desk's repair)."""
    throttle.forget(SIGN_IN, account.username_key)
    throttle.forget(CURRENT_PASSWORD, str(account.id))


def _reason(account: Account | None) -> str:
    if account is None:
        return "no-account"
    if account.disabled_at is not None:
        return "disabled"
    return "password-disabled" if account.tries_in_a_row >= throttling.MOST_IN_A_ROW else "password"
