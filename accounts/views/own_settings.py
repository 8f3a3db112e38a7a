"""Settings of one's own account: recovery email, password, language. Each asks in a form of its own."""

from __future__ import annotations

from typing import NoReturn

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import actions, hashing, queries, words
from accounts.forms import ChangePasswordForm, LanguageForm, RecoveryEmailForm
from accounts.rules import passwords
from accounts.views.door import bp, carry, me, settings
from foundation import clock, db
from foundation.web import language
from foundation.web.gates import requires
from foundation.web.pages import done, go, page

OWN = "settings.own"


@bp.get("/settings/account", endpoint="settings")
@requires(OWN)
def account_settings() -> Response:
    return _settings_page(RecoveryEmailForm())


@bp.post("/settings/account")
@requires(OWN)
def give_recovery_email() -> Response:
    form = RecoveryEmailForm()
    if not form.validate():
        return _settings_page(form, status=422)
    verified = _verified(form.password.data)
    if verified is None:
        form.add_error("password", _not_the_password())
        return _settings_page(form, status=422)

    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or _send_to_sign_in()
        link = actions.propose_recovery_email(
            account, email=form.recovery_email.data, public_url=settings().public_url, by=me(), at=clock.now()
        )
    if link is None:
        form.add_error("recovery_email", _("Several mails are on their way already. Wait an hour, then try again."))
        return _settings_page(form, status=422)
    return done(_("We sent a mail to that address. Open it and confirm the address there."), "accounts.settings")


@bp.get("/settings/password")
@requires(OWN)
def change_password() -> Response:
    return _password_page(ChangePasswordForm())


@bp.post("/settings/password")
@requires(OWN)
def set_password() -> Response:
    form = ChangePasswordForm().judged_by(facts=_facts(), mode=settings().password_mode)
    if not form.validate():
        return _password_page(form, status=422)
    verified = _verified(form.current_password.data)
    if verified is None:
        form.add_error("current_password", _not_the_password())
        return _password_page(form, status=422)

    new_hash = hashing.hash_of(form.password.data)
    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or _send_to_sign_in()
        started = actions.change_password(account, password_hash=new_hash, by=me(), at=clock.now())
    carry(started)
    return done(_("Your password is changed. On other devices you are signed out."), "accounts.settings")


@bp.get("/settings/language")
@requires(OWN)
def choose_language() -> Response:
    return _language_page(LanguageForm(language=language.chosen()))


@bp.post("/settings/language")
@requires(OWN)
def set_language() -> Response:
    form = LanguageForm()
    if not form.validate():
        return _language_page(form, status=422)

    keep_language(form.language.data)
    language.keep(form.language.data)
    return done(_("Your language is kept."), "accounts.settings")


def keep_language(wanted: str) -> None:
    """Keep the language somebody chose, on whatever page, with the account signed in, if one is."""
    if not current_user.is_authenticated or me().language == wanted:
        return
    with db.transaction():
        account = queries.account_in_use(me().session_id) or _send_to_sign_in()
        actions.change_language(account, language=wanted, by=me(), at=clock.now())


def _send_to_sign_in() -> NoReturn:
    """The session ended, or the password was replaced, between the page's arrival and the deed: nothing is done."""
    abort(go("accounts.sign_in"))


def _verified(password: str) -> str | None:
    """The hash behind the account's password if the person at this browser knows it, else None.

    Tries are counted as at the sign-in page. The deed holds the hash against the account's own once more.
    """
    with db.transaction():
        admitted = actions.count_password_try(me().account_id, at=clock.now())
    kept = queries.password_hash_of(me().account_id) if admitted else None
    matches, _newer = hashing.verify(password, kept)
    with db.transaction():
        account = queries.account_by_id(me().account_id)
        if matches:
            actions.accept_current_password(account)
        else:
            actions.refuse_current_password(account, by=me(), at=clock.now())
    return kept if matches else None


def _not_the_password() -> str:
    return str(_("That is not your current password. Type it again. After several tries, wait a few minutes."))


def _facts() -> list[str]:
    known = queries.known_facts(me().person_id, district_name=settings().district_name)
    return [me().username, *known]


def _settings_page(form: RecoveryEmailForm, *, status: int = 200) -> Response:
    account = queries.account_by_id(me().account_id)
    return page(
        "accounts/settings.html",
        status=status,
        form=form,
        own=account,
        spoken=language.LANGUAGES[queries.language_of(account)],
    )


def _password_page(form: ChangePasswordForm, *, status: int = 200) -> Response:
    asked = [words.hint(each) for each in passwords.requirements(settings().password_mode)]
    return page("accounts/change_password.html", status=status, form=form, requirements=asked, username=me().username)


def _language_page(form: LanguageForm, *, status: int = 200) -> Response:
    return page("accounts/choose_language.html", status=status, form=form)
