"""Settings of one's own account: password, username, language. Each asks in a form of its own."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import actions, hashing, queries, words
from accounts.actions import UsernameTaken
from accounts.actions.own_settings import Wait
from accounts.forms import ChangePasswordForm, LanguageForm, UsernameForm
from accounts.rules import passwords, usernames
from accounts.views.door import bp, carry, device, me, send_to_sign_in, settings
from accounts.views.proof import verified_hash
from foundation import clock, db
from foundation.web import language
from foundation.web.gates import requires
from foundation.web.pages import done, page

OWN = "settings.own"
GIVEN_A_NAME = "student"
"""The kind of account whose user name is the district's."""


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
    verified = verified_hash(form.current_password.data)
    if verified is None:
        form.add_error("current_password", words.not_the_password())
        return _password_page(form, status=422)

    new_hash = hashing.hash_of(form.password.data)
    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or send_to_sign_in()
        started = actions.change_password(account, password_hash=new_hash, device=device(), by=me(), at=clock.now())
    carry(started)
    return done(_("Your password is changed. On other devices you are signed out."), "accounts.settings")


@bp.get("/settings/username")
@requires(OWN)
def change_username() -> Response:
    return _username_page(UsernameForm())


@bp.post("/settings/username")
@requires(OWN)
def set_username() -> Response:
    """A student's name follows the district's pattern and is not the student's to change."""
    form = UsernameForm()
    if me().account_kind == GIVEN_A_NAME or not form.validate():
        return _username_page(form, status=422)
    verified = verified_hash(form.password.data)
    if verified is None:
        form.add_error("password", words.not_the_password())
        return _username_page(form, status=422)

    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or send_to_sign_in()
        changed = actions.change_username(
            account, username=form.username.data, device=device(), by=me(), at=clock.now()
        )
    if isinstance(changed, UsernameTaken):
        form.add_error("username", words.username_taken(queries.free_usernames(form.username.data)))
    elif isinstance(changed, Wait):
        form.add_error("username", _("You have tried several usernames. Wait an hour, then try again."))
    else:
        carry(changed)
        return done(_("Your username is changed. On other devices you are signed out."), "accounts.settings")
    return _username_page(form, status=422)


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
        account = queries.account_in_use(me().session_id) or send_to_sign_in()
        actions.change_language(account, language=wanted, by=me(), at=clock.now())


def _facts() -> list[str]:
    known = queries.known_facts(me().person_id, district_name=settings().district_name)
    return [me().username, *known]


def _password_page(form: ChangePasswordForm, *, status: int = 200) -> Response:
    asked = [words.hint(each) for each in passwords.requirements(settings().password_mode)]
    return page("accounts/change_password.html", status=status, form=form, requirements=asked, username=me().username)


def _username_page(form: UsernameForm, *, status: int = 200) -> Response:
    return page(
        "accounts/change_username.html",
        status=status,
        form=form,
        username=me().username,
        is_given=me().account_kind == GIVEN_A_NAME,
        username_hint=" ".join(f"{words.hint(each)}." for each in usernames.requirements()),
    )


def _language_page(form: LanguageForm, *, status: int = 200) -> Response:
    return page("accounts/choose_language.html", status=status, form=form)
