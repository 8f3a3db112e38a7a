"""The blueprint of the support desk, the rights that open it, and what whoever is here may ask for."""

from __future__ import annotations

from typing import Any, cast

import structlog
from flask import Blueprint, current_app
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from accounts.queries import SignedIn
from foundation import clock, db
from foundation.settings import Settings
from support.actions.using import note_use
from support.queries import Appointment, contact_of
from support.queries.contacts import KINDS

ASK = "support.ask"
"""Of authorized contacts: cases, and what is said on them."""
CASES = "support.cases"
"""Of the desk’s advisors."""
CONTACTS = "support.contacts"
"""Of those who choose the contacts: registrars of their organizations, district administrators of all."""
_KNOWN = "support.appointments"

bp = Blueprint("support", __name__, url_prefix="/support")

log = structlog.get_logger()


def me() -> SignedIn:
    """Whoever is signed in, as behind every gate but the public one."""
    user: Any = current_user
    return cast(SignedIn, user._get_current_object())


def settings() -> Settings:
    """The settings of this installation."""
    return cast(Settings, current_app.config["HEARTH"])


@bp.before_request
def note_contact() -> None:
    """Note that a contact uses the desk, once a day: idle days are counted from it.

    It is harmless to do again. While somebody else is writing it is left out, so that no page waits for it.
    """
    if not current_user.is_authenticated or me().account_kind not in KINDS:
        return
    today = clock.today()
    if all(each.last_active_on == today for each in appointments()):
        return
    try:
        with db.transaction(waits=False):
            note_use(me().account_id, on=today)
    except OperationalError as problem:
        log.warning("contact-use-not-noted", kind=type(problem.orig).__name__)


def appointments() -> tuple[Appointment, ...]:
    """The organizations that whoever is signed in may ask for today; asked once a request."""
    return _appointments_of(me())


def asks(account: SignedIn) -> bool:
    """Whether somebody is an authorized contact today: the derived role `authorized-contact`."""
    return bool(_appointments_of(account))


def _appointments_of(account: SignedIn) -> tuple[Appointment, ...]:
    if account.account_kind not in KINDS:
        return ()
    if _KNOWN not in account.known:
        account.known[_KNOWN] = contact_of(account.account_id, clock.today())
    return cast("tuple[Appointment, ...]", account.known[_KNOWN])
