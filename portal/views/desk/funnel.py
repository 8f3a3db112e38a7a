"""Where the help desk comes in: how far families and students have come on their way in."""

from __future__ import annotations

from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.pages import page
from portal.views.desk.door import HELP, bp


@bp.get("")
@requires(HELP)
def funnel() -> Response:
    return page("desk/funnel.html")
