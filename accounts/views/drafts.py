"""Forms that came after their session had ended: kept at the door, shown again to the same account and browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, flash, request, session
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from accounts import actions, queries
from accounts.rules.drafts import MOST
from accounts.views.door import BEFORE, DRAFTS, bp, me
from foundation import clock, db
from foundation.web import drafts


def keep_typed() -> str | None:
    """Keep the form of this request for the account whose session this browser holds; the page to come back to."""
    token, page, typed = _holder(), drafts.page_of_form(), drafts.typed()
    if token is None or page is None or not typed:
        return None
    with db.transaction():
        kept = actions.keep_draft(token, page=urlsplit(page).path, form=request.path, typed=typed, at=clock.now())
    if kept is None:
        return None
    session[DRAFTS] = [*held(), kept][-MOST:]
    if not current_user.is_authenticated:
        flash(_("Your session had ended, so nothing was sent. Sign in again: what you typed is kept for an hour."))
    return page


def held() -> list[str]:
    """The tokens this browser holds."""
    found = session.get(DRAFTS)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _holder() -> str | None:
    """The session under which the page of this form was made: this browser's own, or the one before, never
    that of whoever is signed in now. Its form carries a token of it, which nobody else can make."""
    signer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        made_for = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return None
    before = session.get(BEFORE) or [None, None]
    held_by = {before[0]: before[1], session.get("csrf_token"): session.get("_user_id")}
    found = held_by.get(made_for) if isinstance(made_for, str) else None
    return found if isinstance(found, str) else None


@bp.before_app_request
def bring_back() -> None:
    """Offer what was typed too late to the page it was typed on; throw it away once its form is sent."""
    if DRAFTS not in session or not current_user.is_authenticated:
        return
    if request.method == "GET":
        for kept in queries.drafts_of(me().account_id, held=held(), page=request.path, at=clock.now())[:1]:
            drafts.fill_again(kept.typed)
    elif request.method == "POST":
        _drop_sent()


def _drop_sent() -> None:
    sent = [
        each.draft_id
        for each in queries.drafts_of(me().account_id, held=held(), at=clock.now())
        if each.form == request.path
    ]
    if sent:
        with db.transaction():
            for each in sent:
                actions.drop_draft(each)
