"""An account comes to be. How its owner proved who they are is the affair of the room that calls (portal: a code)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from accounts import queries
from accounts.events import AccountCreated, AccountReclaimed
from accounts.models import Account
from accounts.rules import usernames
from foundation import audit, db
from foundation.audit import Actor

STUDENT = "student"
NOBODY = 0
ONE_OF_A_KIND = ("uq_account_person_kind", "UNIQUE constraint failed: account.person_id, account.kind")
ONE_OF_A_NAME = ("uq_account_username_key", "UNIQUE constraint failed: account.username_key")


@dataclass(frozen=True)
class UsernameTaken:
    """Somebody has that user name, or one that looks like it, or it is kept for a student."""


@dataclass(frozen=True)
class AlreadyHasAccount:
    """The person has an account of this kind."""


def create_account(
    person_id: int, *, kind: str, username: str, password_hash: str, language: str | None, by: Actor, at: datetime
) -> Account | UsernameTaken | AlreadyHasAccount:
    """Make the account of `kind` for a person, signed out. The database decides races: two at once make one account.

    `username` and the password behind `password_hash` have passed their rules; hash before the transaction opens.
    """
    if queries.is_kept_for_another(usernames.key_of(username), person_id=person_id if kind == STUDENT else NOBODY):
        return UsernameTaken()
    disowned = queries.disowned_account(person_id, kind)
    if disowned is not None:
        return _make_anew(disowned, username, password_hash=password_hash, language=language, by=by, at=at)
    account = Account(
        person_id=person_id,
        kind=kind,
        username=usernames.normalised(username),
        username_key=usernames.key_of(username),
        password_hash=password_hash,
        password_changed_at=at,
        language=language,
        created_at=at,
    )
    try:
        with db.session().begin_nested():
            db.session().add(account)
            db.session().flush()
    except IntegrityError as refused:
        return _answer_to(refused)

    audit.record(AccountCreated(person_id=person_id, account_id=account.id, kind=kind), by=by, at=at)
    return account


def _make_anew(
    account: Account, username: str, *, password_hash: str, language: str | None, by: Actor, at: datetime
) -> Account | UsernameTaken | AlreadyHasAccount:
    """The owner's account in the place of one that somebody else had made. The caller holds it."""
    try:
        with db.session().begin_nested():
            account.username = usernames.normalised(username)
            account.username_key = usernames.key_of(username)
            account.password_hash, account.password_changed_at = password_hash, at
            account.language, account.created_at, account.tries_in_a_row = language, at, 0
            account.disabled_at = account.disowned_at = account.last_signed_in_at = None
            db.session().flush()
    except IntegrityError as refused:
        return _answer_to(refused)

    audit.record(AccountReclaimed(person_id=account.person_id, account_id=account.id), by=by, at=at)
    return account


def _answer_to(refused: IntegrityError) -> UsernameTaken | AlreadyHasAccount:
    """The domain's word for the constraint that said no. Any other constraint is a mistake and is raised."""
    # PostgreSQL names the constraint apart from its message, which quotes what was typed; SQLite quotes nothing.
    named = getattr(getattr(refused.orig, "diag", None), "constraint_name", None) or str(refused.orig)
    if named in ONE_OF_A_KIND:
        return AlreadyHasAccount()
    if named in ONE_OF_A_NAME:
        return UsernameTaken()
    raise refused
