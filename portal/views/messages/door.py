"""The blueprint of those who write messages, the right that opens it, and how far whoever is here reaches."""

from __future__ import annotations

from typing import cast

from flask import Blueprint

from accounts.queries import SignedIn
from accounts.rules import roles
from foundation import clock
from portal.queries.messages import within
from portal.rules.messages.writing import Reach
from portal.views.door import me, policy, settings

WRITE = "messages.write"
_KNOWN = "messages.reach"

bp = Blueprint("messages", __name__, url_prefix="/portal/staff/messages")


def reach() -> Reach:
    """Whose families whoever is signed in may write to today; asked once a request."""
    return _reach_of(me())


def teaches(account: SignedIn) -> bool:
    """Whether somebody teaches a class today: the derived role `teacher`."""
    return account.account_kind == "staff" and bool(_reach_of(account).sections)


def is_office(account: SignedIn) -> bool:
    """Whether somebody works in the office of a school today: the derived role `school-office`."""
    return account.account_kind == "staff" and bool(_reach_of(account).schools)


def _reach_of(account: SignedIn) -> Reach:
    if _KNOWN not in account.known:
        everywhere = WRITE in roles.rights_of(account.roles)
        account.known[_KNOWN] = within.reach_of_staff(
            account.person_id,
            everywhere=everywhere,
            job_roles=settings().office_job_roles,
            on=clock.today(),
        )
    return cast(Reach, account.known[_KNOWN])


__all__ = ["WRITE", "bp", "is_office", "me", "policy", "reach", "settings", "teaches"]
