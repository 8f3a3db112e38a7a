"""How an advisor’s deed is done: the form, the right looked at again, one effect; refused with a sentence, or late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort
from werkzeug.wrappers import Response

from accounts.queries import SignedIn, person_with_right
from foundation import clock, db
from foundation.web import once
from foundation.web.forms import OnceForm
from support.queries.cases import Viewer
from support.rules.statuses import MoveRefused
from support.views.door import CASES, me
from support.words import cases as said

Deed = Callable[[SignedIn, datetime], Response]
Show = Callable[[int], Response]


class Stale(Exception):
    """Somebody else has changed the record since its form was shown."""


class Unfit(Exception):
    """The deed is refused, with a sentence beside a field; by no name before all of them."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(field)
        self.sentence = sentence
        self.field = field


def do(form: OnceForm, deed: Deed, show: Show) -> Response:
    """Answer a form: do its deed in one transaction, or `show` the page again, with 422 or 409 and what was typed."""
    if not form.validate():
        return show(422)
    try:
        with db.transaction():
            by, at = advisor()
            return once.entered(form) or deed(by, at)
    except Stale:
        return show(409)
    except Unfit as refused:
        form.add_error(refused.field, refused.sentence)
    except MoveRefused as refused:
        form.add_error("", said.not_moved(refused))
    return show(422)


def advisor() -> tuple[SignedIn, datetime]:
    """Who does it and when, inside the transaction: the role may have ended while the form stood open."""
    account, at = me(), clock.now()
    if person_with_right(account.account_id, CASES, on=clock.day_of(at)) is None:
        abort(403)
    return account, at


def viewer(account: SignedIn) -> Viewer:
    """An advisor, who sees the cases of every organization."""
    return Viewer(account.account_id, account.person_id, (), is_advisor=True, on=clock.today())
