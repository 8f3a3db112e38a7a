"""The page behind the mailed link: its button confirms the address, opening it does not (S4, D7)."""

from __future__ import annotations

from werkzeug.wrappers import Response

from accounts import actions as accounts
from accounts.queries import account_behind
from accounts.rules.links import RECOVERY_EMAIL
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.forms import Form
from foundation.web.gates import public
from foundation.web.pages import page, unreferred
from portal.views.door import bp


@bp.get("/recovery-email/<token>")
@public
def recovery_email(token: str) -> Response:
    if account_behind(token, purpose=RECOVERY_EMAIL, at=clock.now()) is None:
        return _dead_link()
    return unreferred(page("portal/recovery_email.html", form=Form(), token=token))


@bp.post("/recovery-email/<token>")
@public
def confirm_recovery_email(token: str) -> Response:
    with db.transaction():
        confirmed = accounts.confirm_recovery_email(token, by=STRANGER, at=clock.now())
    return unreferred(page("portal/recovery_email_confirmed.html")) if confirmed else _dead_link()


def _dead_link() -> Response:
    return unreferred(page("portal/recovery_email_dead.html", status=410))
