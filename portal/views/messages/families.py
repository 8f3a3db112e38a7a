"""Finding one family to write to, among the students within one's reach."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.forms.messages import FamilyForm
from portal.queries.messages import within
from portal.views.messages.door import WRITE, bp, reach


@bp.get("/families")
@requires(WRITE)
def families() -> Response:
    form = FamilyForm(formdata=request.args)
    mine = reach()
    typed = form.q.data or ""
    found = within.students_found(typed, mine, on=clock.today()) if typed or not mine.is_office else []
    return page(
        "messages/families.html", form=form, found=found, typed=typed, is_cut=len(found) >= within.FOUND_AT_ONCE
    )
