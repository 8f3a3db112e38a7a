"""What is in the way of a health condition, of asking the nurse, and of her answer."""

from __future__ import annotations

import pytest

from portal.rules.health import HealthFault, fault_of_answer, fault_of_condition, fault_of_correction


@pytest.mark.parametrize(
    ("title", "care", "before", "held", "fault"),
    [
        ("Asthma", "", None, 0, None),
        ("", "Inhaler", None, 0, HealthFault.NO_TITLE),
        ("Asthma", "", None, 19, None),
        ("Asthma", "", None, 20, HealthFault.TOO_MANY),
        ("Asthma", "Inhaler", ("Asthma", ""), 20, None),
        ("Asthma", "", ("Asthma", ""), 1, HealthFault.SAME),
    ],
)
def test_a_condition_has_a_name_and_says_something_new(
    title: str, care: str, before: tuple[str, str] | None, held: int, fault: HealthFault | None
) -> None:
    assert fault_of_condition(title, care, before=before, held=held) is fault


def test_the_nurse_is_asked_something_and_not_too_often() -> None:
    assert fault_of_correction("A dose is missing", waiting=2) is None
    assert fault_of_correction("A dose is missing", waiting=3) is HealthFault.TOO_MANY_WAIT
    assert fault_of_correction("", waiting=0) is HealthFault.NOTHING_SAID


@pytest.mark.parametrize(
    ("answer", "because", "fault"),
    [
        ("corrected", "", None),
        ("declined", "Bring the card", None),
        ("declined", "", HealthFault.NO_REASON),
        ("", "Bring the card", HealthFault.NO_ANSWER),
        ("perhaps", "", HealthFault.NO_ANSWER),
    ],
)
def test_a_refusal_says_why(answer: str, because: str, fault: HealthFault | None) -> None:
    assert fault_of_answer(answer, because) is fault
