"""The blueprint of those who write messages, the right that opens it, and how far whoever is here reaches."""

from __future__ import annotations

from typing import cast

from flask import Blueprint

from accounts import queries as accounts
from accounts.queries import SignedIn
from accounts.rules import roles
from foundation import clock
from portal.queries.messages import within
from portal.rules.messages.writing import Reach
from portal.views.door import me, policy, settings

WRITE = "messages.write"
_KNOWN = "messages.reach"
_JOBS = "messages.office-jobs"

bp = Blueprint("messages", __name__, url_prefix="/portal/staff/messages")


def reach() -> Reach:
    """Whose families whoever is signed in may write to today; asked once a request."""
    return _reach_of(me())


def teaches(account: SignedIn) -> bool:
    """Whether somebody teaches a class today: the derived role `teacher`."""
    return account.account_kind == "staff" and bool(_reach_of(account).sections)


def is_office(account: SignedIn) -> bool:
    """Whether somebody works in the office of a school today: the derived role `school-office`."""
    if account.account_kind != "staff":
        return False
    if _JOBS not in account.known:
        return bool(_reach_of(account).schools)
    jobs = cast("str | None", account.known[_JOBS]) or ""
    return not {each.lower() for each in settings().office_job_roles}.isdisjoint(jobs.lower().split("\n"))


def know_offices() -> None:
    """Have what makes somebody of an office read with whoever is signed in."""
    accounts.know_also(_JOBS, within.OFFICE_JOBS)


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


__all__ = ["WRITE", "bp", "is_office", "know_offices", "me", "policy", "reach", "settings", "teaches"]
