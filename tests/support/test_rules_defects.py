"""A defect's life, step by step, and to whom a case is escalated."""

from __future__ import annotations

import pytest

from support.rules.defects import DefectRefusal as No
from support.rules.defects import Stage, Trial, may_open, may_release, may_try, seen_in, stage
from support.rules.escalation import EscalationRefusal, Team, may_escalate

PRODUCTION, SANDBOX = Trial("Production", True), Trial("sandbox", True)
GONE = Trial(" production ", False)


@pytest.mark.parametrize(
    ("trials", "fixed_in", "reached"),
    [
        ([], "", Stage.QUALIFYING),
        ([PRODUCTION], "", Stage.QUALIFYING),
        ([PRODUCTION, PRODUCTION], "", Stage.QUALIFYING),
        ([PRODUCTION, Trial("sandbox", False)], "", Stage.QUALIFYING),
        ([PRODUCTION, SANDBOX], "", Stage.CONFIRMED),
        # what was tried there last counts
        ([PRODUCTION, SANDBOX, GONE], "", Stage.QUALIFYING),
        ([GONE, SANDBOX, PRODUCTION], "", Stage.CONFIRMED),
        ([PRODUCTION, SANDBOX, GONE], "2026.4", Stage.FIXED),
    ],
)
def test_how_far_a_defect_has_come(trials: list[Trial], fixed_in: str, reached: Stage) -> None:
    assert stage(trials, fixed_in=fixed_in) is reached


def test_the_environments_it_shows_in_are_named() -> None:
    assert seen_in([PRODUCTION, SANDBOX, GONE]) == ("sandbox",)


@pytest.mark.parametrize(
    ("reference", "title", "is_known", "refused"),
    [
        ("DEV-7", "Two addresses", False, None),
        (" ", "Two addresses", False, No.NO_REFERENCE),
        ("DEV-7", " ", False, No.NO_TITLE),
        ("DEV-7", "Two addresses", True, No.KNOWN_REFERENCE),
    ],
)
def test_a_defect_bears_the_reference_of_an_issue(
    reference: str, title: str, is_known: bool, refused: No | None
) -> None:
    assert may_open(reference, title, is_known=is_known) is refused


@pytest.mark.parametrize(
    ("name", "known", "refused"),
    [
        ("production", Stage.QUALIFYING, None),
        ("production", Stage.CONFIRMED, None),
        ("  ", Stage.QUALIFYING, No.NO_ENVIRONMENT),
        ("production", Stage.FIXED, No.FIXED_ALREADY),
    ],
)
def test_a_trial_names_its_environment(name: str, known: Stage, refused: No | None) -> None:
    assert may_try(name, known=known) is refused


@pytest.mark.parametrize(
    ("name", "note", "known", "refused"),
    [
        ("2026.4", "One address.", Stage.CONFIRMED, None),
        (" ", "One address.", Stage.CONFIRMED, No.NO_RELEASE),
        ("2026.4", " ", Stage.CONFIRMED, No.NO_NOTE),
        ("2026.4", "One address.", Stage.QUALIFYING, No.NOT_CONFIRMED),
        ("2026.5", "One address.", Stage.FIXED, No.FIXED_ALREADY),
    ],
)
def test_a_release_mends_a_confirmed_defect_once(name: str, note: str, known: Stage, refused: No | None) -> None:
    assert may_release(name, note, known=known) is refused


@pytest.mark.parametrize(
    ("to", "note", "is_closed", "now_with", "refused"),
    [
        (Team.TRAINING, "They teach it.", False, None, None),
        (Team.TRAINING, "They teach it.", False, Team.DEVELOPMENT, None),
        (Team.TRAINING, "  ", False, None, EscalationRefusal.NO_NOTE),
        (Team.TRAINING, "Again.", False, Team.TRAINING, EscalationRefusal.SAME_TEAM),
        (Team.TRAINING, "They teach it.", True, None, EscalationRefusal.CLOSED),
    ],
)
def test_a_case_goes_to_a_named_team_with_a_note(
    to: Team, note: str, is_closed: bool, now_with: Team | None, refused: EscalationRefusal | None
) -> None:
    assert may_escalate(to, note, is_closed=is_closed, now_with=now_with) is refused
