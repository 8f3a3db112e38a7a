"""Getting back in: a link to reset the password, and the user names of an address (S4, spec "Forgot username").

Mail goes only to a validated address and to the stored bytes of it. Nothing is changed before a link is used.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from accounts import events, queries
from accounts.actions.links import forget_open_links, issue_link, use_link
from accounts.actions.signing_in import end_sessions
from accounts.actions.tries import end_waits, spend_try
from accounts.models import Account
from accounts.rules import addresses, links, throttling
from foundation import audit, outbox
from foundation.audit import Actor

RESET = "reset-password"
USERNAMES = "forgot-username"
PATH = "/reset-password/"


def ask_for_reset(username: str, *, public_url: str, by: Actor, at: datetime) -> None:
    """Mail the owner of `username` a link, if there is one and a validated address. The asker learns nothing.

    At most three an hour; then the last one mailed stays good (T15).
    """
    account = queries.account_named(username, hold=True)
    if account is not None:
        mail_reset_link(account, public_url=public_url, by=by, at=at)


def mail_reset_link(account: Account, *, public_url: str, by: Actor, at: datetime) -> bool:
    """Mail a link to the validated address of an account that the caller holds. False, and nothing done, where it is
    disabled, has none, or got several lately."""
    if account.disabled_at is not None or not account.recovery_email:
        return False
    if not spend_try(RESET, str(account.id), patience=throttling.MAILS, at=at):
        return False

    token, link = issue_link(account, purpose=links.RESET_PASSWORD, address=account.recovery_email, at=at)

    audit.record(events.PasswordResetAsked(account.person_id, account.id), by=by, at=at)
    outbox.post(
        "reset-password",
        to=account.recovery_email,
        language=queries.language_of(account),
        at=at,
        once=f"reset-password:{link.id}",
        secret={"url": f"{public_url.rstrip('/')}{PATH}{token}"},
        expires_at=link.expires_at,
        username=account.username,
    )
    return True


def reset_password(token: str, *, password_hash: str, by: Actor, at: datetime) -> Account | None:
    """Set the password through a mailed link: once, ending every session, signing nobody in. None: the link is dead."""
    account = queries.account_behind(token, purpose=links.RESET_PASSWORD, at=at, hold=True)
    if account is None or use_link(token, purpose=links.RESET_PASSWORD, at=at) is None:
        return None

    account.password_hash = password_hash
    account.password_changed_at = at
    forget_open_links(account, at=at)
    end_sessions(account, because="password-reset", by=by, at=at)
    account.tries_in_a_row = 0
    end_waits(account)

    audit.record(events.PasswordReplaced(account.person_id, account.id), by=by, at=at)
    tell_of_new_password(account, at=at)
    return account


def tell_of_new_password(account: Account, *, at: datetime) -> None:
    """The notice that follows every change of a password (ASVS 6.3.7)."""
    if account.recovery_email:
        outbox.post(
            "password-changed",
            to=account.recovery_email,
            language=queries.language_of(account),
            at=at,
            username=account.username,
        )


def ask_for_usernames(email: str, *, by: Actor, at: datetime) -> None:
    """Mail all user names of a validated address to it, in one mail. The asker learns nothing."""
    found = queries.accounts_reached_at(email)
    if not found or not spend_try(USERNAMES, addresses.key_of(email), patience=throttling.MAILS, at=at):
        return

    for account in found:
        audit.record(events.UsernamesAsked(account.person_id, account.id), by=by, at=at)
    for stored, sharing in groupby(sorted(found, key=lambda each: each.recovery_email or ""), _stored_address):
        accounts = list(sharing)
        outbox.post(
            "usernames",
            to=stored,
            language=queries.language_of(accounts[0]),
            at=at,
            usernames=[each.username for each in accounts],
        )


def _stored_address(account: Account) -> str:
    return account.recovery_email or ""
