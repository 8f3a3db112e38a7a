"""The page behind the mailed link: its button confirms the address, opening it does not (S4, D7)."""

from __future__ import annotations

from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import actions as accounts
from accounts.queries import account_behind
from accounts.rules.links import RECOVERY_EMAIL
from foundation import clock, db
from foundation.audit import STRANGER, Actor
from foundation.web.forms import Form
from foundation.web.gates import public
from foundation.web.pages import page, unreferred
from portal.views.door import bp, me, settings


@bp.get("/recovery-email/<token>")
@public
def recovery_email(token: str) -> Response:
    account = account_behind(token, purpose=RECOVERY_EMAIL, at=clock.now())
    if account is None:
        return _dead_link()
    if _is_somebody_else(account.id):
        return _of_another()
    return unreferred(page("portal/recovery_email.html", form=Form(), token=token))


@bp.post("/recovery-email/<token>")
@public
def confirm_recovery_email(token: str) -> Response:
    with db.transaction():
        account = account_behind(token, purpose=RECOVERY_EMAIL, at=clock.now(), hold=True)
        if account is not None and _is_somebody_else(account.id):
            return _of_another()
        confirmed = accounts.confirm_recovery_email(token, public_url=settings().public_url, by=actor(), at=clock.now())
    return unreferred(page("portal/recovery_email_confirmed.html")) if confirmed else _dead_link()


def actor() -> Actor:
    """Who presses the button: the account's owner signed in, or whoever holds the mail."""
    return me() if current_user.is_authenticated else STRANGER


def _is_somebody_else(account_id: int) -> bool:
    """Whether another account is signed in here: then its owner is not the one who was mailed (T43)."""
    return current_user.is_authenticated and me().account_id != account_id


def _of_another() -> Response:
    return unreferred(page("portal/recovery_email_other.html", status=409))


def _dead_link() -> Response:
    return unreferred(page("portal/recovery_email_dead.html", status=410))
