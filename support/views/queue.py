"""`/support/queue`: what is due next on the desk, narrowed as asked, and views of it that an advisor keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import go, page
from support.actions.views import MOST, forget_view, save_view
from support.forms.queue import Asked, ViewForm, asked_of
from support.queries import queue as queries
from support.queries.queue import ROWS, Figures, Whose
from support.queries.views import saved_views
from support.rules.filters import Column, Operator
from support.rules.next_due import is_late
from support.views.desk_deeds import Unfit, advisor, do
from support.views.door import CASES, bp, me
from support.words import advisors as words
from support.words import cases as said

LAST_PAGE = 10_000


@dataclass(frozen=True)
class Pages:
    """The way through the queue."""

    number: int
    last: int


@bp.get("/queue")
@requires(CASES)
def queue() -> Response:
    return _page(request.args, ViewForm(formdata=None))


@bp.post("/queue/views")
@requires(CASES)
def keep_view() -> Response:
    form, typed = ViewForm(), request.args

    def deed(by: SignedIn, at: datetime) -> Response:
        asked = asked_of(typed)
        if asked.wrong:
            raise Unfit(_("Mend the conditions first, then keep the view."), field="name")
        if not save_view(by.account_id, form.name.data, asked.address(), at=at):
            raise Unfit(_("%(count)s views are the most. Forget one first.", count=MOST), field="name")
        return once.done(form, _("The view is kept under its name."), "support.queue", **asked.address())

    return do(form, deed, lambda status: _page(typed, form, status=status))


@bp.post("/queue/views/<public_id>/forget")
@requires(CASES)
def drop_view(public_id: str) -> Response:
    with db.transaction():
        by, _at = advisor()
        forget_view(by.account_id, public_id)
    flash(_("The view is forgotten."))
    return go("support.queue")


@bp.get("/queue/case")
@requires(CASES)
def find_case() -> Response:
    """The case whose number was typed, for whoever is on the telephone."""
    typed = "".join(each for each in request.args.get("number", "") if each.isascii() and each.isdigit())
    if len(typed) != 7:
        flash(_("A case number has seven digits. Type it again."))
        return go("support.queue")
    return redirect(url_for("support.call", number=int(typed)), 303)


def _page(typed: MultiDict[str, str], form: ViewForm, *, status: int = 200) -> Response:
    asked, at, mine = asked_of(typed), clock.now(), me().account_id
    told = queries.figures(asked.wanted, account_id=mine, at=at)
    last = max(1, -(-told.found // ROWS))
    number = min(max(typed.get("page", 1, type=int), 1), last, LAST_PAGE)
    return page(
        "support/queue.html",
        status=422 if asked.wrong and status == 200 else status,
        asked=asked,
        wrong=words.wrong_lines(asked.wrong),
        found=queries.lines(asked.wanted, account_id=mine, page=number),
        pages=Pages(number, last),
        figures=_figures(told, asked),
        told=told,
        views=saved_views(mine),
        form=form,
        columns=[(each.value, words.column(each)) for each in Column],
        operators=[(each.value, words.operator(each)) for each in Operator],
        at=at,
        mine=mine,
        is_late=is_late,
        words=words,
        said=said,
    )


def _figures(told: Figures, asked: Asked) -> list[tuple[str, str, str, bool]]:
    """The figures that choose whose cases are shown, the conditions staying as they are."""
    numbers = {
        Whose.ALL: (told.all, _("open")),
        Whose.MINE: (told.mine, _("mine")),
        Whose.NOBODY: (told.nobody, _("nobody’s")),
    }
    return [
        (
            format_decimal(number),
            label,
            _address(asked, whose),
            asked.wanted.whose is whose,
        )
        for whose, (number, label) in numbers.items()
    ]


def _address(asked: Asked, whose: Whose) -> str:
    told: dict[str, Any] = asked.address() | {"whose": [whose.value]}
    return url_for("support.queue", **told)
