"""What an entry of a disclosure has to say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from district.rules.disclosures import Basis, DisclosureFault, fault_of

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, None),
        ({"recipient": ""}, DisclosureFault.NO_RECIPIENT),
        ({"basis": ""}, DisclosureFault.NO_BASIS),
        ({"basis": "because"}, DisclosureFault.NO_BASIS),
        ({"interest": ""}, DisclosureFault.NO_INTEREST),
        ({"interest": "", "basis": "emergency"}, DisclosureFault.NO_THREAT),
        ({"what": ""}, DisclosureFault.NOTHING_DISCLOSED),
        ({"day": TODAY + timedelta(days=1)}, DisclosureFault.TO_COME),
        ({"day": TODAY}, None),
        ({"day": date(1999, 1, 1)}, None),
        ({"recipient": "", "what": ""}, DisclosureFault.NO_RECIPIENT),
    ],
)
def test_an_entry_says_to_whom_on_which_ground_for_what_and_when(
    told: dict[str, str | date], fault: DisclosureFault | None
) -> None:
    whole: dict[str, str | date] = {
        "recipient": "Adams High School",
        "basis": Basis.SCHOOL.value,
        "interest": "Seeks to enroll",
        "what": "Transcript",
        "day": TODAY,
    }

    assert fault_of(**{**whole, **told}, on=TODAY) is fault  # type: ignore[arg-type]
