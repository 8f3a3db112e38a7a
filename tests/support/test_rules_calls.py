"""Who is on the telephone, and an emergency that somebody else than a contact reports."""

from __future__ import annotations

import pytest

from support.rules.calls import CallRefusal, Check, is_verified, may_log
from support.rules.emergencies import EmergencyRefusal, holds_up_closing, may_hand_over, may_open


@pytest.mark.parametrize(
    ("checks", "verified"),
    [
        ([], False),
        ([Check.EMAIL], False),
        ([Check.EMAIL, Check.EMAIL], False),
        ([Check.EMAIL, Check.CASE], True),
        ([Check.USERNAME, Check.COLLEAGUES], True),
        ([Check.CALLED_BACK], True),
        ([Check.WRITTEN], True),
    ],
)
def test_a_caller_counts_as_the_contact_once_enough_was_checked(checks: list[Check], verified: bool) -> None:
    assert is_verified(checks) is verified


@pytest.mark.parametrize(
    ("checks", "note", "names", "contact", "others", "refused"),
    [
        ([Check.WRITTEN], "Said how.", True, True, "", None),
        ([Check.WRITTEN], "Said how.", True, True, "Pat, office", None),
        ([Check.WRITTEN], "Said how.", False, False, "Pat, office", CallRefusal.NO_CONTACT_PRESENT),
        ([Check.WRITTEN], "Said how.", False, False, "", CallRefusal.NOT_CONTACT),
        ([Check.WRITTEN], "Said how.", True, False, "", CallRefusal.NOT_CONTACT),
        ([Check.EMAIL], "Said how.", True, True, "", CallRefusal.NOT_VERIFIED),
        ([Check.WRITTEN], " ", True, True, "", CallRefusal.NO_NOTE),
    ],
)
def test_a_call_is_logged_with_a_contact_who_was_checked(
    checks: list[Check], note: str, names: bool, contact: bool, others: str, refused: CallRefusal | None
) -> None:
    told = {"names_contact": names, "is_contact": contact, "others": others}

    assert may_log(checks, note, **told, is_unhanded=False) is refused


@pytest.mark.parametrize(
    ("others", "note", "refused"),
    [
        ("Pat, office", "Still down.", None),
        ("Pat, office", " ", CallRefusal.NO_NOTE),
        (" ", "Still down.", CallRefusal.NOT_CONTACT),
    ],
)
def test_whoever_reported_an_emergency_may_call_again_until_a_contact_has_it(
    others: str, note: str, refused: CallRefusal | None
) -> None:
    assert may_log([], note, names_contact=False, is_contact=False, others=others, is_unhanded=True) is refused


@pytest.mark.parametrize(
    ("caller", "reason", "refused"),
    [
        ("Pat Stone", "No contact answers and nobody can take attendance.", None),
        (" ", "Attendance is down.", EmergencyRefusal.NO_CALLER),
        ("Pat Stone", "  ", EmergencyRefusal.NO_REASON),
        ("denise  KOWALCZYK", "Attendance is down.", EmergencyRefusal.CALLER_IS_CONTACT),
    ],
)
def test_an_emergency_names_its_caller_and_its_reason(
    caller: str, reason: str, refused: EmergencyRefusal | None
) -> None:
    assert may_open(caller, reason, contacts=("Denise Kowalczyk",)) is refused


@pytest.mark.parametrize(
    ("emergency", "handed", "contact", "refused"),
    [
        (True, False, True, None),
        (True, False, False, EmergencyRefusal.NOT_CONTACT),
        (True, True, True, EmergencyRefusal.HANDED_ALREADY),
        (False, False, True, EmergencyRefusal.NOT_EMERGENCY),
    ],
)
def test_an_emergency_is_handed_to_a_contact_once(
    emergency: bool, handed: bool, contact: bool, refused: EmergencyRefusal | None
) -> None:
    assert may_hand_over(is_emergency=emergency, is_handed=handed, is_contact=contact) is refused


@pytest.mark.parametrize(
    ("emergency", "handed", "held"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_an_emergency_is_not_closed_before_a_contact_has_it(emergency: bool, handed: bool, held: bool) -> None:
    assert holds_up_closing(is_emergency=emergency, is_handed=handed) is held
