"""Whether two feeds name the same human."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.meeting import Candidate, Meeting, meeting

BORN, LATER = date(2011, 3, 9), date(2012, 3, 9)
NUMBERED = Candidate(1, same_number=True, shares_name=True)
REACHED = Candidate(2, same_name=True, shares_name=True, same_contact=True, contact_is_unique=True)
SHARED = Candidate(3, same_name=True, shares_name=True, same_contact=True)


@pytest.mark.parametrize(
    ("candidates", "born", "answer"),
    [
        ([], BORN, Meeting()),
        ([NUMBERED], None, Meeting(1)),
        ([Candidate(1, same_number=True, shares_name=True, born=BORN)], BORN, Meeting(1)),
        (
            [Candidate(1, same_number=True, shares_name=True, born=LATER)],
            BORN,
            Meeting(doubt="other-birth-date", among=(1,)),
        ),
        ([Candidate(1, same_number=True)], None, Meeting(doubt="other-name", among=(1,))),
        (
            [NUMBERED, Candidate(4, same_number=True, shares_name=True)],
            None,
            Meeting(doubt="several-have-the-number", among=(1, 4)),
        ),
        ([NUMBERED, REACHED], None, Meeting(1)),
        ([REACHED], BORN, Meeting(2)),
        ([SHARED], BORN, Meeting(doubt="contact-is-shared", among=(3,))),
        ([REACHED, SHARED], None, Meeting(doubt="several-are-alike", among=(2, 3))),
        ([Candidate(5, same_name=True, born=BORN)], BORN, Meeting(doubt="same-name-and-birth-date", among=(5,))),
        ([Candidate(5, same_name=True, born=LATER)], BORN, Meeting()),
        ([Candidate(5, same_name=True)], BORN, Meeting()),
        ([Candidate(5, same_name=True, has_contact=False)], BORN, Meeting(doubt="same-name-only", among=(5,))),
        ([Candidate(5, same_name=True, has_contact=False, born=LATER)], BORN, Meeting()),
    ],
)
def test_two_meet_only_when_nothing_speaks_against_it(
    candidates: list[Candidate], born: date | None, answer: Meeting
) -> None:
    assert meeting(candidates, born=born) == answer
