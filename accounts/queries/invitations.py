"""Reads about invitations of staff, and about the roles that accounts were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Account, AccountRole, StaffInvitation
from accounts.rules import roles
from accounts.rules.links import STAFF_INVITATION
from district.models import Person
from district.queries import has_job_now_or_later
from foundation import db, tokens


@dataclass(frozen=True)
class Invited:
    """Who an invitation is for, while it counts."""

    invitation_id: int
    person_id: int
    guarded_name: str
    language: str | None
    roles: frozenset[str]
    invited_by_id: int | None


def invited_by(token: str, *, on: date, at: datetime) -> Invited | None:
    """Who holds the link of an invitation that counts: open, and for a person who works here or soon will.

    Reading it uses nothing up. None too where the person has a staff account by now.
    """
    row = (
        db.session()
        .execute(
            select(StaffInvitation, Person)
            .join(Person, Person.id == StaffInvitation.person_id)
            .where(
                StaffInvitation.token_hash == (tokens.read(token, purpose=STAFF_INVITATION) or ""),
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
    if not has_job_now_or_later(person.id, on=on) or staff_account_of(person.id) is not None:
        return None
    return Invited(
        invitation_id=invitation.id,
        person_id=person.id,
        guarded_name=person.guarded_name,
        language=person.language,
        roles=roles.given_in(invitation.roles),
        invited_by_id=invitation.invited_by_id,
    )


def staff_account_of(person_id: int, *, hold: bool = False) -> Account | None:
    """The staff account of a person. With `hold` it is held until the transaction ends."""
    found = select(Account).where(Account.person_id == person_id, Account.kind == "staff")
    return db.session().scalars(found.with_for_update() if hold else found).one_or_none()


def roles_given_to(account_id: int) -> list[str]:
    """The roles given to an account and not ended, whether or not its owner has a job today."""
    held = select(AccountRole.role).where(AccountRole.account_id == account_id, AccountRole.ended_at.is_(None))
    return sorted(db.session().scalars(held))
