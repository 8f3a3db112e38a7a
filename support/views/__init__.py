"""The support desk’s pages, `/support/`: who may ask, and whom everybody else asks."""

from support.views import articles, front
from support.views.door import ASK, appointments, asks, bp

__all__ = ["ASK", "appointments", "articles", "asks", "bp", "front"]
