"""Immunizations of Ed-Fi: doses, exemptions, and days nobody gave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.models import Immunization
from foundation import db
from tests.district.edfi_files import DESCRIPTOR, EdfiDistrict, said, shots, tag
from tests.district.feeding import Feeding, number_of, person_of, queued


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def required(vaccine: str, *days: str, **more: str) -> str:
    return tag(
        "RequiredImmunization",
        said("ImmunizationType", DESCRIPTOR.format("ImmunizationType", vaccine)) if vaccine else "",
        *(said("ImmunizationDate", day) for day in days),
        *(said(name, value) for name, value in more.items()),
    )


def held() -> set[tuple[str, date | None, str, str]]:
    db.close()
    rows = db.session().scalars(select(Immunization).where(Immunization.is_current))
    return {(row.vaccine, row.given_on, row.exemption, row.reason) for row in rows}


@pytest.fixture
def district() -> EdfiDistrict:
    made = EdfiDistrict()
    made.files["StudentHealth.xml"] = [
        shots(
            "1001",
            required("MMR", "2012-04-01", "2016-04-01"),
            required("VAR"),
            required("HepB", MedicalExemption="Allergy", MedicalExemptionDate="2020-01-02"),
            tag("AdditionalImmunization", said("ImmunizationName", "Malaria"), said("ImmunizationDate", "2015-09-13")),
            said("NonMedicalImmunizationExemption", DESCRIPTOR.format("NonMedicalImmunizationExemption", "Religious")),
        )
    ]
    return made


def test_each_dose_and_exemption_is_kept_and_a_day_not_given_is_unknown(bring: Feeding, district: EdfiDistrict) -> None:
    outcome = bring(district)

    assert held() == {
        ("MMR", date(2012, 4, 1), "", ""),
        ("MMR", date(2016, 4, 1), "", ""),
        ("VAR", None, "", ""),
        ("HepB", None, "medical", "Allergy"),
        ("Malaria", date(2015, 9, 13), "", ""),
        ("", None, "non-medical", "Religious"),
    }
    assert outcome.counts["immunizations"]["created"] == 6
    assert {row.person_id for row in db.session().scalars(select(Immunization))} == {
        person_of("student/1001", "edfi").id
    }
    assert not bring(district).has_changes


def test_what_is_no_longer_said_is_not_current_and_stays_on_record(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    district.change("StudentHealth.xml", "<ImmunizationDate>2016-04-01</ImmunizationDate>", "")
    outcome = bring(district)

    assert outcome.counts["immunizations"]["deactivated"] == 1
    assert ("MMR", date(2016, 4, 1), "", "") not in held()
    assert number_of(Immunization) == 6


def test_without_any_health_record_those_held_stay(bring: Feeding, district: EdfiDistrict) -> None:
    bring(district)
    del district.files["StudentHealth.xml"]
    outcome = bring(district)

    assert len(held()) == 6
    assert not outcome.has_changes


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (shots("1002", required("MMR", "04/01/2012")), "bad-date"),
        (shots("1002", required("")), "no-vaccine"),
        (shots("1099", required("MMR", "2012-04-01")), "unknown-person"),
    ],
)
def test_a_bad_record_waits(bring: Feeding, district: EdfiDistrict, record: str, code: str) -> None:
    district.files["StudentHealth.xml"].append(record)
    bring(district)

    assert [each[0] for each in queued()] == [code]
    assert len(held()) == 6
