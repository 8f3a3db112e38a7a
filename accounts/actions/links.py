"""One-time links: made, superseded, used. Records no event: the deed a link serves is told where it is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, select, update

from accounts.models import Account, MailedLink
from accounts.rules.links import ENDED_BY_A_PASSWORD, LIFETIMES
from foundation import db, tokens


def issue_link(
    account: Account, *, purpose: str, address: str, at: datetime, ends_older: bool = True
) -> tuple[str, MailedLink]:
    """A new token for `purpose`, to be mailed to `address`, and its record. The older ones end, unless they stay."""
    if ends_older:
        end_links(account.id, purpose=purpose, at=at)

    token, kept = tokens.make(purpose)
    link = MailedLink(
        purpose=purpose,
        token_hash=kept,
        account_id=account.id,
        address=address,
        created_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    db.session().add(link)
    db.session().flush()
    return token, link


def use_link(token: str, *, purpose: str, at: datetime) -> MailedLink | None:
    """Use the link up and return its record, or None: used, superseded, expired, or never ours. One UPDATE decides."""
    kept = tokens.read(token, purpose=purpose)
    used: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(MailedLink)
        .where(
            MailedLink.token_hash == (kept or ""),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.superseded_at.is_(None),
            MailedLink.expires_at > at,
        )
        .values(used_at=at)
    )
    if used.rowcount != 1:
        return None
    return db.session().scalars(select(MailedLink).where(MailedLink.token_hash == kept)).one()


def forget_open_links(account: Account, *, at: datetime) -> None:
    """With a password go the links asked for under it, and an address given and not confirmed.

    Who knew the old password may have given that address, and would come back in through it (T06).
    """
    for purpose in ENDED_BY_A_PASSWORD:
        end_links(account.id, purpose=purpose, at=at)
    account.pending_email = None


def end_links(account_id: int, *, purpose: str, at: datetime, after: int = 0) -> None:
    """End every link of `purpose` that still counts; only those issued after the link with the id `after`."""
    db.session().execute(
        update(MailedLink)
        .where(
            MailedLink.account_id == account_id,
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.superseded_at.is_(None),
            MailedLink.id > after,
        )
        .values(superseded_at=at)
    )
