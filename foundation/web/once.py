"""Doors for forms whose deed is done once, and the page for one that was sent before with something else in it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from foundation import clock, submissions
from foundation.web.forms import OnceForm


def entered(form: OnceForm) -> Response | None:
    """Enter the form into the open transaction; None where its deed is to be done, else the answer it had before."""
    answer = submissions.enter(form.form_key.data or "", form.answers(), account_id=_account(), at=clock.now())
    return redirect(answer, 303) if answer else None


def done(form: OnceForm, message: str, endpoint: str, **values: object) -> Response:
    """The deed is done, in this transaction: say it and go on, now and whenever the form comes again."""
    flash(message)
    return gone_on(form, endpoint, **values)


def gone_on(form: OnceForm, endpoint: str, **values: object) -> Response:
    """The same without a word: one step of several."""
    there = url_for(endpoint, **values)  # type: ignore[arg-type]
    submissions.answered(form.form_key.data or "", there, account_id=_account())
    return redirect(there, 303)


def _account() -> int:
    return getattr(current_user, "account_id", None) or 0
