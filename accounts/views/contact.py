"""Where somebody of another organization comes in: their own page, until support has more for them."""

from __future__ import annotations

from werkzeug.wrappers import Response

from accounts import queries
from accounts.views.door import bp, me
from foundation.web.gates import requires
from foundation.web.pages import page


@bp.get("/contact")
@requires("support.home")
def contact_home() -> Response:
    return page("accounts/contact.html", contact=queries.contact_of(me().person_id))
