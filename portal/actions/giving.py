"""A district administrator gives a colleague a role, or ends one, and says why.

Records no event of its own: giving and ending tell themselves, with the reason.
"""

from __future__ import annotations

from accounts import actions as accounts
from accounts import queries as known
from accounts.models import Account
from accounts.rules.giving import GivingRefusal, why_not
from district.models import Person
from district.queries.own_family import is_of_own_family
from foundation import db
from portal.actions.inviting import Inviter


def give_role(public_id: str, role: str, *, because: str, here: Inviter) -> bool | GivingRefusal | None:
    """Give it. False where the account has it already; None where there is no such person with a staff account."""
    account = _staff_account(public_id)
    if account is None:
        return None
    refusal = _why_not(account, role, here)
    if refusal is not None:
        return refusal
    giver = here.by.person_id
    return accounts.give_role(account, role, given_by_id=giver, because=because, by=here.by, at=here.at)


def end_role(public_id: str, role: str, *, because: str, here: Inviter) -> bool | GivingRefusal | None:
    """End it from the next request on. False where the account does not have it."""
    account = _staff_account(public_id)
    if account is None:
        return None
    refusal = _why_not(account, role, here)
    if refusal is not None:
        return refusal
    return accounts.end_role(account, role, because=because, by=here.by, at=here.at)


def _staff_account(public_id: str) -> Account | None:
    person = db.session().query(Person).filter(Person.public_id == public_id).one_or_none()
    return known.staff_account_of(person.id, hold=True) if person else None


def _why_not(account: Account, role: str, here: Inviter) -> GivingRefusal | None:
    reader = here.by.person_id or 0
    return why_not(
        [role],
        may_give_roles=here.may_give_roles,
        is_oneself=account.person_id == reader,
        is_own_family=is_of_own_family(account.person_id, reader_id=reader, on=here.on),
    )
