"""The whole cast at the door: each sees the own family on the home page, and no other family's marker anywhere."""

from __future__ import annotations

import pytest

from demo.families import SIGN_INS, WITHOUT_ACCOUNT
from demo.world import PASSPHRASE, World
from tests.browser import Browser
from tests.markers import markers_on

SHOWN = {
    "marisol": ["Lucía", "Mateo"],
    "patrick": ["Nora"],
    "siobhan": ["Nora"],
    "victor": [],
    "joanna": ["Eli"],
    "samir": [],
    "amira": ["Amira"],
    "karin": ["Jonah"],
    "rosa": ["Diego"],
    "mei": ["Kai"],
    "petra": ["Filip"],
    "hoa": ["Minh"],
    "minh": ["Minh"],
    "ruth": ["Isaiah"],
    "dana": ["Owen"],
    "anke": ["Maya"],
}
CHILDREN = {name for names in SHOWN.values() for name in names} | {"Klara", "Tobi", "Paloma", "Jalen"}


@pytest.mark.parametrize(("name", "username"), [(name, username) for name, username, _, _ in SIGN_INS])
def test_home_shows_the_own_family_and_no_other(world: World, browser: Browser, name: str, username: str) -> None:
    browser.signs_in(username, PASSPHRASE)
    browser.open("/portal/")

    assert browser.status == 200
    assert [each for each in SHOWN[name] if each not in browser.text] == []
    person = getattr(world, name)
    others = CHILDREN - set(SHOWN[name]) - {person.first_name}
    assert [each for each in others if each in browser.text] == []
    assert browser.response is not None
    assert markers_on(browser.response.text, world.markers_foreign_to(person)) == []


def test_every_account_of_the_cast_has_its_expectation_here() -> None:
    assert set(SHOWN) == {name for name, _, _, _ in SIGN_INS}


def test_the_cast_has_a_schedule_to_show(world: World, browser: Browser) -> None:
    browser.signs_in("marisol.ibarra", PASSPHRASE)
    browser.open("/portal/")

    assert "Advisory Sandpiper" in browser.text
    assert "Juniper High School" in browser.text
    assert "Aspen Creek Elementary" in browser.text


def test_nobody_waits_for_an_account_and_has_one() -> None:
    with_account = {(name, kind) for name, _, kind, _ in SIGN_INS}
    assert not with_account & {(name, kind) for name, _, _, kind, _ in WITHOUT_ACCOUNT}
