"""Households that are being entered, by whoever enters them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy import select

from foundation import db, sealing
from household.editor.models import HouseholdDraft
from household.editor.rules.drafts import MOST
from household.editor.rules.plan import Plan, from_json


@dataclass(frozen=True)
class OpenDraft:
    """A draft with what it holds."""

    record: HouseholdDraft
    plan: Plan

    @property
    def public_id(self) -> str:
        return self.record.public_id

    @property
    def version(self) -> int:
        return self.record.version

    @property
    def saved_at(self) -> datetime:
        return self.record.saved_at


def draft_of(owner_id: int, public_id: str, *, lock: bool = False) -> OpenDraft | None:
    """The open draft of this owner; None for everybody else’s, and for one that is finished. One statement."""
    found = select(HouseholdDraft).where(
        HouseholdDraft.public_id == public_id,
        HouseholdDraft.owner_id == owner_id,
        HouseholdDraft.finished_at.is_(None),
    )
    record = db.session().scalars(found.with_for_update() if lock else found).one_or_none()
    return _opened(record) if record is not None else None


def drafts_of(owner_id: int) -> list[OpenDraft]:
    """The open drafts of an owner, the one saved last first. One statement."""
    found = db.session().scalars(
        select(HouseholdDraft)
        .where(HouseholdDraft.owner_id == owner_id, HouseholdDraft.finished_at.is_(None))
        .order_by(HouseholdDraft.saved_at.desc(), HouseholdDraft.id.desc())
        .limit(MOST + 1)
    )
    opened = (_opened(each) for each in found)
    return [each for each in opened if each is not None]


def _opened(record: HouseholdDraft) -> OpenDraft | None:
    """None for what was sealed under another secret key: it is gone, and no page breaks for it."""
    try:
        return OpenDraft(record, from_json(sealing.unseal(record.sealed).decode()))
    except InvalidToken:
        return None
