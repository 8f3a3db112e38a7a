"""The pages of one student, and which of them a school may hide for a while."""

from __future__ import annotations

from enum import Enum


class Section(Enum):
    """One page of a student. Its value stands in the address: `/portal/students/<id>/report-cards`.

    The view of a section is named as its member in small letters (`portal.report_cards`): tabs and cards link what
    the house has, and nothing else.
    """

    GRADES = "grades"
    ATTENDANCE = "attendance"
    SCHEDULE = "schedule"
    REPORT_CARDS = "report-cards"
    TRANSCRIPT = "transcript"
    IMMUNIZATIONS = "immunizations"
    FEES = "fees"
    ACCESS_LOG = "access-log"


MAY_BE_HIDDEN = frozenset(Section) - {Section.ACCESS_LOG}
"""Who has seen a record is for the family to know at any time (34 CFR 99.32)."""


def endpoint_of(section: Section) -> str:
    """The name of the view that shows it: `portal.report_cards`."""
    return f"portal.{section.name.lower()}"
