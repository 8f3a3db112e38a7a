"""Reads about an account's recovery address: what waits, whether its mail arrived, and who may take a change back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from accounts.models import MailedLink
from accounts.rules import links
from foundation import db
from foundation.outbox import Mail


@dataclass(frozen=True)
class RecoveryState:
    """How an address stands that was given and not confirmed."""

    came_back: bool
    """The mail to the address that waits was given up: no server takes it."""
    undone_until: datetime | None
    """Until when an address before may take the change back (UTC)."""


def confirmation_mail(link_id: int) -> str:
    """The occasion of the mail that carries a link to confirm an address: by it the mail is found again."""
    return f"confirm-recovery-email:{link_id}"


def recovery_state_of(account_id: int, *, at: datetime) -> RecoveryState:
    """What the settings say beside the address. Three statements at most."""
    open_links = (
        MailedLink.account_id == account_id,
        MailedLink.used_at.is_(None),
        MailedLink.superseded_at.is_(None),
    )
    latest = db.session().scalar(
        select(func.max(MailedLink.id)).where(*open_links, MailedLink.purpose == links.RECOVERY_EMAIL)
    )
    until = db.session().scalar(
        select(func.max(MailedLink.expires_at)).where(
            *open_links, MailedLink.purpose == links.UNDO_RECOVERY_EMAIL, MailedLink.expires_at > at
        )
    )
    parked = latest and db.session().scalar(
        select(Mail.id).where(Mail.once == confirmation_mail(latest), Mail.parked_at.is_not(None))
    )
    return RecoveryState(came_back=bool(parked), undone_until=until)
