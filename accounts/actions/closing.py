"""An account is closed, and opened again. It keeps its name, its password and its history."""

from __future__ import annotations

from datetime import datetime

from accounts import events
from accounts.actions.links import forget_open_links
from accounts.actions.signing_in import end_sessions
from accounts.models import Account
from foundation import audit
from foundation.audit import Actor

CLOSED = "account-closed"


def close_account(account: Account, *, by: Actor, at: datetime) -> bool:
    """Let nobody in with an account that the caller holds, from the next request on; False where it is closed."""
    if account.disabled_at is not None:
        return False
    account.disabled_at = at
    forget_open_links(account, at=at)
    end_sessions(account, because=CLOSED, by=by, at=at)

    audit.record(events.AccountClosed(account.person_id, account.id), by=by, at=at)
    return True


def reopen_account(account: Account, *, by: Actor, at: datetime) -> bool:
    """Let its owner in again, with the password it had; False where it is not closed, or was never the owner's."""
    if account.disabled_at is None or account.disowned_at is not None:
        return False
    account.disabled_at = None

    audit.record(events.AccountReopened(account.person_id, account.id), by=by, at=at)
    return True
