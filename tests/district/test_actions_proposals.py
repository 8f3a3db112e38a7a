"""Households proposed from a feed, and made only by whoever confirms one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from district.actions.proposals import AlreadySettled, confirm_proposal, decline_proposal, keep_proposals
from district.models import (
    Address,
    Household,
    HouseholdAddress,
    HouseholdMember,
    HouseholdProposal,
    HouseholdProposalMember,
)
from foundation import audit, clock, db
from tests.district.edfi_files import EdfiDistrict
from tests.district.feeding import Feeding, number_of, person_of

BY = audit.command("test")


@pytest.fixture
def district(app: Flask, tmp_path: Path) -> EdfiDistrict:
    """Amy and Ben live with their mother at Oak Street; their grandfather lives elsewhere."""
    made = EdfiDistrict()
    with app.app_context():
        Feeding(tmp_path)(made)
    return made


def proposed() -> tuple[int, int, int]:
    """How many can be proposed, are new, and are outdated."""
    with db.transaction():
        told = keep_proposals(by=BY, at=clock.now())
    return len(told.found.households), told.new, told.outdated


def the_proposal() -> HouseholdProposal:
    db.close()
    return db.session().scalars(select(HouseholdProposal)).one()


def test_a_shared_address_is_proposed_and_no_household_made(district: EdfiDistrict) -> None:
    assert proposed() == (1, 1, 0)

    made = the_proposal()
    assert (made.line_1, made.state_now, made.household_id) == ("12 Oak Street", "open", None)
    people = {row.person_id: row.is_student for row in db.session().scalars(select(HouseholdProposalMember))}
    assert people == {
        person_of("student/1001", "edfi").id: True,
        person_of("student/1002", "edfi").id: True,
        person_of("contact/501", "edfi").id: False,
    }
    assert number_of(Household) == 0


def test_proposing_again_adds_nothing(district: EdfiDistrict) -> None:
    proposed()

    assert proposed() == (1, 0, 0)
    assert number_of(HouseholdProposal) == 1


def test_confirming_makes_the_household_once(district: EdfiDistrict) -> None:
    proposed()
    proposal_id = the_proposal().id
    with db.transaction():
        confirm_proposal(proposal_id, by=BY, at=clock.now())
    with pytest.raises(AlreadySettled), db.transaction():
        confirm_proposal(proposal_id, by=BY, at=clock.now())

    made = the_proposal()
    household = db.session().scalars(select(Household)).one()
    assert (made.state_now, made.household_id, household.starts) == ("confirmed", household.id, clock.today())
    members = db.session().scalars(select(HouseholdMember)).all()
    assert [(each.is_secondary, each.starts, each.ends) for each in members] == [(False, clock.today(), None)] * 3
    place = db.session().scalars(select(HouseholdAddress)).one()
    assert db.session().get_one(Address, place.address_id).line_1 == "12 Oak Street"
    assert proposed() == (0, 0, 0)


def test_a_student_who_has_a_household_by_now_is_not_given_another(district: EdfiDistrict) -> None:
    proposed()
    proposal_id = the_proposal().id
    student_id = person_of("student/1001", "edfi").id
    with db.transaction() as session:
        other = Household(starts=clock.today(), created_at=clock.now())
        session.add(other)
        session.flush()
        session.add(HouseholdMember(household_id=other.id, person_id=student_id, starts=clock.today()))
    with pytest.raises(AlreadySettled), db.transaction():
        confirm_proposal(proposal_id, by=BY, at=clock.now())

    assert (the_proposal().state_now, number_of(Household)) == ("open", 1)


def test_what_was_declined_is_not_proposed_again(district: EdfiDistrict) -> None:
    proposed()
    proposal_id = the_proposal().id
    with db.transaction():
        decline_proposal(proposal_id, by=BY, at=clock.now())

    assert proposed() == (1, 0, 0)
    assert (the_proposal().state_now, number_of(Household)) == ("declined", 0)


def test_what_no_longer_follows_is_taken_back(app: Flask, district: EdfiDistrict, tmp_path: Path) -> None:
    proposed()
    district.change("Contact.xml", "<LivesWith>true", "<LivesWith>false")
    with app.app_context():
        Feeding(tmp_path / "later")(district)

    assert proposed() == (0, 0, 1)
    assert the_proposal().state_now == "outdated"


def test_the_command_counts_and_a_rehearsal_keeps_nothing(district: EdfiDistrict, app: Flask) -> None:
    def run(*args: str) -> str:
        db.close()
        result = app.test_cli_runner().invoke(args=["household", "propose", *args])
        assert result.exit_code == 0, result.output
        return result.stdout

    rehearsed = json.loads(run("--dry-run", "--json"))
    assert (rehearsed["proposals"], rehearsed["new"], number_of(HouseholdProposal)) == (1, 1, 0)
    assert json.loads(run("--json"))["new"] == 1
    assert "No household was made" in run()
    assert number_of(Household) == 0
