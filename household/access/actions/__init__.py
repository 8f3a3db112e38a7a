"""Deeds of household access: facts are followed, people decide, reminders are written."""

from household.access.actions.decisions import record_approval, reinstate, revoke
from household.access.actions.exporting import note_answers, note_day_export, note_export
from household.access.actions.foretelling import foretold
from household.access.actions.promising import count_report, report_course
from household.access.actions.proposing import confirm, propose, wish_of, withdraw
from household.access.actions.publishing import Published, publish_document, publish_draft, save_draft
from household.access.actions.refreshing import foretell, note_growth, refresh
from household.access.actions.rehearsing import ask_rehearsal, keep_portion, note_rehearsal_export
from household.access.actions.reminding import remind, reminders_after
from household.access.actions.summaries import Told, tell_dots
from household.access.actions.summing import close_review, sum_up

__all__ = [
    "Published",
    "Told",
    "ask_rehearsal",
    "close_review",
    "confirm",
    "count_report",
    "foretell",
    "foretold",
    "keep_portion",
    "note_answers",
    "note_day_export",
    "note_export",
    "note_growth",
    "note_rehearsal_export",
    "propose",
    "publish_document",
    "publish_draft",
    "record_approval",
    "refresh",
    "reinstate",
    "remind",
    "reminders_after",
    "report_course",
    "revoke",
    "save_draft",
    "sum_up",
    "tell_dots",
    "wish_of",
    "withdraw",
]
