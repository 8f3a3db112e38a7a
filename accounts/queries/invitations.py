"""Reads about invitations of staff and contacts, and about the roles that accounts were given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from accounts.models import Account, AccountRole, OutsideContact, StaffInvitation
from accounts.rules import roles
from accounts.rules.invitations import InvitationState, state_of
from accounts.rules.links import INVITES
from district.models import Person
from district.queries import has_job_now_or_later
from foundation import db, tokens


@dataclass(frozen=True)
class Invited:
    """Who an invitation is for, while it counts."""

    invitation_id: int
    person_id: int
    kind: str
    guarded_name: str
    language: str | None
    roles: frozenset[str]
    invited_by_id: int | None


def invited_by(token: str, *, on: date, at: datetime, kind: str = "staff") -> Invited | None:
    """Who holds the link of an invitation that counts: open, for a person who works here or soon will; a contact’s,
    while nobody has ended the contact.

    Reading it uses nothing up. None too where the person has an account of the kind by now.
    """
    row = (
        db.session()
        .execute(
            select(StaffInvitation, Person)
            .join(Person, Person.id == StaffInvitation.person_id)
            .where(
                StaffInvitation.token_hash == (tokens.read(token, purpose=INVITES[kind]) or ""),
                StaffInvitation.kind == kind,
                StaffInvitation.used_at.is_(None),
                StaffInvitation.superseded_at.is_(None),
                StaffInvitation.expires_at > at,
            )
        )
        .one_or_none()
    )
    if row is None:
        return None
    invitation, person = row
    if not _may_be_invited(person.id, kind, on=on) or account_of_kind(person.id, kind) is not None:
        return None
    return Invited(
        invitation_id=invitation.id,
        person_id=person.id,
        kind=kind,
        guarded_name=person.guarded_name,
        language=person.language,
        roles=roles.given_in(invitation.roles),
        invited_by_id=invitation.invited_by_id,
    )


def _may_be_invited(person_id: int, kind: str, *, on: date) -> bool:
    return has_job_now_or_later(person_id, on=on) if kind == "staff" else contact_of(person_id) is not None


def contact_of(person_id: int) -> OutsideContact | None:
    """The contact that a person is today, or None."""
    found = select(OutsideContact).where(OutsideContact.person_id == person_id, OutsideContact.ended_at.is_(None))
    return db.session().scalars(found).one_or_none()


def account_of_kind(person_id: int, kind: str, *, hold: bool = False) -> Account | None:
    """The account of `kind` of a person. With `hold` it is held until the transaction ends."""
    found = select(Account).where(Account.person_id == person_id, Account.kind == kind)
    return db.session().scalars(found.with_for_update() if hold else found).one_or_none()


def staff_account_of(person_id: int, *, hold: bool = False) -> Account | None:
    """The staff account of a person. With `hold` it is held until the transaction ends."""
    return account_of_kind(person_id, "staff", hold=hold)


def roles_given_to(account_id: int) -> list[str]:
    """The roles given to an account and not ended, whether or not its owner has a job today."""
    held = select(AccountRole.role).where(AccountRole.account_id == account_id, AccountRole.ended_at.is_(None))
    return sorted(db.session().scalars(held))


@dataclass(frozen=True)
class Listed:
    """One invitation in the list of all."""

    id: int
    public_id: str
    full_name: str
    kind: str
    roles: tuple[str, ...]
    state: InvitationState
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    invited_by: str
    """Empty where a command made it."""


def invitations(state: InvitationState | None, *, at: datetime, before: int | None = None, limit: int) -> list[Listed]:
    """Invitations, newest first; only those in a state where one is named. One statement."""
    inviter = (
        select(Person.first_name + " " + Person.last_name)
        .where(Person.id == StaffInvitation.invited_by_id)
        .correlate(StaffInvitation)
        .scalar_subquery()
    )
    invited = aliased(Person)
    asked = (
        select(StaffInvitation, invited, inviter)
        .join(invited, invited.id == StaffInvitation.person_id)
        .where(*(_IN_STATE[state](at) if state is not None else ()))
        .order_by(StaffInvitation.id.desc())
        .limit(limit)
    )
    if before is not None:
        asked = asked.where(StaffInvitation.id < before)
    return [_listed(invitation, person, by, at) for invitation, person, by in db.session().execute(asked)]


_IN_STATE: dict[InvitationState, Callable[[datetime], tuple[ColumnElement[bool], ...]]] = {
    InvitationState.OPEN: lambda at: (
        StaffInvitation.used_at.is_(None),
        StaffInvitation.superseded_at.is_(None),
        StaffInvitation.expires_at > at,
    ),
    InvitationState.USED: lambda at: (StaffInvitation.used_at.is_not(None),),
    InvitationState.WITHDRAWN: lambda at: (
        StaffInvitation.used_at.is_(None),
        StaffInvitation.withdrawn_at.is_not(None),
    ),
    InvitationState.SUPERSEDED: lambda at: (
        StaffInvitation.used_at.is_(None),
        StaffInvitation.withdrawn_at.is_(None),
        StaffInvitation.superseded_at.is_not(None),
    ),
    InvitationState.EXPIRED: lambda at: (
        StaffInvitation.used_at.is_(None),
        StaffInvitation.superseded_at.is_(None),
        StaffInvitation.expires_at <= at,
    ),
}


def _listed(invitation: StaffInvitation, person: Person, by: str | None, at: datetime) -> Listed:
    return Listed(
        id=invitation.id,
        public_id=person.public_id,
        full_name=person.full_name,
        kind=invitation.kind,
        roles=tuple(sorted(roles.given_in(invitation.roles))),
        state=state_of(
            used_at=invitation.used_at,
            superseded_at=invitation.superseded_at,
            withdrawn_at=invitation.withdrawn_at,
            expires_at=invitation.expires_at,
            at=at,
        ),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        used_at=invitation.used_at,
        invited_by=by or "",
    )


@dataclass(frozen=True)
class Given:
    """A role of an account, held or ended, with who gave it and why."""

    role: str
    given_at: datetime
    given_by: str
    because: str
    ended_at: datetime | None
    ended_because: str


def given_roles(account_id: int) -> list[Given]:
    """Every role an account holds or held, held ones first, then the newest. One statement."""
    giver = aliased(Person)
    asked = (
        select(AccountRole, giver.first_name + " " + giver.last_name)
        .outerjoin(giver, giver.id == AccountRole.given_by_id)
        .where(AccountRole.account_id == account_id)
        .order_by(AccountRole.ended_at.is_not(None), AccountRole.given_at.desc(), AccountRole.id.desc())
    )
    return [
        Given(each.role, each.given_at, by or "", each.because, each.ended_at, each.ended_because)
        for each, by in db.session().execute(asked)
    ]
