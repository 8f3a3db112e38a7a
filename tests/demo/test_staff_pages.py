"""The staff of the cast at the door: each sees how things stand with their own access, and nobody else's."""

from __future__ import annotations

import pytest

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from tests.browser import Browser
from tests.markers import markers_on

SAYS = {
    "noelle": "You have household access through June 30, 2028.",
    "wanda": "You have household access through June 30, 2028.",
    "felix": "You have household access through June 30, 2027.",
    "desmond": "You have household access through December 12, 2026.",
    "odessa": "You have household access through June 30, 2027.",
    "pilar": "Usted tiene acceso a hogares hasta el 30 de junio de 2028 inclusive.",
    "dana": "You have household access through June 30, 2028.",
    "tamara": "You do not have household access: none of the courses is on record yet.",
    "bruno": "You do not have household access: the job on record does not come with it.",
    "imani": "You do not have household access yet: one requirement is missing.",
    "caleb": "You do not have household access yet: only the principal’s approval is missing.",
    "howard": "You do not have household access today: it lapsed, and June 30, 2026 was its last day.",
    "selma": "You do not have household access today: it was taken away on November 9, 2026.",
    "gordon": "You do not have household access today: it ended, and October 28, 2026 was its last day.",
    "leona": "You do not have household access today: it ended, and October 18, 2026 was its last day.",
    "ingrid": "You do not have household access: none of the courses is on record yet.",
    "maeve": "You do not have household access: the job on record does not come with it.",
    "rhea": "You do not have household access: the job on record does not come with it.",
    "otis": "You do not have household access: the job on record does not come with it.",
    "hazel": "You do not have household access: the job on record does not come with it.",
    "anita": "You do not have household access: the job on record does not come with it.",
}


@pytest.mark.parametrize("name", sorted(SAYS))
def test_everyone_reads_how_the_own_access_stands_and_of_nobody_else(
    world: World, staff: Staff, browser: Browser, name: str
) -> None:
    person = getattr(staff, name)
    browser.signs_in(staff.sign_in(person).username, PASSPHRASE)
    browser.open("access.own_access")

    assert browser.heading == SAYS[name]
    assert browser.response is not None
    foreign = staff.markers_foreign_to(person) | world.markers_foreign_to(person)
    assert markers_on(browser.response.text, foreign) == []


def test_everybody_of_the_cast_has_a_sentence_here(staff: Staff) -> None:
    assert {getattr(staff, name).id for name in SAYS} == {each.id for each in staff.everyone}


def test_after_a_change_of_job_its_own_track_heads_what_it_needs(staff: Staff, browser: Browser) -> None:
    browser.signs_in(staff.sign_in(staff.leona).username, PASSPHRASE)
    browser.open("access.own_access")

    assert "What your job needs: 3 of 4 on record Track: other school role" in browser.text


def test_the_administrator_reads_why_access_was_taken_away(staff: Staff, browser: Browser) -> None:
    browser.signs_in(staff.sign_in(staff.maeve).username, PASSPHRASE)
    browser.open("access.reviewed_person", public_id=staff.selma.public_id)

    assert "Reason Looked up a neighbor’s family (report Cobalt-7) Taken away by Maeve Donnelly" in browser.text


def test_whose_access_was_taken_away_is_told_to_ask(staff: Staff, browser: Browser) -> None:
    browser.signs_in(staff.sign_in(staff.selma).username, PASSPHRASE)
    browser.open("access.own_access")

    assert "Ask DoTS" in browser.text
    assert "neighbor" not in browser.text


def test_the_review_names_the_team_of_central_staff(staff: Staff, browser: Browser) -> None:
    browser.signs_in(staff.sign_in(staff.maeve).username, PASSPHRASE)
    browser.open("access.reviews")

    assert "Central Office, Enrollment Services" in browser.text


def test_endings_on_days_of_their_own_are_not_called_a_peak(staff: Staff, browser: Browser) -> None:

    browser.signs_in(staff.sign_in(staff.maeve).username, PASSPHRASE)
    browser.open("access.reviews")
    assert "2 of the 3 endings of the coming year fall on one day, Wednesday, June 30, 2027" in browser.text

    browser.fill(track="office-professional").press("Show")
    told = "2 endings in the coming year, each on a day of its own, the first on Saturday, December 12, 2026"
    assert told in browser.text
