"""Reads about accounts and sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Date, bindparam, func, select

from accounts.models import Account, AccountRole, MailedLink, SessionRecord
from accounts.rules import addresses, roles, sessions, usernames
from district.models import Person, School
from district.queries import holds_a_job
from foundation import clock, db, tokens
from foundation.audit import Actor


@dataclass(frozen=True, kw_only=True)
class SignedIn(Actor):
    """The account behind this request, as flask-login's user: plain values, read in one statement."""

    account_id: int
    person_id: int
    created_at: datetime
    last_seen_at: datetime
    account_kind: str = ""
    username: str = ""
    called: str = ""
    full_name: str = ""
    language: str | None = None
    roles: frozenset[str] = frozenset()
    """Of the account's kind, and given ones that count today. Derived ones are asked for when they are needed."""
    session_id: int = 0
    token: str = field(default="", repr=False)
    derived: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """Answers already had about derived roles, for this one request."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the browser's cookie carries: the session's random token."""
        return self.token

    def may(self, right: str) -> bool:
        """Whether a role of this account holds `right`. Derived roles are asked only where no other one holds it."""
        if right in roles.rights_of(self.roles):
            return True
        return any(self._has_derived(role) for role in roles.derived_with(right, kind=self.account_kind))

    def _has_derived(self, role: str) -> bool:
        if role not in self.derived:
            self.derived[role] = role in _derivations and _derivations[role](self)
        return self.derived[role]


_derivations: dict[str, Callable[[SignedIn], bool]] = {}


def derive_roles(role: str, holds: Callable[[SignedIn], bool]) -> None:
    """Let `holds` decide who has the derived `role`: handed down at start by the room that knows the facts.

    Until then nobody has it. It is asked at most once in a request, and only by whoever needs the answer.
    """
    if role not in roles.DERIVED:
        raise ValueError(f"{role} is no derived role; accounts/rules/roles.py names them.")
    _derivations[role] = holds


_GIVEN_ROLES = (
    select(func.aggregate_strings(AccountRole.role, ","))
    .where(
        AccountRole.account_id == Account.id,
        AccountRole.ended_at.is_(None),
        Account.kind == "staff",
        holds_a_job(Account.person_id, bindparam("today", type_=Date)),
    )
    .correlate(Account)
    .scalar_subquery()
)

_SIGNED_IN = (
    select(
        SessionRecord.id,
        SessionRecord.created_at,
        SessionRecord.last_seen_at,
        Account.id,
        Account.kind,
        Account.username,
        Account.language,
        Person.id,
        Person.first_name,
        Person.preferred_first_name,
        Person.last_name,
        Person.preferred_last_name,
        _GIVEN_ROLES,
    )
    .join(Account, Account.id == SessionRecord.account_id)
    .join(Person, Person.id == Account.person_id)
    .where(
        SessionRecord.token_hash == bindparam("token_hash"),
        SessionRecord.ended_at.is_(None),
        Account.disabled_at.is_(None),
    )
)
"""Built once: every signed-in page asks it."""


def signed_in_by(token: str, *, at: datetime) -> SignedIn | None:
    """Who holds this session token, if the session and the account still count at `at` (UTC). One statement."""
    asked = {"token_hash": tokens.hash_of(token), "today": clock.day_of(at)}
    row = db.session().execute(_SIGNED_IN, asked).one_or_none()
    if row is None:
        return None
    session_id, created_at, last_seen_at, account_id, kind, username, language, person_id, *names, given = row
    if sessions.is_over(created_at, last_seen_at, account_kind=kind, at=at):
        return None
    first, preferred_first, last, preferred_last = names
    called = preferred_first or first
    return SignedIn(
        kind="account",
        account_id=account_id,
        person_id=person_id,
        account_kind=kind,
        username=username,
        called=called,
        full_name=f"{called} {preferred_last or last}",
        language=language,
        roles=roles.roles_of(kind) | frozenset(given.split(",") if given else ()),
        session_id=session_id,
        token=token,
        created_at=created_at,
        last_seen_at=last_seen_at,
    )


@dataclass(frozen=True)
class Presented:
    """What stands behind a user name at the sign-in page; `password_hash` is None when nothing does."""

    account_id: int | None = None
    password_hash: str | None = None


def presented_by(username: str) -> Presented:
    """The hash to verify a typed password against. One statement, known or not."""
    row = (
        db.session()
        .execute(select(Account.id, Account.password_hash).where(Account.username_key == usernames.key_of(username)))
        .one_or_none()
    )
    return Presented() if row is None else Presented(*row)


def password_hash_of(account_id: int) -> str:
    """The hash to verify the current password against."""
    return db.session().execute(select(Account.password_hash).where(Account.id == account_id)).scalar_one()


def account_named(username: str, *, hold: bool = False) -> Account | None:
    """The account of that user name or a look-alike. With `hold` it is held until the transaction ends."""
    found = select(Account).where(Account.username_key == usernames.key_of(username))
    return db.session().scalars(found.with_for_update() if hold else found).one_or_none()


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
    taken = set(db.session().scalars(select(Account.username_key).where(Account.username_key.in_(keys))))
    return [each for each, key in zip(near, keys, strict=True) if key not in taken][:how_many]
