"""Keeping what was typed into a form whose session had ended. Records no event: nothing was done.

The text is sealed, belongs to one account and one browser, lives an hour, and is thrown away when the form is sent.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy import delete, select

from accounts.models import Account, Draft, SessionRecord
from accounts.rules import drafts
from foundation import db, sealing, tokens

TOKEN_BYTES = 32


def keep_draft(session_token: str, *, page: str, form: str, typed: dict[str, list[str]], at: datetime) -> str | None:
    """Keep what was `typed` on `page` for `form` (both paths) by whoever held this session, over or not.

    The token under which the browser finds it again; None where nobody held the session, or too long ago.
    """
    account_id = db.session().scalar(
        select(Account.id)
        .join(SessionRecord, SessionRecord.account_id == Account.id)
        .where(
            SessionRecord.token_hash == tokens.hash_of(session_token),
            SessionRecord.created_at > at - drafts.SINCE_SIGN_IN,
            Account.disabled_at.is_(None),
        )
    )
    if account_id is None:
        return None

    _make_room(account_id, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sealed = sealing.seal(json.dumps({"form": form, "typed": typed}).encode())
    db.session().add(
        Draft(
            token_hash=tokens.hash_of(token),
            account_id=account_id,
            page=page,
            sealed=sealed,
            kept_at=at,
            expires_at=at + drafts.KEPT_FOR,
        )
    )
    return token


def drop_draft(draft_id: int) -> None:
    """Throw a draft away: its form was sent."""
    db.session().execute(delete(Draft).where(Draft.id == draft_id))


def _make_room(account_id: int, *, at: datetime) -> None:
    """For one more: whatever is over goes, and the oldest of too many."""
    newest = (
        select(Draft.id)
        .where(Draft.account_id == account_id, Draft.expires_at > at)
        .order_by(Draft.id.desc())
        .limit(drafts.MOST - 1)
    )
    staying = list(db.session().scalars(newest))
    db.session().execute(delete(Draft).where(Draft.account_id == account_id, Draft.id.not_in(staying)))
