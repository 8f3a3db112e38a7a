"""The recovery address: given, and counting only once its owner has pressed the button behind the mailed link (S4).

Whenever it is to change, the address before is told, with a link that undoes it (T43). Undo links outlive each other
and a new password: whoever took an account over does all of that. Using one ends those that were issued after it.
"""

from __future__ import annotations

from datetime import datetime

from accounts import queries
from accounts.actions.links import end_links, issue_link, use_link
from accounts.actions.signing_in import end_sessions
from accounts.actions.tries import end_waits, spend_try
from accounts.events import (
    PasswordResetAsked,
    RecoveryEmailConfirmed,
    RecoveryEmailProposed,
    RecoveryEmailRemoved,
    RecoveryEmailRestored,
)
from accounts.models import Account, MailedLink
from accounts.rules import links, throttling
from foundation import audit, outbox
from foundation.audit import Actor

SCOPE = "recovery-email"
PATH = "/portal/recovery-email/"
UNDO_PATH = "/undo-recovery-email/"
RESET_PATH = "/reset-password/"


def propose_recovery_email(
    account: Account, *, email: str, public_url: str, by: Actor, at: datetime
) -> MailedLink | None:
    """Note `email` as given and mail a link to it. A validated address stays in force, and is told, until then.

    None, and nothing done, when too many such mails were asked for this account lately.
    """
    if not spend_try(SCOPE, str(account.id), patience=throttling.MAILS, at=at):
        return None

    account.pending_email = email
    link = _mail_link(account, email=email, public_url=public_url, at=at)

    audit.record(RecoveryEmailProposed(account.person_id, account.id), by=by, at=at)
    before = account.recovery_email
    if before and before != email:
        url = _undo_url(account, before, public_url=public_url, at=at)
        outbox.post(
            "recovery-email-proposed",
            to=before,
            language=queries.language_of(account),
            at=at,
            once=f"recovery-proposed:{link.id}",
            secret={"url": url},
        )
    return link


def mail_confirmation_again(account: Account, *, public_url: str, by: Actor, at: datetime) -> MailedLink | None:
    """A new link to the address that waits; the one before ends. None when none waits, or for too many such mails."""
    email = account.pending_email
    if not email or not spend_try(SCOPE, str(account.id), patience=throttling.MAILS, at=at):
        return None

    link = _mail_link(account, email=email, public_url=public_url, at=at)

    audit.record(RecoveryEmailProposed(account.person_id, account.id), by=by, at=at)
    return link


def confirm_recovery_email(token: str, *, public_url: str, by: Actor, at: datetime) -> Account | None:
    """The button behind the link: the address counts from now on. None when the link does not count (any more).

    Links to reset the password that went to the address before end with it (T06).
    """
    account = queries.account_behind(token, purpose=links.RECOVERY_EMAIL, at=at, hold=True)
    link = use_link(token, purpose=links.RECOVERY_EMAIL, at=at) if account else None
    if account is None or link is None:
        return None

    before = account.recovery_email
    account.recovery_email = link.address
    account.recovery_email_validated_at = at
    account.pending_email = None
    end_links(account.id, purpose=links.RESET_PASSWORD, at=at)

    audit.record(RecoveryEmailConfirmed(account.person_id, account.id), by=by, at=at)
    language = queries.language_of(account)
    outbox.post(
        "recovery-email-confirmed",
        to=link.address,
        language=language,
        at=at,
        once=f"recovery-confirmed:{link.id}",
        username=account.username,
    )
    if before and before != link.address:
        url = _undo_url(account, before, public_url=public_url, at=at)
        outbox.post(
            "recovery-email-replaced",
            to=before,
            language=language,
            at=at,
            once=f"replaced:{link.id}",
            secret={"url": url},
        )
    return account


def remove_recovery_email(account: Account, *, public_url: str, by: Actor, at: datetime) -> None:
    """Leave the account without an address, and without one that waits. The address before is told."""
    before = account.recovery_email
    account.recovery_email = account.recovery_email_validated_at = account.pending_email = None
    for purpose in links.ENDED_BY_A_PASSWORD:
        end_links(account.id, purpose=purpose, at=at)

    audit.record(RecoveryEmailRemoved(account.person_id, account.id), by=by, at=at)
    if before:
        outbox.post(
            "recovery-email-removed",
            to=before,
            language=queries.language_of(account),
            at=at,
            secret={"url": _undo_url(account, before, public_url=public_url, at=at)},
        )


def undo_recovery_email(token: str, *, public_url: str, by: Actor, at: datetime) -> Account | None:
    """The address before counts again; whoever is in is signed out, and a link for a new password is mailed to it.

    None when the link does not count (any more).
    """
    account = queries.account_behind(token, purpose=links.UNDO_RECOVERY_EMAIL, at=at, hold=True)
    link = use_link(token, purpose=links.UNDO_RECOVERY_EMAIL, at=at) if account else None
    if account is None or link is None:
        return None

    displaced = account.recovery_email
    account.recovery_email = link.address
    account.recovery_email_validated_at = at
    account.pending_email = None
    end_links(account.id, purpose=links.RECOVERY_EMAIL, at=at)
    end_links(account.id, purpose=links.UNDO_RECOVERY_EMAIL, at=at, after=link.id)
    end_sessions(account, because="recovery-email-undone", by=by, at=at)
    end_waits(account)

    audit.record(RecoveryEmailRestored(account.person_id, account.id), by=by, at=at)
    _tell_of_undoing(account, displaced, public_url=public_url, by=by, at=at)
    return account


def _tell_of_undoing(account: Account, displaced: str | None, *, public_url: str, by: Actor, at: datetime) -> None:
    address, language = account.recovery_email or "", queries.language_of(account)
    token, reset = issue_link(account, purpose=links.RESET_PASSWORD, address=address, at=at)
    audit.record(PasswordResetAsked(account.person_id, account.id), by=by, at=at)
    outbox.post(
        "recovery-email-undone",
        to=address,
        language=language,
        at=at,
        secret={"url": _url(public_url, RESET_PATH, token)},
        expires_at=reset.expires_at,
        username=account.username,
    )
    if displaced and displaced != address:
        outbox.post("recovery-email-taken-back", to=displaced, language=language, at=at)


def _mail_link(account: Account, *, email: str, public_url: str, at: datetime) -> MailedLink:
    token, link = issue_link(account, purpose=links.RECOVERY_EMAIL, address=email, at=at)
    outbox.post(
        "confirm-recovery-email",
        to=email,
        language=queries.language_of(account),
        at=at,
        once=queries.confirmation_mail(link.id),
        secret={"url": _url(public_url, PATH, token)},
        expires_at=link.expires_at,
    )
    return link


def _undo_url(account: Account, before: str, *, public_url: str, at: datetime) -> str:
    token, _ = issue_link(account, purpose=links.UNDO_RECOVERY_EMAIL, address=before, at=at, ends_older=False)
    return _url(public_url, UNDO_PATH, token)


def _url(public_url: str, path: str, token: str) -> str:
    return f"{public_url.rstrip('/')}{path}{token}"
