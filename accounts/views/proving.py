"""The password, asked again before what weighs most: a screen left unlocked leads nobody that far (ASVS 7.5.3)."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from accounts import actions, queries, words
from accounts.forms import ProveForm
from accounts.rules.sessions import PROOF_COUNTS_FOR
from accounts.views.door import bp, home, me, send_to_sign_in
from accounts.views.proof import verified_hash
from foundation import clock, db
from foundation.web.gates import signed_in
from foundation.web.pages import next_path, page, safe_path


@bp.get("/prove")
@signed_in
def prove() -> Response:
    return _prove_page(ProveForm())


@bp.post("/prove")
@signed_in
def proved() -> Response:
    form = ProveForm()
    if not form.validate():
        return _prove_page(form, status=422)
    verified = verified_hash(form.password.data)
    if verified is None:
        form.add_error("password", words.not_the_password())
        return _prove_page(form, status=422)
    with db.transaction():
        account = queries.account_in_use(me().session_id, password_hash=verified) or send_to_sign_in()
        actions.prove(account, session_id=me().session_id, by=me(), at=clock.now())
    return redirect(next_path(home()), 303)


def _prove_page(form: ProveForm, *, status: int = 200) -> Response:
    return page(
        "accounts/prove.html",
        status=status,
        form=form,
        next=safe_path(request.values.get("next")),
        minutes=int(PROOF_COUNTS_FOR.total_seconds() // 60),
    )
