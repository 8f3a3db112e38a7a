"""When a page of a school’s students may be hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.rules.hiding import HidingFault, fault_of
from portal.rules.sections import MAY_BE_HIDDEN, Section, endpoint_of

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("section", "starts", "ends", "fault"),
    [
        (Section.GRADES, TODAY, None, None),
        (Section.GRADES, TODAY, TODAY + DAY, None),
        (Section.GRADES, TODAY + 9 * DAY, TODAY + 10 * DAY, None),
        (Section.GRADES, TODAY - DAY, None, HidingFault.BEGINS_IN_THE_PAST),
        (Section.GRADES, TODAY, TODAY, HidingFault.ENDS_BEFORE_IT_BEGINS),
        (Section.GRADES, TODAY + 2 * DAY, TODAY + DAY, HidingFault.ENDS_BEFORE_IT_BEGINS),
        (Section.ACCESS_LOG, TODAY, None, HidingFault.ALWAYS_SHOWN),
    ],
)
def test_a_page_is_hidden_from_today_on_for_a_day_at_least(
    section: Section, starts: date, ends: date | None, fault: HidingFault | None
) -> None:
    assert fault_of(section, starts, ends, on=TODAY) is fault


def test_only_who_has_seen_a_record_is_always_shown() -> None:
    assert set(Section) - MAY_BE_HIDDEN == {Section.ACCESS_LOG}


def test_a_section_is_shown_by_the_view_of_its_name() -> None:
    assert endpoint_of(Section.REPORT_CARDS) == "portal.report_cards"
