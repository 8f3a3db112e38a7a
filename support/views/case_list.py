"""The list of a contact’s cases, shown at `/support/`."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.pages import page
from support.forms.cases import CaseFilter
from support.queries.case_lists import cases_listed, counts_by_status
from support.rules.statuses import OPEN, Status
from support.views.door import appointments
from support.views.viewing import viewer
from support.words import cases as words
from support.words import contacts as contact_words


def list_page(**besides: Any) -> Response:
    """All cases of the organizations that the contact asks for, narrowed as the address says; what stands `besides`
    them is given."""
    mine, who = appointments(), viewer()
    form = CaseFilter.of(request.args, mine)
    wanted = form.wanted()
    counts = counts_by_status(who)
    return page(
        "support/cases.html",
        form=form,
        listed=cases_listed(who, wanted, number=_page_number()),
        mine=mine,
        several=len(mine) > 1,
        waiting=sum(counts.get(each.value, 0) for each in (Status.INPUT, Status.VERIFICATION)),
        open_count=sum(counts.get(each.value, 0) for each in OPEN),
        total=sum(counts.values()),
        now=clock.now(),
        words=words,
        contact_words=contact_words,
        **besides,
    )


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
