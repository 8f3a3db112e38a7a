"""Search: one box. The answer to the form is the page itself, so that no name stands in an address."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms import SearchForm
from household.editor.queries import Reader, School
from household.editor.views.door import bp, reader


@bp.get("/")
@requires("household.records")
def search() -> Response:
    me = reader()
    return _page(_form(queries.schools_of(me)), me)


@bp.post("/search")
@requires("household.records")
def find() -> Response:
    me = reader()
    schools = queries.schools_of(me)
    form = _form(schools)
    if not form.validate():
        return _page(form, me, status=422)
    chosen = next((each.id for each in schools if each.public_id == form.school.data), None)
    results = queries.look_for(form.q.data, me, school_id=chosen, page=_number(request.form.get("page", "")))
    return page("household/search.html", form=form, me=me, results=results, words=words)


def _form(schools: list[School]) -> SearchForm:
    return SearchForm().among((each.public_id, each.name) for each in schools)


def _number(typed: str) -> int:
    """The page asked for, from 1."""
    digits = typed[:3]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1


def _page(form: SearchForm, me: Reader, *, status: int = 200) -> Response:
    return page("household/search.html", status=status, form=form, me=me, results=None, words=words)
