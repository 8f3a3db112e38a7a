"""The recovery address: given, and counting only once its owner has pressed the button behind the mailed link (S4)."""

from __future__ import annotations

from datetime import datetime

from accounts import queries
from accounts.actions.links import end_links, issue_link, use_link
from accounts.actions.tries import spend_try
from accounts.events import RecoveryEmailConfirmed, RecoveryEmailProposed
from accounts.models import Account, MailedLink
from accounts.rules import links, throttling
from foundation import audit, outbox
from foundation.audit import Actor

SCOPE = "recovery-email"
PATH = "/portal/recovery-email/"


def propose_recovery_email(
    account: Account, *, email: str, public_url: str, by: Actor, at: datetime
) -> MailedLink | None:
    """Note `email` as given and mail a link to it. A validated address stays in force, and is told, until then.

    None, and nothing done, when too many such mails were asked for this account lately.
    """
    if not spend_try(SCOPE, str(account.id), patience=throttling.MAILS, at=at):
        return None

    account.pending_email = email
    token, link = issue_link(account, purpose=links.RECOVERY_EMAIL, address=email, at=at)

    audit.record(RecoveryEmailProposed(account.person_id, account.id), by=by, at=at)
    language = queries.language_of(account)
    url = f"{public_url.rstrip('/')}{PATH}{token}"
    outbox.post(
        "confirm-recovery-email",
        to=email,
        language=language,
        at=at,
        once=f"confirm-recovery-email:{link.id}",
        secret={"url": url},
        expires_at=link.expires_at,
    )
    if account.recovery_email and account.recovery_email != email:
        old = account.recovery_email
        outbox.post("recovery-email-proposed", to=old, language=language, at=at, once=f"recovery-proposed:{link.id}")
    return link


def confirm_recovery_email(token: str, *, by: Actor, at: datetime) -> Account | None:
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
        outbox.post("recovery-email-replaced", to=before, language=language, at=at, once=f"replaced:{link.id}")
    return account
