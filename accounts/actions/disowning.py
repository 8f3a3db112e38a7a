"""“This was not me”: somebody else made the account, and its owner says so through the link of the notice (D4, T04).

The account is closed and forgets who made it: their password, their recovery address. It is kept, for its history; the
owner's next account takes its place, with a code that only the office gives, for whoever made this one may read what
goes to the contact points on file.
"""

from __future__ import annotations

from datetime import datetime

from accounts import queries
from accounts.actions.closing import close_account
from accounts.actions.links import end_links, issue_link, use_link
from accounts.events import AccountDisowned, AccountGivenUp
from accounts.models import Account
from accounts.rules import links
from foundation import audit
from foundation.audit import Actor

PATH = "/portal/not-me/"


def issue_way_out(account: Account, *, address: str, public_url: str, at: datetime) -> str:
    """The address that closes a new account, for the notice that it was made, whose cause is told where it happens."""
    token, _ = issue_link(account, purpose=links.NOT_ME, address=address, at=at)
    return f"{public_url.rstrip('/')}{PATH}{token}"


def disown_account(token: str, *, nobodys_hash: str, by: Actor, at: datetime) -> Account | None:
    """The button behind the link: closed, signed out everywhere, and of no use to whoever made it. None: a dead link.

    `nobodys_hash` is of a random password that is told to nobody; hash before the transaction opens.
    """
    account = queries.account_behind(token, purpose=links.NOT_ME, at=at, hold=True)
    if account is None or use_link(token, purpose=links.NOT_ME, at=at) is None:
        return None

    _close_for_good(account, nobodys_hash=nobodys_hash, by=by, at=at)

    audit.record(AccountDisowned(account.person_id, account.id), by=by, at=at)
    return account


def give_up_account(account: Account, *, nobodys_hash: str, by: Actor, at: datetime) -> None:
    """The same for an owner who has lost every way in, of an account that the caller holds: they show a photo ID at the
    office (S4), and its code makes the account anew. `nobodys_hash` as above."""
    _close_for_good(account, nobodys_hash=nobodys_hash, by=by, at=at)

    audit.record(AccountGivenUp(account.person_id, account.id), by=by, at=at)


def _close_for_good(account: Account, *, nobodys_hash: str, by: Actor, at: datetime) -> None:
    close_account(account, by=by, at=at)
    account.disowned_at = at
    account.password_hash = nobodys_hash
    account.recovery_email = account.recovery_email_validated_at = None
    end_links(account.id, purpose=links.UNDO_RECOVERY_EMAIL, at=at)
