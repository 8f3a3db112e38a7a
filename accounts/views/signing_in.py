"""The front door, signing in and signing out."""

from __future__ import annotations

from flask import redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import actions, hashing, words
from accounts.actions import Admission, NewSession
from accounts.actions.tries import SOURCE
from accounts.forms import SignInForm
from accounts.views.door import actor, bp, carry, device, home, me, source, turn_away
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.gates import public, signed_in
from foundation.web.pages import done, go, next_path, page, safe_path


@bp.get("/")
@public
def front() -> Response:
    """The front of the house: a door for each audience. Who is at home already goes in."""
    if current_user.is_authenticated:
        return redirect(home(), 303)
    return page("accounts/front.html", form=SignInForm())


@bp.get("/sign-in")
@public
def sign_in() -> Response:
    if current_user.is_authenticated:
        return redirect(next_path(home()), 303)
    return _sign_in_page(SignInForm())


@bp.post("/sign-in")
@public
def begin_session() -> Response:
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, status=422)

    started = _try(form.username.data, form.password.data)
    if started is None:
        form.add_error("username", words.no_match())
        return _sign_in_page(form, status=422)
    carry(started)
    if started.asks_recovery_email:
        return go("accounts.first_recovery_email", next=safe_path(request.values.get("next")))
    return redirect(next_path(home()), 303)


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    with db.transaction():
        actions.sign_out(me().session_id, by=actor(), at=clock.now())
    session.clear()
    response = done(_("You are signed out."), "accounts.front")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _try(username: str, password: str) -> NewSession | None:
    """One try: counted first, verified outside any transaction, then settled. The same work whoever is named.

    No one waits for the disk: whoever loses a count or a new session to a power cut signs in again, and whatever was
    done in that session was written after it. Only a session ended here must not come back.
    """
    with db.transaction(is_lasting=False):
        tried = actions.count_try(username, source=source(), device=device(), at=clock.now())
    admission, kept = tried.admission, tried.password_hash
    if admission is Admission.SOURCE_WAITS:
        turn_away(SOURCE)
    matches, newer = hashing.verify(password, kept)
    ends_another = current_user.is_authenticated
    with db.transaction(is_lasting=ends_another):
        at = clock.now()
        started = (
            actions.sign_in(username, verified_hash=kept, newer_hash=newer, device=device(), by=STRANGER, at=at)
            if matches and kept
            else None
        )
        if started is None:
            actions.refuse_sign_in(username, admission=admission, source=source(), by=STRANGER, at=at)
        elif ends_another:
            actions.sign_out(me().session_id, by=actor(), at=at)
    return started


def _sign_in_page(form: SignInForm, *, status: int = 200) -> Response:
    return page(
        "accounts/sign_in.html",
        status=status,
        form=form,
        next=safe_path(request.values.get("next")),
        is_staff=request.values.get("as") == "staff",
    )
