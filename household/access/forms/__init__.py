"""The forms of household access."""

from household.access.forms.reviews import ReviewFilter

__all__ = ["ReviewFilter"]
