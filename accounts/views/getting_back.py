"""Forgot the password, forgot the user name, and the link that was mailed.

Both questions get the same page at the same speed, known or not: a job answers them by mail.
"""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import actions, hashing, queries, words
from accounts.actions import asking
from accounts.actions.tries import QUESTIONS
from accounts.forms import ForgotPasswordForm, ForgotUsernameForm, NewPasswordForm
from accounts.models import Account
from accounts.rules import links, passwords
from accounts.views.door import actor, bp, settings, source, turn_away
from foundation import clock, db
from foundation.web.gates import public
from foundation.web.pages import done, go, page, unreferred


@bp.get("/forgot-password")
@public
def forgot_password() -> Response:
    return page("accounts/forgot_password.html", form=ForgotPasswordForm(), asked="asked" in request.args)


@bp.post("/forgot-password")
@public
def ask_for_reset() -> Response:
    form = ForgotPasswordForm()
    if not form.validate():
        return page("accounts/forgot_password.html", status=422, form=form, asked=False)

    _ask(asking.RESET, form.username.data)
    return go("accounts.forgot_password", asked="")


@bp.get("/forgot-username")
@public
def forgot_username() -> Response:
    return page("accounts/forgot_username.html", form=ForgotUsernameForm(), asked="asked" in request.args)


@bp.post("/forgot-username")
@public
def ask_for_usernames() -> Response:
    form = ForgotUsernameForm()
    if not form.validate():
        return page("accounts/forgot_username.html", status=422, form=form, asked=False)

    _ask(asking.USERNAMES, form.email.data)
    return go("accounts.forgot_username", asked="")


@bp.get("/reset-password/<token>")
@public
def reset_password(token: str) -> Response:
    """Shows the form and uses nothing up: mail scanners open links, people press buttons (D7)."""
    account = queries.account_behind(token, purpose=links.RESET_PASSWORD, at=clock.now())
    if account is None:
        return _dead_link()
    return _reset_page(NewPasswordForm(), token, account)


@bp.post("/reset-password/<token>")
@public
def replace_password(token: str) -> Response:
    account = queries.account_behind(token, purpose=links.RESET_PASSWORD, at=clock.now())
    if account is None:
        return _dead_link()
    form = NewPasswordForm().judged_by(facts=_facts(account), mode=settings().password_mode)
    if not form.validate():
        return _reset_page(form, token, account, status=422)

    new_hash = hashing.hash_of(form.password.data)
    with db.transaction():
        replaced = actions.reset_password(token, password_hash=new_hash, by=actor(), at=clock.now())
    if replaced is None:
        return _dead_link()
    return done(_("Your password is changed. Sign in with the new one."), "accounts.sign_in")


def _ask(kind: str, typed: str) -> None:
    """Put the question down, unless that address has asked too much. One insert, whoever is asked about."""
    with db.transaction():
        may_ask = actions.count_question(source=source(), at=clock.now())
        if may_ask:
            asking.put_question(kind, typed, public_url=settings().public_url, at=clock.now())
    if not may_ask:
        turn_away(QUESTIONS)


def _facts(account: Account) -> list[str]:
    known = queries.known_facts(account.person_id, district_name=settings().district_name)
    return [account.username, *known]


def _reset_page(form: NewPasswordForm, token: str, account: Account, *, status: int = 200) -> Response:
    return unreferred(
        page(
            "accounts/reset_password.html",
            status=status,
            form=form,
            token=token,
            username=account.username,
            requirements=[words.hint(each) for each in passwords.requirements(settings().password_mode)],
        )
    )


def _dead_link() -> Response:
    return unreferred(page("accounts/dead_link.html", status=410))
