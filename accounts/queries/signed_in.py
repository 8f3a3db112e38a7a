"""Who is here, by which roles, and what those may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, ScalarSelect, Select, bindparam, func, select

from accounts.models import Account, AccountRole, SessionRecord
from accounts.rules import roles, sessions
from district.models import Person
from district.queries import holds_a_job
from foundation import clock, db, hot, tokens
from foundation.audit import Actor


@dataclass(frozen=True, kw_only=True)
class SignedIn(Actor):
    """The account behind this request, as flask-login's user: plain values, read in one statement."""

    account_id: int
    person_id: int
    created_at: datetime
    last_seen_at: datetime
    proved_at: datetime | None = None
    """When the password was given again since, if it was."""
    account_kind: str = ""
    username: str = ""
    called: str = ""
    full_name: str = ""
    language: str | None = None
    roles: frozenset[str] = frozenset()
    """Of the account's kind, and given ones that count today. Derived ones are asked for when they are needed."""
    other_kinds: frozenset[str] = frozenset()
    """Kinds of the other open accounts of the same person. None of their rights is held here."""
    session_id: int = 0
    token: str = field(default="", repr=False)
    derived: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """Answers already had about derived roles, for this one request."""
    known: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    """What rooms above have worked out about whoever is signed in, by their own names, for this one request."""

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

    def is_proved(self, at: datetime) -> bool:
        """Whether the password was given a little while before `at`, as some deeds ask (ASVS 7.5.3)."""
        return sessions.is_proved(self.created_at, self.proved_at, at=at)

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


_account, _session, _person, _role = (db.table(each) for each in (Account, SessionRecord, Person, AccountRole))
_GIVEN_ROLES = (
    select(func.aggregate_strings(_role.c.role, ","))
    .where(
        _role.c.account_id == _account.c.id,
        _role.c.ended_at.is_(None),
        _account.c.kind == "staff",
        holds_a_job(_account.c.person_id, bindparam("today", type_=Date)),
    )
    .correlate(_account)
    .scalar_subquery()
)

_other = _account.alias()
_OTHER_KINDS = (
    select(func.aggregate_strings(_other.c.kind, ","))
    .where(_other.c.person_id == _account.c.person_id, _other.c.id != _account.c.id, _other.c.disabled_at.is_(None))
    .correlate(_account)
    .scalar_subquery()
)

WHO = (
    *(_account.c[each] for each in ("id", "kind", "username", "language")),
    *(_person.c[each] for each in ("id", "first_name", "preferred_first_name", "last_name", "preferred_last_name")),
    _GIVEN_ROLES,
    _OTHER_KINDS,
)
"""What `named` makes somebody signed in of; asks for an account, its person and `today`."""

_also: dict[str, ScalarSelect[Any]] = {}


def know_also(name: str, asked: ScalarSelect[Any]) -> None:
    """Have `asked` answered in the statement that says who is signed in, into their `known[name]`: handed down at start
    by a room whose pages all show it, so that none of them needs a statement more."""
    _also[name] = asked
    _signed_in.cache_clear()


@cache
def _signed_in() -> Select[Any]:
    """Built once: every signed-in page asks it."""
    return hot.statement(
        select(
            _session.c.id, _session.c.created_at, _session.c.last_seen_at, _session.c.proved_at, *_also.values(), *WHO
        )
        .join(_account, _account.c.id == _session.c.account_id)
        .join(_person, _person.c.id == _account.c.person_id)
        .where(
            _session.c.token_hash == bindparam("token_hash"),
            _session.c.ended_at.is_(None),
            _account.c.disabled_at.is_(None),
        )
    )


_HELD = select(_account.c.person_id, _account.c.kind, _GIVEN_ROLES).where(
    _account.c.id == bindparam("account_id"), _account.c.disabled_at.is_(None)
)


def person_with_right(account_id: int, right: str, *, on: date) -> int | None:
    """Whose account this is, if it counts and one of its own or given roles holds `right` on that day; else None.

    For a job that acts for somebody who asked earlier (ASVS 8.3.3). Derived roles are not asked. One statement.
    """
    row = db.session().execute(_HELD, {"account_id": account_id, "today": on}).one_or_none()
    if row is None:
        return None
    person_id, kind, given = row
    return person_id if right in roles.rights_of(roles.roles_of(kind) | roles.given_in(given)) else None


def signed_in_by(token: str, *, at: datetime) -> SignedIn | None:
    """Who holds this session token, if the session and the account still count at `at` (UTC). One statement."""
    asked = {"token_hash": tokens.hash_of(token), "today": clock.day_of(at)}
    row = hot.rows(_signed_in(), asked).one_or_none()
    if row is None:
        return None
    session_id, created_at, last_seen_at, proved_at, *rest = row
    known = dict(zip(_also, rest, strict=False))
    times = {"created_at": created_at, "last_seen_at": last_seen_at, "proved_at": proved_at}
    entered = named(rest[len(_also) :], session_id=session_id, token=token, known=known, **times)
    return None if sessions.is_over(created_at, last_seen_at, account_kind=entered.account_kind, at=at) else entered


def named(who: Sequence[Any], **of_session: Any) -> SignedIn:
    """Somebody signed in by a session, from what the columns `WHO` say and what `SignedIn` keeps of the session."""
    account_id, kind, username, language, person_id, first, preferred_first, last, preferred_last, given, others = who
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
        roles=roles.roles_of(kind) | roles.given_in(given),
        other_kinds=frozenset(filter(None, (others or "").split(","))),
        **of_session,
    )
