"""Staff and contacts come by invitation: a link for one person, used once, that makes the account with its roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, select, update

from accounts import events, queries
from accounts.actions.given_roles import give_role
from accounts.actions.recovery_email import propose_recovery_email
from accounts.actions.registration import AlreadyHasAccount, UsernameTaken, create_account
from accounts.models import Account, OutsideContact, StaffInvitation
from accounts.queries import Invited
from accounts.rules import addresses
from accounts.rules.links import INVITATION_LASTS, INVITES
from district.models import Person
from district.queries import email_on_file, has_job_now_or_later
from foundation import audit, db, outbox, tokens
from foundation.audit import Actor

PATHS = {"staff": "/staff/invitation/", "contact": "/contact/invitation/"}
OTHERWISE = "en"


@dataclass(frozen=True)
class Invitation:
    """A link just made. `url` holds the token, which is kept nowhere else."""

    id: int
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class Answers:
    """What the person chose. The password has passed its rule and is hashed already."""

    username: str
    password_hash: str


@dataclass(frozen=True)
class NoJob:
    """The person works here neither now nor later."""


def invite(
    person_id: int, *, roles: Iterable[str], public_url: str, on: date, by: Actor, at: datetime
) -> Invitation | NoJob | AlreadyHasAccount:
    """Make a link for a person who works here or soon will, and has no staff account. It ends the older ones."""
    db.session().execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if not has_job_now_or_later(person_id, on=on):
        return NoJob()
    if queries.staff_account_of(person_id) is not None:
        return AlreadyHasAccount()

    return _make(person_id, "staff", roles=roles, public_url=public_url, by=by, at=at)


def invite_contact(
    person_id: int, *, public_url: str, by: Actor, at: datetime
) -> Invitation | AlreadyHasAccount | None:
    """The same for somebody of another organization; None where they are no contact (any more)."""
    db.session().execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if queries.contact_of(person_id) is None:
        return None
    if queries.account_of_kind(person_id, "contact") is not None:
        return AlreadyHasAccount()
    return _make(person_id, "contact", roles=(), public_url=public_url, by=by, at=at)


def withdraw_invitation(invitation_id: int, *, by: Actor, at: datetime) -> StaffInvitation | None:
    """Take an open link back; None where it is not open any more. Of two at once one is told."""
    withdrawn: StaffInvitation | None = db.session().scalar(
        update(StaffInvitation)
        .where(
            StaffInvitation.id == invitation_id,
            StaffInvitation.used_at.is_(None),
            StaffInvitation.superseded_at.is_(None),
            StaffInvitation.expires_at > at,
        )
        .values(superseded_at=at, withdrawn_at=at)
        .returning(StaffInvitation)
    )
    if withdrawn is None:
        return None

    audit.record(events.StaffInvitationWithdrawn(withdrawn.person_id, withdrawn.id), by=by, at=at)
    return withdrawn


def _make(person_id: int, kind: str, *, roles: Iterable[str], public_url: str, by: Actor, at: datetime) -> Invitation:
    _supersede(person_id, kind, at=at)
    token, kept = tokens.make(INVITES[kind])
    named = ",".join(sorted(set(roles)))
    record = StaffInvitation(
        person_id=person_id,
        kind=kind,
        token_hash=kept,
        roles=named,
        invited_by_id=by.person_id,
        created_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    db.session().add(record)
    db.session().flush()

    audit.record(events.StaffInvited(person_id, record.id, named), by=by, at=at)
    return Invitation(record.id, f"{public_url.rstrip('/')}{PATHS[kind]}{token}", record.expires_at)


def mail_invitation(invitation: Invitation, person: Person, *, on: date, at: datetime) -> bool:
    """Mail the link to the person's work email; False where none is on file. Records no event: inviting does."""
    email = email_on_file(person.id, on=on)
    if email is None:
        return False
    outbox.post(
        "staff-invitation",
        to=email,
        language=person.language or OTHERWISE,
        at=at,
        once=f"staff-invitation:{invitation.id}",
        secret={"url": invitation.url},
        expires_at=invitation.expires_at,
        name=person.called,
    )
    return True


def mail_contact_invitation(invitation: Invitation, contact: OutsideContact, person: Person, *, at: datetime) -> None:
    """Mail the link to the address the contact was added with. Records no event: inviting does."""
    outbox.post(
        "contact-invitation",
        to=contact.email,
        language=person.language or OTHERWISE,
        at=at,
        once=f"contact-invitation:{invitation.id}",
        secret={"url": invitation.url},
        expires_at=invitation.expires_at,
        name=person.called,
    )


