"""Deeds of household access: facts are followed, people decide, reminders are written."""

from household.access.actions.decisions import record_approval, reinstate, revoke
from household.access.actions.exporting import note_export
from household.access.actions.promising import count_report, report_course
from household.access.actions.refreshing import foretell, note_growth, refresh
from household.access.actions.reminding import remind, reminders_after
from household.access.actions.summing import close_review, sum_up

__all__ = [
    "close_review",
    "count_report",
    "foretell",
    "note_export",
    "note_growth",
    "record_approval",
    "refresh",
    "reinstate",
    "remind",
    "reminders_after",
    "report_course",
    "revoke",
    "sum_up",
]
