"""What people change of their own account."""

from __future__ import annotations

from datetime import datetime

from accounts import events
from accounts.actions.getting_back import tell_of_new_password
from accounts.actions.links import forget_open_links
from accounts.actions.signing_in import NewSession, end_sessions, start_session
from accounts.actions.tries import CURRENT_PASSWORD, Admission, tell_of_disabled_password
from accounts.models import Account
from foundation import audit, throttle
from foundation.audit import Actor


def change_password(account: Account, *, password_hash: str, by: Actor, at: datetime, device: str = "") -> NewSession:
    """Set a new password, whose owner has just given the present one.

    Every session ends, on this device too, and this device gets a new one (ASVS 7.2.4, 7.4.3).
    """
    account.password_hash = password_hash
    account.password_changed_at = at
    forget_open_links(account, at=at)
    end_sessions(account, because="password-changed", by=by, at=at)

    audit.record(events.PasswordChanged(account.person_id, account.id), by=by, at=at)
    tell_of_new_password(account, at=at)
    return start_session(account, device=device, by=by, at=at)


def accept_current_password(account: Account) -> None:
    """The password was right: the tries before it are forgotten. Records no event: what it was asked for does."""
    throttle.forget(CURRENT_PASSWORD, str(account.id))
    account.tries_in_a_row = 0


def refuse_current_password(account: Account, *, admission: Admission, by: Actor, at: datetime) -> None:
    """Write down that somebody at a signed-in browser did not know the password."""
    audit.record(events.CurrentPasswordRefused(account.person_id, account.id), by=by, at=at)
    if admission is Admission.LAST:
        tell_of_disabled_password(account, by=by, at=at)


def change_language(account: Account, *, language: str, by: Actor, at: datetime) -> None:
    """Speak and write to the owner in `language` from now on."""
    account.language = language

    audit.record(events.LanguageChanged(account.person_id, account.id, language), by=by, at=at)
