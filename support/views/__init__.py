"""The support desk’s pages, `/support/`: who may ask, whom everybody else asks, what to read, and the cases."""

from support.views import (
    appointing,
    articles,
    case_deeds,
    case_list,
    case_page,
    coaching,
    contacts,
    defects,
    desk_case,
    emergencies,
    front,
    new_case,
    numbers,
    queue,
    replies,
    surveys,
)
from support.views.door import ASK, appointments, asks, bp
from support.views.front import whom_to_ask
from support.views.viewing import records_reached_by

__all__ = [
    "ASK",
    "appointing",
    "appointments",
    "articles",
    "asks",
    "bp",
    "case_deeds",
    "case_list",
    "case_page",
    "coaching",
    "contacts",
    "defects",
    "desk_case",
    "emergencies",
    "front",
    "new_case",
    "numbers",
    "queue",
    "records_reached_by",
    "replies",
    "surveys",
    "whom_to_ask",
]
