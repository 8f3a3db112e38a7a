"""The forms of household access."""

from household.access.forms.reports import ReportForm
from household.access.forms.reviews import ReviewFilter

__all__ = ["ReportForm", "ReviewFilter"]
