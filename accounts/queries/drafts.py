"""Reads about what was typed too late, by the one account and browser it belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy import select

from accounts.models import Draft
from foundation import db, sealing, tokens


@dataclass(frozen=True)
class Kept:
    """What waits for its form: the path it is sent to, and the text of each field."""

    draft_id: int
    form: str
    typed: dict[str, list[str]]


def drafts_of(account_id: int, *, held: Sequence[str], page: str | None = None, at: datetime) -> list[Kept]:
    """Drafts of this account whose tokens the browser `held`, newest first; those of one page (a path), or all."""
    found = (
        select(Draft.id, Draft.sealed)
        .where(
            Draft.account_id == account_id,
            Draft.token_hash.in_([tokens.hash_of(each) for each in held]),
            Draft.expires_at > at,
        )
        .order_by(Draft.id.desc())
    )
    if page is not None:
        found = found.where(Draft.page == page)
    opened = [_opened(row.id, row.sealed) for row in db.session().execute(found)]
    return [each for each in opened if each is not None]


def _opened(draft_id: int, sealed: bytes) -> Kept | None:
    """None for what was sealed under another secret key: it is gone, and no page breaks for it."""
    try:
        found = json.loads(sealing.unseal(sealed))
    except InvalidToken:
        return None
    return Kept(draft_id, found["form"], found["typed"])
