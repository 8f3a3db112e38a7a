"""Nothing is changed or tested without a contact's written permission."""

from __future__ import annotations

import pytest

from support.rules.closing import ClosingRefusal, not_same
from support.rules.permissions import StepRefusal, may_ask, may_do


@pytest.mark.parametrize(
    ("done", "is_closed", "is_asked", "is_given", "is_withdrawn", "refused"),
    [
        ("Ended the address.", False, True, True, False, None),
        ("Ended the address.", False, False, None, False, StepRefusal.NOT_ASKED),
        ("Ended the address.", False, True, None, False, StepRefusal.NOT_ANSWERED),
        ("Ended the address.", False, True, False, False, StepRefusal.REFUSED),
        ("Ended the address.", False, True, True, True, StepRefusal.WITHDRAWN),
        ("Ended the address.", False, True, None, True, StepRefusal.WITHDRAWN),
        ("Ended the address.", True, True, True, False, StepRefusal.CLOSED),
        ("  ", False, True, True, False, StepRefusal.NO_WORDS),
    ],
)
def test_a_step_waits_for_a_permission_that_stands(
    done: str, is_closed: bool, is_asked: bool, is_given: bool | None, is_withdrawn: bool, refused: StepRefusal | None
) -> None:
    told = {"is_closed": is_closed, "is_asked": is_asked, "is_withdrawn": is_withdrawn}

    assert may_do(done, **told, is_given=is_given) is refused


@pytest.mark.parametrize(
    ("what", "is_closed", "refused"),
    [("End it.", False, None), (" ", False, StepRefusal.NO_WORDS), ("End it.", True, StepRefusal.CLOSED)],
)
def test_a_question_says_what_would_be_done(what: str, is_closed: bool, refused: StepRefusal | None) -> None:
    assert may_ask(what, is_closed=is_closed) is refused


@pytest.mark.parametrize(
    ("is_itself", "shares", "is_closed", "refused"),
    [
        (False, True, False, None),
        (True, True, False, ClosingRefusal.SAME_CASE),
        (False, False, False, ClosingRefusal.OTHER_ORGANIZATION),
        (False, True, True, ClosingRefusal.CLOSED_CASE),
    ],
)
def test_a_case_is_the_same_as_an_open_one_of_its_organization(
    is_itself: bool, shares: bool, is_closed: bool, refused: ClosingRefusal | None
) -> None:
    assert not_same(is_itself=is_itself, shares_organization=shares, is_closed=is_closed) is refused
