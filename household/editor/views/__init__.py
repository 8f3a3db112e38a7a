"""The doors of the editor: search, a person, a family, a household."""

from household.editor.views import history, households, people, search
from household.editor.views.door import bp

__all__ = ["bp", "history", "households", "people", "search"]
