"""What decides where entitled people are counted: their codes, what became of the mails, their accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, select

from accounts.models import Account
from district.models import FeedRun
from foundation import db
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.events import AccountActivated, CodeIssued
from portal.models import ActivationCode, FunnelRun
from portal.rules import codes
from portal.rules.codes import Delivery
from portal.rules.funnel import AccountHeld, CodeSent

TOLD = (CodeIssued.name(), AccountActivated.name(), "recovery-email-confirmed")
"""The events after which figures are no longer what they were."""


def codes_of(kind: str, people: Collection[int]) -> dict[int, list[CodeSent]]:
    """The codes of `kind` of each of `people` (a portion) with what became of their mails. Two statements."""
    asked = select(
        ActivationCode.person_id,
        ActivationCode.code_hash,
        ActivationCode.issued_at,
        ActivationCode.delivery,
        ActivationCode.used_at,
    ).where(ActivationCode.kind == kind, ActivationCode.person_id.in_(people))
    rows = db.session().execute(asked).all()
    occasions = [codes.occasion(row.code_hash) for row in rows]
    mailed = mails_of(occasions)
    found: dict[int, list[CodeSent]] = defaultdict(list)
    for row, occasion in zip(rows, occasions, strict=True):
        sent, parked = mailed.get(occasion, (None, None))
        found[row.person_id].append(
            CodeSent(
                issued_at=row.issued_at,
                is_used=row.used_at is not None,
                is_handed_over=row.delivery == Delivery.OFFICE,
                was_mailed=sent is not None,
                was_refused=parked is not None,
            )
        )
    return found


def mails_of(occasions: Collection[str]) -> dict[str, tuple[datetime | None, datetime | None]]:
    """When the mail of each occasion was sent, and when it was parked. One statement."""
    asked = select(Mail.once, Mail.sent_at, Mail.parked_at).where(Mail.once.in_(occasions))
    return {str(row.once): (row.sent_at, row.parked_at) for row in db.session().execute(asked)} if occasions else {}


def accounts_of(kind: str, people: Collection[int]) -> dict[int, AccountHeld]:
    """The accounts of `kind` of `people` (a portion) that their owners have not disowned. One statement."""
    asked = select(Account.person_id, Account.recovery_email_validated_at, Account.last_signed_in_at).where(
        Account.kind == kind, Account.person_id.in_(people), Account.disowned_at.is_(None)
    )
    return {
        row.person_id: AccountHeld(row.recovery_email_validated_at is not None, row.last_signed_in_at)
        for row in db.session().execute(asked)
    }


def last_run() -> FunnelRun | None:
    """The last counting that ended. One statement."""
    ended = select(FunnelRun).where(FunnelRun.ended_at.is_not(None)).order_by(FunnelRun.id.desc()).limit(1)
    return db.session().scalars(ended).one_or_none()


def last_news() -> tuple[datetime | None, datetime | None]:
    """When a feed was last applied, and when a code or an account was last told of. Four statements."""
    brought = db.session().scalar(select(func.max(FeedRun.applied_at)))
    told = [db.session().scalar(_LAST_TOLD, {"event": each}) for each in TOLD]
    return brought, max((each for each in told if each is not None), default=None)


_LAST_TOLD = select(AuditEntry.at).where(AuditEntry.event == bindparam("event")).order_by(AuditEntry.at.desc()).limit(1)
