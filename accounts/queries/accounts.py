"""Reads about accounts, their user names and their mailed links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from accounts.models import Account, MailedLink, SessionRecord
from accounts.queries.prepared import keys_in_use
from accounts.rules import addresses, usernames
from district.models import Person, School
from foundation import db, tokens

_NAMED = select(Account).where(Account.username_key == bindparam("named"))
_NAMED_AND_HELD = _NAMED.with_for_update()
"""Written once, as every refused sign-in says them: writing them anew costs more than saying them."""


def password_hash_of(account_id: int) -> str:
    """The hash to verify the current password against."""
    return db.session().execute(select(Account.password_hash).where(Account.id == account_id)).scalar_one()


def account_named(username: str, *, hold: bool = False) -> Account | None:
    """The account of that user name or a look-alike. With `hold` it is held until the transaction ends."""
    found = _NAMED_AND_HELD if hold else _NAMED
    return db.session().scalars(found, {"named": usernames.key_of(username)}).one_or_none()


def disowned_account(person_id: int, kind: str) -> Account | None:
    """The account of a person that somebody else had made and its owner disowned, held until the transaction ends."""
    chosen = select(Account).where(
        Account.person_id == person_id, Account.kind == kind, Account.disowned_at.is_not(None)
    )
    return db.session().scalar(chosen.with_for_update())


def account_by_id(account_id: int) -> Account:
    """One account. Raises NoResultFound."""
    return db.session().scalars(select(Account).where(Account.id == account_id)).one()


def accounts_reached_at(email: str) -> list[Account]:
    """Enabled accounts whose validated recovery address is `email` in any case, by user name."""
    return list(
        db.session().scalars(
            select(Account)
            .where(
                Account.recovery_email_key == addresses.key_of(email),
                Account.recovery_email_validated_at.is_not(None),
                Account.disabled_at.is_(None),
            )
            .order_by(Account.username_key)
        )
    )


def account_in_use(session_id: int, *, password_hash: str | None = None) -> Account | None:
    """The account of a session that still counts, held until the transaction ends; None where it was ended meanwhile.

    With `password_hash`, the one just verified: None too where the password was replaced since.
    """
    found = (
        select(Account)
        .join(SessionRecord, SessionRecord.account_id == Account.id)
        .where(SessionRecord.id == session_id, Account.disabled_at.is_(None))
        .with_for_update(of=Account)
    )
    account = db.session().scalar(found)
    if account is None or (password_hash is not None and account.password_hash != password_hash):
        return None
    # Asked anew under the account's lock: who ended the sessions held the account meanwhile.
    lives = select(SessionRecord.id).where(SessionRecord.id == session_id, SessionRecord.ended_at.is_(None))
    return account if db.session().scalar(lives) is not None else None


def account_behind(token: str, *, purpose: str, at: datetime, hold: bool = False) -> Account | None:
    """The account a mailed link is for, while the link counts; reading it uses nothing up.

    With `hold` the account is held until the transaction ends, so that deeds on it come one after another.
    """
    found = (
        select(Account)
        .join(MailedLink, MailedLink.account_id == Account.id)
        .where(
            MailedLink.token_hash == (tokens.read(token, purpose=purpose) or ""),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.superseded_at.is_(None),
            MailedLink.expires_at > at,
            Account.disabled_at.is_(None),
        )
    )
    return db.session().scalar(found.with_for_update(of=Account) if hold else found)


def language_of(account: Account) -> str:
    """The language to write to the owner in: chosen for the account, else on file for the person, else English."""
    on_file = db.session().scalar(select(Person.language).where(Person.id == account.person_id))
    return account.language or on_file or "en"


def known_facts(person_id: int, *, district_name: str) -> list[str]:
    """What everybody knows about a person and so makes no password: names, schools, the district (ASVS 6.2.11)."""
    person = db.session().get_one(Person, person_id)
    names = [person.first_name, person.last_name, person.preferred_first_name, person.preferred_last_name]
    names += [f"{person.first_name} {person.last_name}", person.full_name]
    schools = db.session().scalars(select(School.name))
    return [each for each in (*names, *schools, district_name) if each]


def free_usernames(wanted: str, *, how_many: int = 3) -> list[str]:
    """Free user names near a taken one, best first. Only for someone who has proved who they are (T12)."""
    near = list(usernames.candidates(wanted))
    keys = [usernames.key_of(each) for each in near]
    taken = keys_in_use(keys)
    return [each for each, key in zip(near, keys, strict=True) if key not in taken][:how_many]