def tell_of_withdrawal(invitation: StaffInvitation, person: Person, *, to: str, at: datetime) -> None:
    """Tell whoever got the link that it no longer works. Records no event: withdrawing does."""
    outbox.post(
        "invitation-withdrawn",
        to=to,
        language=person.language or OTHERWISE,
        at=at,
        once=f"invitation-withdrawn:{invitation.id}",
        name=person.called,
    )


def address_invited(person_id: int, kind: str, *, on: date) -> str | None:
    """Where an invitation of `kind` goes: the work email on file, a contact’s address. Records no event: it looks."""
    if kind == "staff":
        return email_on_file(person_id, on=on)
    contact = queries.contact_of(person_id)
    return contact.email if contact else None


def accept_invitation(
    token: str,
    answers: Answers,
    *,
    page_language: str,
    public_url: str,
    on: date,
    by: Actor,
    at: datetime,
    kind: str = "staff",
) -> Account | UsernameTaken | None:
    """Make the account a link is for, signed out. None: the link does not count (any more).

    Everything is looked at again here. A taken user name leaves the link unused.
    """
    invited = queries.invited_by(token, on=on, at=at, kind=kind)
    if invited is None:
        return None

    attempt = db.session().begin_nested()
    made = _claim_and_create(invited, answers, page_language=page_language, by=by, at=at)
    if not isinstance(made, Account):
        attempt.rollback()
        return made
    attempt.commit()

    audit.record(events.StaffInvitationUsed(made.person_id, made.id, invited.invitation_id), by=by, at=at)
    for role in sorted(invited.roles):
        give_role(made, role, given_by_id=invited.invited_by_id, by=by, at=at)
    _tell(made, invited, public_url=public_url, on=on, by=by, at=at)
    return made


def _claim_and_create(
    invited: Invited, answers: Answers, *, page_language: str, by: Actor, at: datetime
) -> Account | UsernameTaken | None:
    if not _claimed(invited.invitation_id, at=at):
        return None
    made = create_account(
        invited.person_id,
        kind=invited.kind,
        username=answers.username,
        password_hash=answers.password_hash,
        language=None if invited.language else page_language,
        by=by,
        at=at,
    )
    return None if isinstance(made, AlreadyHasAccount) else made


def _claimed(invitation_id: int, *, at: datetime) -> bool:
    """Use the link up. Of two at once exactly one is told True: the database counts, not this process."""
    claimed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(StaffInvitation)
        .where(
            StaffInvitation.id == invitation_id,
            StaffInvitation.used_at.is_(None),
            StaffInvitation.superseded_at.is_(None),
            StaffInvitation.expires_at > at,
        )
        .values(used_at=at)
    )
    return claimed.rowcount == 1


def _supersede(person_id: int, kind: str, *, at: datetime) -> None:
    db.session().execute(
        update(StaffInvitation)
        .where(
            StaffInvitation.person_id == person_id,
            StaffInvitation.kind == kind,
            StaffInvitation.used_at.is_(None),
            StaffInvitation.superseded_at.is_(None),
        )
        .values(superseded_at=at)
    )


def _tell(made: Account, invited: Invited, *, public_url: str, on: date, by: Actor, at: datetime) -> None:
    """Tell where the invitation went, so that a stolen link does not stay hidden, and ask for that address to be
    confirmed as recovery email. Nothing goes there for getting back in before its reader has pressed the button.
    """
    email = address_invited(made.person_id, made.kind, on=on)
    if email is None:
        return
    if made.kind == "staff":
        _tell_of_staff_account(made, email, at=at)
    else:
        _tell_of_contact_account(made, email, at=at)
    if not addresses.problems_with(email):
        propose_recovery_email(made, email=email, public_url=public_url, by=by, at=at)


def _tell_of_staff_account(made: Account, email: str, *, at: datetime) -> None:
    outbox.post(
        "staff-account-made",
        to=email,
        language=queries.language_of(made),
        at=at,
        once=f"staff-account-made:{made.id}",
        username=made.username,
    )


def _tell_of_contact_account(made: Account, email: str, *, at: datetime) -> None:
    outbox.post(
        "contact-account-made",
        to=email,
        language=queries.language_of(made),
        at=at,
        once=f"contact-account-made:{made.id}",
        username=made.username,
    )
