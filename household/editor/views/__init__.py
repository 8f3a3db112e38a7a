"""The doors of the editor: search, a person, a family, a household."""

from household.editor.views import households, people, search
from household.editor.views.door import bp

__all__ = ["bp", "households", "people", "search"]
