"""The district finder: type district and state, choose, and arrive at its sign-in; as a page and as JSON (S4).

What it tells is public and comes from settings: nothing of people, and no database is asked. At most twenty districts
answer at once, by two letters of a name and more, so that the list is not taken away whole.
"""

from __future__ import annotations

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from accounts.forms import FinderForm
from accounts.rules.finder import SHORTEST, Known, found, read_known
from accounts.views.door import bp, settings
from foundation.web.gates import public
from foundation.web.pages import page


@bp.get("/districts")
@public
def districts() -> Response:
    form = FinderForm(request.args).offering({each.state for each in _known()})
    name = form.name.data or ""
    return page(
        "accounts/districts.html",
        form=form,
        asked=name,
        is_short=0 < len(name) < SHORTEST,
        found=_found(form),
    )


@bp.get("/districts.json")
@public
def districts_as_json() -> Response:
    form = FinderForm(request.args).offering({each.state for each in _known()})
    told = [
        {"name": each.name, "state": each.state, "nces_id": each.nces_id or None, "sign_in": each.sign_in}
        for each in _found(form)
    ]
    return jsonify(districts=told)


def _found(form: FinderForm) -> list[Known]:
    return found(_known(), form.name.data or "", form.state.data or "")


def _known() -> tuple[Known, ...]:
    """The districts of the settings; where none is named, this one."""
    ours = settings()
    own = ours.public_url.rstrip("/") + url_for("accounts.sign_in")
    return read_known(ours.districts) or (Known(ours.district_name, ours.district_state, "", own),)
