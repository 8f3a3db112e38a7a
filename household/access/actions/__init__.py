"""Deeds of household access: facts are followed, people decide, reminders are written."""

from household.access.actions.decisions import record_approval, reinstate, revoke
from household.access.actions.exporting import note_export
from household.access.actions.refreshing import foretell, refresh, settle
from household.access.actions.reminding import remind, reminders_after
from household.access.actions.summing import close_review, sum_up
from household.access.actions.weighing import Seen

__all__ = [
    "Seen",
    "close_review",
    "foretell",
    "note_export",
    "record_approval",
    "refresh",
    "reinstate",
    "remind",
    "reminders_after",
    "revoke",
    "settle",
    "sum_up",
]
