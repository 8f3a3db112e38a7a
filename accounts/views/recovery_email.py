"""The recovery email: given at the first sign-in or in the settings, mailed again, removed, taken back (S4, T43)."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import actions, queries, words
from accounts.forms import EndForm, RecoveryEmailForm, RemoveEmailForm
from accounts.rules.links import UNDO_RECOVERY_EMAIL
from accounts.views.door import actor, bp, home, me, send_to_sign_in, settings
from accounts.views.proof import verified_hash
from foundation import clock, db
from foundation.web import language
from foundation.web.gates import public, requires
from foundation.web.pages import done, next_path, page, unreferred

OWN = "settings.own"


@bp.get("/settings/account", endpoint="settings")
@requires(OWN)
def account_settings() -> Response:
    return _settings_page(RecoveryEmailForm())


@bp.post("/settings/account")
@requires(OWN)
def give_recovery_email() -> Response:
    form = RecoveryEmailForm()
    if not form.validate() or not _proposed(form):
        return _settings_page(form, status=422)
    return done(_("We sent a mail to that address. Open it and confirm the address there."), "accounts.settings")


@bp.get("/settings/recovery-email")
@requires(OWN)
def first_recovery_email() -> Response:
    """The page of the first sign-in. It may be left for another time: nothing waits for it."""
    return _first_page(RecoveryEmailForm())


@bp.post("/settings/recovery-email")
@requires(OWN)
def give_first_recovery_email() -> Response:
    form = RecoveryEmailForm()
    if not form.validate() or not _proposed(form):
        return _first_page(form, status=422)
    return page("accounts/recovery_email_given.html", address=form.recovery_email.data, onward=next_path(home()))


@bp.post("/settings/recovery-email/again")
@requires(OWN)
def mail_confirmation_again() -> Response:
    with db.transaction():
        account = queries.account_in_use(me().session_id) or send_to_sign_in()
        link = actions.mail_confirmation_again(account, public_url=settings().public_url, by=me(), at=clock.now())
    if link is None and account.pending_email:
        form = RecoveryEmailForm(formdata=None)
        form.add_error("recovery_email", words.too_many_mails())
        return _settings_page(form, status=422)
    said = _("We sent the mail once more. Only the newest link works.") if link else _("No address waits.")
    return done(said, "accounts.settings")


@bp.get("/settings/recovery-email/removal")
@requires(OWN)
def remove_recovery_email() -> Response:
    return _removal_page(RemoveEmailForm())


@bp.post("/settings/recovery-email/removal")
@requires(OWN)
def removed_recovery_email() -> Response:
    form = RemoveEmailForm()
    if not form.validate():
        return _removal_page(form, status=422)
    verified = verified_hash(form.password.data)
    if verified is None:
        form.add_error("password", words.not_the_password())
        return _removal_page(form, status=422)

    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or send_to_sign_in()
        actions.remove_recovery_email(account, public_url=settings().public_url, by=me(), at=clock.now())
    return done(_("Your account has no recovery email now."), "accounts.settings")


@bp.get("/undo-recovery-email/<token>")
@public
def undo_recovery_email(token: str) -> Response:
    """Shows the button and uses nothing up: mail scanners open links, people press buttons (D7)."""
    if queries.account_behind(token, purpose=UNDO_RECOVERY_EMAIL, at=clock.now()) is None:
        return _dead_undo()
    return unreferred(page("accounts/undo_recovery_email.html", form=EndForm(), token=token))


@bp.post("/undo-recovery-email/<token>")
@public
def undone_recovery_email(token: str) -> Response:
    with db.transaction():
        undone = actions.undo_recovery_email(token, public_url=settings().public_url, by=actor(), at=clock.now())
    return unreferred(page("accounts/recovery_email_undone.html")) if undone else _dead_undo()


def _proposed(form: RecoveryEmailForm) -> bool:
    """Whether the address is given and its mail on the way; else the form says what to change."""
    verified = verified_hash(form.password.data)
    if verified is None:
        form.add_error("password", words.not_the_password())
        return False

    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or send_to_sign_in()
        link = actions.propose_recovery_email(
            account, email=form.recovery_email.data, public_url=settings().public_url, by=me(), at=clock.now()
        )
    if link is None:
        form.add_error("recovery_email", words.too_many_mails())
    return link is not None


def _settings_page(form: RecoveryEmailForm, *, status: int = 200) -> Response:
    account = queries.account_by_id(me().account_id)
    return page(
        "accounts/settings.html",
        status=status,
        form=form,
        own=account,
        state=queries.recovery_state_of(account.id, at=clock.now()),
        spoken=language.LANGUAGES[queries.language_of(account)],
    )


def _first_page(form: RecoveryEmailForm, *, status: int = 200) -> Response:
    return page("accounts/first_recovery_email.html", status=status, form=form, onward=next_path(home()))


def _removal_page(form: RemoveEmailForm, *, status: int = 200) -> Response:
    account = queries.account_by_id(me().account_id)
    return page("accounts/remove_recovery_email.html", status=status, form=form, own=account)


def _dead_undo() -> Response:
    return unreferred(page("accounts/dead_undo.html", status=410))
