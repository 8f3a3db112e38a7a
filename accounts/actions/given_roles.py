"""Roles that are stored with a staff account: given to it, and ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, update

from accounts import events, queries
from accounts.models import Account, AccountRole
from foundation import audit, db
from foundation.audit import Actor


def give_role(
    account: Account, role: str, *, given_by_id: int | None, by: Actor, at: datetime, because: str = ""
) -> bool:
    """Give a role to a staff account that the caller holds; False where it has the role already."""
    if role in queries.roles_given_to(account.id):
        return False
    db.session().add(
        AccountRole(account_id=account.id, role=role, given_at=at, given_by_id=given_by_id, because=because)
    )
    db.session().flush()

    audit.record(events.AccountRoleGiven(account.person_id, account.id, role, because), by=by, at=at)
    return True


def end_role(account: Account, role: str, *, by: Actor, at: datetime, because: str = "") -> bool:
    """Take a role away from the next request on; False where the account does not have it."""
    ended: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(AccountRole)
        .where(AccountRole.account_id == account.id, AccountRole.role == role, AccountRole.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )
    if ended.rowcount != 1:
        return False

    audit.record(events.AccountRoleEnded(account.person_id, account.id, role, because), by=by, at=at)
    return True
