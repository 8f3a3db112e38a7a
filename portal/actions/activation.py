"""A code becomes an account: once, for the person it was issued to, whoever presses the button first (D5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, update

from accounts import actions as accounts
from accounts.actions import UsernameTaken
from accounts.models import Account
from district.queries import sight_policy
from foundation import audit, db
from foundation.audit import Actor
from foundation.settings import Settings
from portal import queries
from portal.actions.disowning import tell_owner
from portal.events import AccountActivated, CodeRefused
from portal.models import ActivationCode
from portal.queries import Standing
from portal.rules.codes import Refusal


@dataclass(frozen=True)
class Answers:
    """What the person chose. The password has passed its rule and is hashed already."""

    username: str
    """Counts only where none is prepared for the person."""
    password_hash: str
    recovery_email: str
    """Empty when none was given: it is asked for again at the first sign-in."""


def activate(
    code_hash: str, answers: Answers, *, page_language: str, settings: Settings, on: date, by: Actor, at: datetime
) -> Account | Refusal | UsernameTaken:
    """Make the account this code is for, signed out, and ask its recovery address to be confirmed.

    Everything is looked at again here, inside the transaction (D2). A taken user name leaves the code unused; where it
    was the prepared one, another is prepared.
    """
    standing = queries.standing_of(code_hash, on=on, at=at, policy=sight_policy(settings))
    if standing.refusal is not None:
        return refuse_code(standing, standing.refusal, by=by, at=at)

    attempt = db.session().begin_nested()
    made = _claim_and_create(standing, answers, page_language=page_language, by=by, at=at)
    if not isinstance(made, Account):
        attempt.rollback()
        if isinstance(made, UsernameTaken):
            if standing.prepared_username and standing.person_id:
                accounts.prepare_again(standing.person_id, by=by, at=at)
            return made
        return refuse_code(standing, made, by=by, at=at)
    attempt.commit()

    _tell(standing, made, settings=settings, on=on, by=by, at=at)
    if answers.recovery_email:
        accounts.propose_recovery_email(
            made, email=answers.recovery_email, public_url=settings.public_url, by=by, at=at
        )
    return made


def refuse_code(standing: Standing, refusal: Refusal, *, by: Actor, at: datetime) -> Refusal:
    """Write down for the office why a code that was once issued opened nothing; a code never issued is nobody's."""
    if standing.person_id is not None and standing.kind is not None:
        audit.record(CodeRefused(standing.person_id, standing.kind.value, refusal.value), by=by, at=at)
    return refusal


def _claim_and_create(
    standing: Standing, answers: Answers, *, page_language: str, by: Actor, at: datetime
) -> Account | Refusal | UsernameTaken:
    if standing.person_id is None or standing.kind is None:
        raise ValueError("Only a code that stands can be used.")
    if not _claimed(standing, at=at):
        return Refusal.USED
    made = accounts.create_account(
        standing.person_id,
        kind=standing.kind.value,
        username=standing.prepared_username or answers.username,
        password_hash=answers.password_hash,
        language=None if standing.language else page_language,
        by=by,
        at=at,
    )
    if isinstance(made, accounts.AlreadyHasAccount):
        return Refusal.HAS_ACCOUNT
    if isinstance(made, Account):
        used = update(ActivationCode).where(ActivationCode.id == standing.code_id).values(account_id=made.id)
        db.session().execute(used)
    return made


def _claimed(standing: Standing, *, at: datetime) -> bool:
    """Use the code up. Of a hundred at once exactly one is told True: the database counts, not this process."""
    claimed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ActivationCode)
        .where(
            ActivationCode.id == standing.code_id,
            ActivationCode.used_at.is_(None),
            ActivationCode.superseded_at.is_(None),
            ActivationCode.expires_at > at,
        )
        .values(used_at=at)
    )
    return claimed.rowcount == 1


def _tell(standing: Standing, made: Account, *, settings: Settings, on: date, by: Actor, at: datetime) -> None:
    """Tell the audit, and the owner by what is on file: whoever holds a stolen letter cannot keep it from them (D4)."""
    audit.record(AccountActivated(made.person_id, made.kind, made.id, standing.delivery or ""), by=by, at=at)
    tell_owner(
        made,
        called=standing.called or "",
        language=standing.language or made.language,
        settings=settings,
        on=on,
        at=at,
    )
