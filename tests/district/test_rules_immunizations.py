"""What lacks of a student's immunizations: a table of the edges of the rule, and of files that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from district.immunization_rules import STARTER, RuleSetProblem, read, rule_set
from district.rules.immunizations import (
    DoesNotCount,
    Dose,
    Exemption,
    Judged,
    Requirement,
    RuleSet,
    Standing,
    Vaccine,
    after_months,
    judge,
)

TODAY = date(2026, 11, 18)
BORN = date(2018, 3, 10)
MMR = Requirement("MMR", "KG", "12", 2, first_months=12, apart_days=28)
FIRST, SECOND = date(2019, 3, 10), date(2019, 4, 7)


def rules(*needed: Requirement) -> RuleSet:
    vaccines = {
        "MMR": Vaccine("MMR", {"en": "MMR"}, frozenset({"mmr", "mmrv"})),
        "VAR": Vaccine("VAR", {"en": "VAR"}, frozenset({"var", "mmrv"})),
    }
    return RuleSet(vaccines, needed or (MMR,), grace_days=4)


def judged(
    *days: date | None,
    needed: Requirement = MMR,
    exemptions: tuple[Exemption, ...] = (),
    grade: str = "03",
    born: date | None = BORN,
    vaccine: str = "MMR",
    on: date = TODAY,
) -> Judged:
    (found,) = judge(rules(needed), [Dose(vaccine, day) for day in days], exemptions, grade=grade, born=born, on=on)
    return found


@pytest.mark.parametrize(
    ("days", "standing", "lacking"),
    [
        ((), Standing.MISSING, 2),
        ((FIRST,), Standing.MISSING, 1),
        ((FIRST, SECOND), Standing.COMPLETE, 0),
        ((FIRST, None), Standing.NOT_KNOWN, 0),
        ((None,), Standing.MISSING, 1),
        ((None, None), Standing.NOT_KNOWN, 0),
        ((FIRST, FIRST), Standing.MISSING, 1),
        ((date(2019, 3, 6), SECOND), Standing.COMPLETE, 0),
        ((date(2019, 3, 5), SECOND), Standing.MISSING, 1),
        ((FIRST, date(2019, 4, 3)), Standing.COMPLETE, 0),
        ((FIRST, date(2019, 4, 2)), Standing.MISSING, 1),
        ((FIRST, date(2019, 4, 2), date(2019, 5, 1)), Standing.COMPLETE, 0),
        ((FIRST, TODAY), Standing.COMPLETE, 0),
        ((FIRST, date(2026, 11, 19)), Standing.MISSING, 1),
    ],
)
def test_how_doses_on_record_stand_to_two_that_are_needed(
    days: tuple[date | None, ...], standing: Standing, lacking: int
) -> None:
    found = judged(*days)

    assert (found.standing, found.lacking) == (standing, lacking)


def test_a_dose_that_does_not_count_says_why() -> None:
    early, first, soon, later = date(2019, 1, 1), FIRST, date(2019, 3, 20), date(2026, 12, 1)

    assert judged(early, first, first, soon, later).passed_over == (
        (early, DoesNotCount.TOO_YOUNG),
        (first, DoesNotCount.TWICE),
        (soon, DoesNotCount.TOO_SOON),
        (later, DoesNotCount.TO_COME),
    )


def test_a_dose_without_a_day_is_neither_given_nor_missing() -> None:
    found = judged(FIRST, None)

    assert found.counted == (FIRST,)
    assert found.undated == 1
    assert found.standing is Standing.NOT_KNOWN


def test_without_a_birth_date_no_dose_is_too_young_and_no_first_day_is_made_up() -> None:
    assert judged(date(2018, 4, 1), SECOND, born=None).standing is Standing.COMPLETE
    assert judged(born=None).due_on is None


@pytest.mark.parametrize(
    ("exemption", "standing"),
    [
        (Exemption("MMR", "medical", date(2024, 9, 1)), Standing.EXEMPT),
        (Exemption("", "non-medical", None), Standing.EXEMPT),
        (Exemption("VAR", "medical", None), Standing.MISSING),
        (Exemption("Something else", "medical", None), Standing.MISSING),
    ],
)
def test_an_exemption_frees_from_its_vaccine_or_from_all(exemption: Exemption, standing: Standing) -> None:
    assert judged(FIRST, exemptions=(exemption,)).standing is standing


def test_who_has_every_dose_is_complete_whatever_the_exemption() -> None:
    assert judged(FIRST, SECOND, exemptions=(Exemption("", "non-medical", None),)).standing is Standing.COMPLETE


@pytest.mark.parametrize(
    ("grade", "standing"), [("05", Standing.LATER), ("06", Standing.MISSING), ("08", Standing.MISSING)]
)
def test_what_a_later_grade_needs_is_said_before(grade: str, standing: Standing) -> None:
    assert judged(needed=Requirement("MMR", "06", "08", 1), grade=grade).standing is standing


def test_what_an_earlier_grade_needed_is_not_asked_any_more() -> None:
    asked = judge(rules(Requirement("MMR", "KG", "05", 2)), [], [], grade="06", born=BORN, on=TODAY)

    assert asked == ()


@pytest.mark.parametrize("grade", ["", "UG", "Other", "6", "sixth"])
def test_nobody_without_a_known_grade_is_judged(grade: str) -> None:
    assert judge(rules(), [], [], grade=grade, born=BORN, on=TODAY) == ()


def test_a_dose_that_may_not_be_given_yet_is_not_missing() -> None:
    given = date(2026, 11, 1)
    found = judged(given)

    assert (found.standing, found.due_on) == (Standing.WAITS, date(2026, 11, 29))
    assert judged(given, on=date(2026, 11, 29)).standing is Standing.MISSING
    assert judged(born=date(2025, 12, 1)).due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("last", "standing"),
    [(date(2022, 3, 9), Standing.MISSING), (date(2022, 3, 10), Standing.COMPLETE)],
)
def test_fewer_suffice_where_the_last_was_given_late_enough(last: date, standing: Standing) -> None:
    needed = Requirement("MMR", "KG", "12", 4, apart_days=28, enough_doses=3, enough_months=48)

    assert judged(date(2018, 6, 1), date(2018, 8, 1), last, needed=needed).standing is standing


def test_what_fewer_doses_lack_is_told_like_any_other() -> None:
    needed = Requirement("MMR", "KG", "12", 4, apart_days=28, enough_doses=3, enough_months=48)
    days = (date(2018, 6, 1), date(2018, 8, 1), date(2018, 10, 1))

    assert judged(*days, needed=needed).standing is Standing.MISSING
    assert judged(*days, needed=needed, on=date(2018, 10, 2)).standing is Standing.WAITS
    assert judged(*days[:2], None, needed=needed).standing is Standing.NOT_KNOWN


def test_one_shot_against_several_counts_for_each() -> None:
    both = rules(MMR, Requirement("VAR", "KG", "12", 2, first_months=12, apart_days=28))
    found = judge(both, [Dose("MMRV", FIRST), Dose("mmrv", SECOND)], [], grade="03", born=BORN, on=TODAY)

    assert [each.standing for each in found] == [Standing.COMPLETE, Standing.COMPLETE]


@pytest.mark.parametrize(
    ("born", "months", "day"),
    [
        (date(2018, 3, 10), 12, date(2019, 3, 10)),
        (date(2018, 3, 10), 0, date(2018, 3, 10)),
        (date(2018, 10, 31), 1, date(2018, 12, 1)),
        (date(2020, 2, 29), 12, date(2021, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2018, 12, 31), 2, date(2019, 3, 1)),
    ],
)
def test_an_age_in_months_is_reached_on_a_day_that_exists(born: date, months: int, day: date) -> None:
    assert after_months(born, months) == day


def test_the_starting_set_can_be_used_and_says_that_nobody_reviewed_it(tmp_path: Path) -> None:
    found = rule_set(tmp_path)

    assert found.reviewed_by == ""
    assert {each.vaccine for each in found.requirements} == set(found.vaccines)


def test_the_district_s_own_file_is_in_force_at_once(tmp_path: Path) -> None:
    own = STARTER.read_text(encoding="utf-8").replace(
        'reviewed_by = ""', 'reviewed_by = "Nurse"\nreviewed_on = 2026-08-01'
    )
    (tmp_path / "immunizations.toml").write_text(own, encoding="utf-8")

    assert rule_set(tmp_path).reviewed_by == "Nurse"


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("doses = 5", "doses = 0", "requirement 1 needs doses"),
        ("doses = 5", 'doses = "five"', "is no number"),
        ("doses = 5", "dozes = 5", "dozes, which is nothing of a requirement"),
        ('from = "KG"', 'from = "K"', "is no grade"),
        ('through = "05"', 'through = "PK"', "before the one it begins in"),
        ("enough_doses = 4", "enough_doses = 5", "fewer than doses"),
        ('vaccine = "Tdap"', 'vaccine = "Flu"', "none of the vaccines"),
        ('es = "Varicela"', 'es = ""', "title in each language"),
        ('codes = ["Tdap"]', "codes = []", "codes by which sources"),
        ("grace_days = 4", "grace_days = -4", "no number from 0 up"),
        ('reviewed_by = ""', 'reviewed_by = "Nurse"', "on which day"),
        ('reviewed_by = ""', 'reviewed = ""', "nothing of a rule set"),
        ('reviewed_by = ""', "reviewed_by = ", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, was: str, becomes: str, why: str) -> None:
    text = STARTER.read_text(encoding="utf-8")
    assert was in text
    changed = tmp_path / "rules.toml"
    changed.write_text(text.replace(was, becomes, 1), encoding="utf-8")

    with pytest.raises(RuleSetProblem, match=why):
        read(changed)
