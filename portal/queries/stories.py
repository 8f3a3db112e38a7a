"""One person’s whole way in, as the help desk sees it: accounts and codes, and nothing of a family’s record.

Contact points and recovery addresses leave here masked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, or_, select

from accounts.actions.tries import SIGN_IN
from accounts.models import Account, AccountRole, OutsideContact, PreparedAccount, SessionRecord
from accounts.rules import sessions, throttling
from district.models import ContactPoint, Person
from district.queries import entitlement_of
from district.queries.mailing import letter_came_back
from district.queries.own_family import own_family
from district.rules.guardianship import Reason, SightPolicy
from foundation import db, throttle
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from portal.rules.diagnosis import Finding, HeldAccount, NewestCode, Sent, with_account, without_account
from portal.rules.masking import masked_email, masked_number, without_addresses
from portal.rules.repairs import AccountState, Repair, offered_for_account, offered_without_account

MOST_LINES = 100
REFUSED_SIGN_IN, REFUSED_CODE = "sign-in-refused", "code-refused"


@dataclass(frozen=True)
class Held:
    """An account, how many of its sessions may count, whether it holds a given role, and whether its contact ended."""

    account: Account
    sessions: int
    has_role: bool
    is_over: bool


@dataclass(frozen=True)
class AtDesk:
    """Who it is."""

    person_id: int
    public_id: str
    full_name: str
    language: str | None
    is_own: bool
    """Whether it is the reader, or of the reader’s own family."""
    emails: tuple[str, ...]
    """Masked."""
    numbers: tuple[str, ...]
    prepared_username: str
    held: tuple[Held, ...]
    letter_came_back: bool = False
    """Whether a letter came back from an address of theirs that nobody has confirmed since."""


@dataclass(frozen=True)
class AccountSeen:
    """One account, with what stands in its way and what may be done for it."""

    account_id: int
    kind: str
    username: str
    created_at: datetime
    last_signed_in_at: datetime | None
    recovery_email: str
    """Masked; empty where none counts."""
    state: AccountState
    waits_until: datetime | None
    finding: Finding
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class CodeSeen:
    """One code and what became of it."""

    kind: str
    delivery: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    superseded_at: datetime | None
    sent: Sent
    sent_at: datetime | None
    error: str
    """What the mail server said, where it would not carry it."""


@dataclass(frozen=True)
class WayIn:
    """An audience the person belongs to and has no account in: what stands in the way, and what may be done."""

    kind: str
    reason: Reason
    is_entitled: bool
    newest: CodeSeen | None
    finding: Finding
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class LineSeen:
    """One line of the story."""

    at: datetime
    event: str
    data: dict[str, Any]
    by_kind: str
    by_name: str
    """Who of the staff did it; empty where nobody of them did."""
    browser: str


@dataclass(frozen=True)
class Story:
    """All of it, newest first; `has_more` where there are more lines than are shown."""

    person: AtDesk
    accounts: tuple[AccountSeen, ...]
    ways: tuple[WayIn, ...]
    codes: tuple[CodeSeen, ...]
    lines: tuple[LineSeen, ...]
    has_more: bool


def at_desk(public_id: str, *, reader_id: int, on: date, at: datetime) -> AtDesk | None:
    """The person with that public id, with every account. One statement: rows repeat for contact points, and fold."""
    rows = (
        db.session()
        .execute(
            select(
                Person,
                ContactPoint,
                PreparedAccount.username,
                Person.id.in_(own_family()).label("is_own"),
                letter_came_back(Person.id).label("letter_came_back"),
                Account,
                *_of_account(at),
            )
            .outerjoin(
                ContactPoint,
                and_(
                    ContactPoint.person_id == Person.id,
                    ContactPoint.is_valid.is_(True),
                    ContactPoint.starts <= on,
                    or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
                ),
            )
            .outerjoin(PreparedAccount, PreparedAccount.person_id == Person.id)
            .outerjoin(Account, Account.person_id == Person.id)
            .where(Person.public_id == public_id)
            .order_by(ContactPoint.id, Account.id),
            {"reader_id": reader_id, "on": on},
        )
        .all()
    )
    if not rows:
        return None
    person, _, prepared, is_own, came_back, *_rest = rows[0]
    points = [row[1] for row in rows if row[1] is not None]
    held = {row[5].id: Held(row[5], row[6], bool(row[7]), bool(row[8])) for row in rows if row[5] is not None}
    return AtDesk(
        person_id=person.id,
        public_id=person.public_id,
        full_name=person.full_name,
        language=person.language,
        is_own=bool(is_own),
        emails=tuple(dict.fromkeys(masked_email(each.value) for each in points if each.kind == "email")),
        numbers=tuple(dict.fromkeys(masked_number(each.value) for each in points if each.kind == "phone")),
        prepared_username=prepared or "",
        held=tuple(held.values()),
        letter_came_back=bool(came_back),
    )


def _of_account(at: datetime) -> tuple[ColumnElement[int], ColumnElement[bool], ColumnElement[bool]]:
    """How many sessions of an account may count, whether it holds a given role, and whether its contact was ended."""
    longest = max(sessions.FAMILY.overall, sessions.STAFF.overall)
    alive = select(func.count(SessionRecord.id)).where(
        SessionRecord.account_id == Account.id,
        SessionRecord.ended_at.is_(None),
        SessionRecord.created_at > at - longest,
    )
    holds = exists().where(AccountRole.account_id == Account.id, AccountRole.ended_at.is_(None))
    ended = exists().where(
        Account.kind == "contact",
        OutsideContact.person_id == Account.person_id,
        OutsideContact.ended_at.is_not(None),
    )
    return alive.scalar_subquery(), holds, ended


def story_of(
    person: AtDesk,
    *,
    told: Collection[str],
    may_give_roles: bool,
    has_way: bool,
    on: date,
    at: datetime,
    policy: SightPolicy,
) -> Story:
    """Everything about the way in of `person`; `told` are the events that have words. Five statements at most."""
    lines = _lines(person.person_id, told)
    refused = {
        kind: next((each.at for each in lines if each.event == REFUSED_CODE and each.data["kind"] == kind), None)
        for kind in Kind
    }
    held = _accounts(person.held, lines, may_give_roles=may_give_roles, at=at)
    issued = _codes(person.person_id)
    kinds = {each.kind for each in held}
    ways = [
        _way(person, kind, issued, refused[kind], has_way=has_way, on=on, at=at, policy=policy)
        for kind in Kind
        if kind.value not in kinds
    ]
    return Story(
        person=person,
        accounts=tuple(held),
        ways=tuple(each for each in ways if each is not None),
        codes=tuple(issued),
        lines=tuple(lines[:MOST_LINES]),
        has_more=len(lines) > MOST_LINES,
    )


def _accounts(
    held: Sequence[Held], lines: Sequence[LineSeen], *, may_give_roles: bool, at: datetime
) -> list[AccountSeen]:
    """One statement where there is an account."""
    keys = [each.account.username_key for each in held]
    waits = throttle.waiting_among(SIGN_IN, keys, at=at) if keys else {}
    return [_account(each, waits.get(each.account.username_key), lines, may_give_roles=may_give_roles) for each in held]


def _account(
    held: Held, waits_until: datetime | None, lines: Sequence[LineSeen], *, may_give_roles: bool
) -> AccountSeen:
    account = held.account
    refused = [each.at for each in lines if each.event == REFUSED_SIGN_IN and each.data["account_id"] == account.id]
    state = AccountState(
        kind=account.kind,
        is_disabled=account.disabled_at is not None,
        is_disowned=account.disowned_at is not None,
        waits=waits_until is not None,
        sessions=held.sessions,
        has_validated_email=bool(account.recovery_email),
        holds_given_role=held.has_role,
        is_over=held.is_over,
    )
    finding = with_account(
        HeldAccount(
            is_disabled=state.is_disabled,
            password_ended=account.tries_in_a_row >= throttling.MOST_IN_A_ROW,
            waits_until=waits_until,
            has_validated_email=state.has_validated_email,
            has_pending_email=bool(account.pending_email),
            last_signed_in_at=account.last_signed_in_at,
            last_refused_at=max(refused, default=None),
            is_disowned=state.is_disowned,
        )
    )
    return AccountSeen(
        account_id=account.id,
        kind=account.kind,
        username=account.username,
        created_at=account.created_at,
        last_signed_in_at=account.last_signed_in_at,
        recovery_email=masked_email(account.recovery_email) if account.recovery_email else "",
        state=state,
        waits_until=waits_until,
        finding=finding,
        repairs=offered_for_account(state, may_give_roles=may_give_roles),
    )


def _codes(person_id: int) -> list[CodeSeen]:
    """Newest first."""
    occasion = literal(codes.occasion("")) + ActivationCode.code_hash
    rows = db.session().execute(
        select(ActivationCode, Mail)
        .outerjoin(Mail, Mail.once == occasion)
        .where(ActivationCode.person_id == person_id)
        .order_by(ActivationCode.issued_at.desc(), ActivationCode.id.desc())
        .limit(MOST_LINES)
    )
    return [_code(row) for row in rows]


def _code(row: Row[*tuple[Any, ...]]) -> CodeSeen:
    code, mail = row
    return CodeSeen(
        kind=code.kind,
        delivery=code.delivery,
        issued_at=code.issued_at,
        expires_at=code.expires_at,
        used_at=code.used_at,
        superseded_at=code.superseded_at,
        sent=_sent(code, mail),
        sent_at=mail.sent_at if mail else None,
        error=without_addresses(mail.last_error) if mail and mail.parked_at else "",
    )


def _sent(code: ActivationCode, mail: Mail | None) -> Sent:
    if code.delivery == Delivery.OFFICE:
        return Sent.GONE
    if mail is None:
        return Sent.UNSEEN
    if mail.sent_at is not None:
        return Sent.GONE
    return Sent.REFUSED if mail.parked_at is not None else Sent.WAITS


def _way(
    person: AtDesk,
    kind: Kind,
    issued: Sequence[CodeSeen],
    refused_at: datetime | None,
    *,
    has_way: bool,
    on: date,
    at: datetime,
    policy: SightPolicy,
) -> WayIn | None:
    """None where the person has nothing to do with this audience. One statement."""
    answer = entitlement_of(person.person_id, kind.value, on=on, policy=policy)
    newest = next((each for each in issued if each.kind == kind.value), None)
    if answer is None and newest is None:
        return None
    is_entitled = answer is not None and answer.allowed
    code = None
    if newest is not None:
        is_alive = codes.refusal(
            used_at=newest.used_at, superseded_at=newest.superseded_at, expires_at=newest.expires_at, at=at
        )
        code = NewestCode(is_alive is None, newest.sent, refused_at, newest.issued_at)
    return WayIn(
        kind=kind.value,
        reason=answer.reason if answer else Reason.NO_RELATIONSHIP,
        is_entitled=is_entitled,
        newest=newest,
        finding=without_account(code, is_entitled=is_entitled),
        repairs=offered_without_account(kind.value, is_entitled=is_entitled, has_way=has_way),
    )


def _lines(person_id: int, told: Collection[str]) -> list[LineSeen]:
    doer = select(Person.first_name + " " + Person.last_name).where(Person.id == AuditEntry.actor_person_id)
    rows = db.session().execute(
        select(AuditEntry, doer.correlate(AuditEntry).scalar_subquery())
        .where(AuditEntry.person_id == person_id, AuditEntry.event.in_(sorted(told)))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_LINES + 1)
    )
    return [
        LineSeen(
            at=entry.at,
            event=entry.event,
            data=entry.data,
            by_kind=entry.actor_kind,
            by_name=name if name and entry.actor_person_id != person_id else "",
            browser=entry.browser if entry.actor_kind != "command" else "",
        )
        for entry, name in rows
    ]
