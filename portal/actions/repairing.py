"""What the help desk does for one person, each with a reason. Nobody of the staff does it for their own family.

Everything is looked at again here, inside the transaction. Records no event of its own: `note_repair` tells each repair
and why, and the deed that it is tells itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import exists, select

from accounts import actions as accounts
from accounts import queries as known
from accounts.actions import Wish
from accounts.actions.tries import SIGN_IN
from accounts.models import Account
from accounts.rules import throttling
from district.models import Person
from district.queries import is_entitled, sight_policy
from district.queries.own_family import is_of_own_family
from foundation import db, throttle
from foundation.audit import Actor
from foundation.settings import Settings
from portal.actions.sending import send_code, way_on_file
from portal.queries import Addressee
from portal.rules.codes import Kind
from portal.rules.repairs import FAMILY, AccountState, Refusal, Repair, offered_for_account

HELP_DESK = "help-desk"
NEW_CODES = "help-desk-code"


@dataclass(frozen=True)
class Setting:
    """Who asks, on which day, with what right, in which installation."""

    by: Actor
    on: date
    at: datetime
    settings: Settings
    may_give_roles: bool
    nobodys_hash: str
    """Of a random password that is told to nobody; hashed before the transaction opened."""


def repair(public_id: str, kind: str, deed: Repair, wish: Wish, *, here: Setting) -> Literal[True] | Refusal | None:
    """Do it. True where it is done, by this button now or a moment ago; None where there is no such person or account.

    A refusal says why nothing was changed.
    """
    person = db.session().scalar(select(Person).where(Person.public_id == public_id).with_for_update())
    if person is None:
        return None
    if is_of_own_family(person.id, reader_id=here.by.person_id or 0, on=here.on):
        return Refusal.OWN_FAMILY
    if accounts.was_repaired(wish.once):
        return True
    if deed is Repair.NEW_CODE:
        return _new_code(person, kind, wish, here) if kind in FAMILY else None
    account = db.session().scalar(
        select(Account).where(Account.person_id == person.id, Account.kind == kind).with_for_update()
    )
    return None if account is None else _for_account(account, deed, wish, here)


def _for_account(account: Account, deed: Repair, wish: Wish, here: Setting) -> Literal[True] | Refusal:
    if deed not in offered_for_account(_state(account, here.at), may_give_roles=here.may_give_roles):
        return Refusal.NOT_NEEDED
    if deed is Repair.RESET and not _mail_reset(account, here):
        return Refusal.TOO_MANY
    if deed is Repair.END_WAIT:
        accounts.end_waits(account)
    elif deed is Repair.END_SESSIONS:
        accounts.end_sessions(account, because=HELP_DESK, by=here.by, at=here.at)
    elif deed is Repair.DISABLE:
        accounts.close_account(account, by=here.by, at=here.at)
    elif deed is Repair.GIVE_UP:
        accounts.give_up_account(account, nobodys_hash=here.nobodys_hash, by=here.by, at=here.at)
    elif deed is Repair.ENABLE:
        accounts.reopen_account(account, by=here.by, at=here.at)
    accounts.note_repair(wish, deed.value, person_id=account.person_id, account_id=account.id, by=here.by, at=here.at)
    return True


def _mail_reset(account: Account, here: Setting) -> bool:
    """A link to the address that its owner confirmed: nobody at the help desk sees or chooses a password."""
    return accounts.mail_reset_link(account, public_url=here.settings.public_url, by=here.by, at=here.at)


def _new_code(person: Person, kind: str, wish: Wish, here: Setting) -> Literal[True] | Refusal:
    has_account = select(exists().where(Account.person_id == person.id, Account.kind == kind))
    entitled = is_entitled(person.id, kind, on=here.on, policy=sight_policy(here.settings))
    if db.session().scalar(has_account) or not entitled:
        return Refusal.NOT_NEEDED
    way = way_on_file(person.id, settings=here.settings, on=here.on)
    if way is None:
        return Refusal.NO_WAY
    key = f"{kind}:{person.id}"
    if not accounts.spend_try(NEW_CODES, key, patience=throttling.MAILS, at=here.at):
        return Refusal.TOO_MANY
    to = Addressee(person.id, person.public_id, person.full_name, person.called, person.language)
    accounts.note_repair(wish, Repair.NEW_CODE.value, person_id=person.id, by=here.by, at=here.at)
    send_code(to, kind=Kind(kind), way=way, settings=here.settings, by=here.by, at=here.at)
    return True


def _state(account: Account, at: datetime) -> AccountState:
    return AccountState(
        kind=account.kind,
        is_disabled=account.disabled_at is not None,
        is_disowned=account.disowned_at is not None,
        waits=throttle.waits_until(SIGN_IN, account.username_key, at=at) is not None,
        sessions=known.sessions_open(account.id, at=at),
        has_validated_email=bool(account.recovery_email),
        holds_given_role=bool(known.roles_given_to(account.id)),
        is_over=account.kind == "contact" and known.contact_of(account.person_id) is None,
    )
