"""The support desk’s pages, `/support/`: who may ask, and whom everybody else asks."""

from support.views import appointing, articles, coaching, contacts, front, numbers, surveys
from support.views.door import ASK, appointments, asks, bp
from support.views.front import whom_to_ask

__all__ = [
    "ASK",
    "appointing",
    "appointments",
    "articles",
    "asks",
    "bp",
    "coaching",
    "contacts",
    "front",
    "numbers",
    "surveys",
    "whom_to_ask",
]
