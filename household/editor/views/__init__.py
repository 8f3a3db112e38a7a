"""The doors of the editor: search, a person, a family, a household, what changed, what families ask."""

from household.editor.views import history, households, people, requests, search
from household.editor.views.door import bp

__all__ = ["bp", "history", "households", "people", "requests", "search"]
