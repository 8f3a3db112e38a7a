"""What people change of their own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from accounts import events, queries
from accounts.actions.getting_back import tell_of_new_password
from accounts.actions.links import forget_open_links
from accounts.actions.registration import NOBODY, UsernameTaken
from accounts.actions.signing_in import NewSession, end_sessions, start_session
from accounts.actions.tries import CURRENT_PASSWORD, Admission, end_waits, spend_try, tell_of_disabled_password
from accounts.models import Account, SessionRecord
from accounts.rules import throttling, usernames
from foundation import audit, db, outbox, throttle
from foundation.audit import Actor

USERNAME = "username-change"


@dataclass(frozen=True)
class Wait:
    """Too many user names were tried for this account lately."""


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


def change_username(
    account: Account, *, username: str, by: Actor, at: datetime, device: str = ""
) -> NewSession | UsernameTaken | Wait:
    """Sign in by another name from now on. Every session ends, and this device gets a new one.

    `username` has passed its rules, and its owner has just given the password. Each try counts, also at a taken name.
    """
    if not spend_try(USERNAME, str(account.id), patience=throttling.USERNAME_CHANGES, at=at):
        return Wait()
    if queries.is_kept_for_another(usernames.key_of(username), person_id=NOBODY):
        return UsernameTaken()
    end_waits(account)
    try:
        with db.session().begin_nested():
            account.username = usernames.normalised(username)
            account.username_key = usernames.key_of(username)
            db.session().flush()
    except IntegrityError:
        db.session().refresh(account)
        return UsernameTaken()
    end_sessions(account, because="username-changed", by=by, at=at)

    audit.record(events.UsernameChanged(account.person_id, account.id), by=by, at=at)
    if account.recovery_email:
        outbox.post(
            "username-changed",
            to=account.recovery_email,
            language=queries.language_of(account),
            at=at,
            username=account.username,
        )
    return start_session(account, device=device, by=by, at=at)


def accept_current_password(account: Account) -> None:
    """The password was right: the tries before it are forgotten. Records no event: what it was asked for does."""
    throttle.forget(CURRENT_PASSWORD, str(account.id))
    account.tries_in_a_row = 0


def prove(account: Account, *, session_id: int, by: Actor, at: datetime) -> None:
    """Let the session do for a while what asks for the password, which its owner has just given."""
    db.session().execute(update(SessionRecord).where(SessionRecord.id == session_id).values(proved_at=at))

    audit.record(events.PasswordGivenAgain(account.person_id, account.id), by=by, at=at)


def refuse_current_password(account: Account, *, admission: Admission, by: Actor, at: datetime) -> None:
    """Write down that somebody at a signed-in browser did not know the password."""
    audit.record(events.CurrentPasswordRefused(account.person_id, account.id), by=by, at=at)
    if admission is Admission.LAST:
        tell_of_disabled_password(account, by=by, at=at)


def change_language(account: Account, *, language: str, by: Actor, at: datetime) -> None:
    """Speak and write to the owner in `language` from now on."""
    account.language = language

    audit.record(events.LanguageChanged(account.person_id, account.id, language), by=by, at=at)
