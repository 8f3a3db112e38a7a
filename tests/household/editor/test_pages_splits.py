"""One household becomes two: who goes where, what is told to whom, and what the first home never sees of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from accounts.models import Account
from demo import people
from demo.cast import Someone
from demo.homes import Home, a_household
from demo.world import PASSPHRASE, World
from district.actions.search_terms import refresh_terms
from district.models import HouseholdMember, Relationship
from district.queries.moves import homes_as_they_are
from foundation import clock, db
from foundation.outbox import Mail
from tests.browser import Browser
from tests.household.editor.office import at_the_office
from tests.household.editor.test_pages_moves import ELM, PROOF, counts, members_on

TODAY = "2026-11-18"
CANARIES = ("Canary Row", "303-555-0188", "(303) 555-0188", "3035550188", "bo.canary@example.com", "303-555-0199")
"""The other home's street and phone, and the other parent's own email and phone."""


@dataclass(frozen=True)
class Family:
    """Two parents with portal accounts, and two children."""

    ada: Someone
    bo: Someone
    kit: Someone
    kay: Someone
    home: Home


@pytest.fixture
def family(app: Flask, world: World) -> Family:
    hashed = _hash_of_the_cast(world)
    with db.transaction():
        kit = people.a_student("Kit", "Quill", school=world.town.cedar, grade="04", born=date(2016, 3, 1))
        kay = people.a_student("Kay", "Quill", school=world.town.middle, grade="07", born=date(2013, 5, 1))
        ada = people.a_guardian("Ada", "Quill", of=(kit, kay), emergency_priority=1, language="es")
        bo = people.a_guardian(
            "Bo", "Canary", of=(kit, kay), email="bo.canary@example.com", phone="+13035550199", emergency_priority=2
        )
        for who, name in ((ada, "ada.quill"), (bo, "bo.canary")):
            people.an_account(who, "parent", username=name, password_hash=hashed, recovery_email=f"{name}@mail.example")
        home = a_household(ada, bo, kit, kay, street="80 Heron Row")
        refresh_terms([each.id for each in home.members], on=clock.today())
    return Family(ada, bo, kit, kay, home)


def _hash_of_the_cast(world: World) -> str:
    found = db.session().scalars(select(Account.password_hash).where(Account.person_id == world.marisol.id)).first()
    db.close()
    assert found is not None
    return found


def splits(browser: Browser, family: Family, day: str = TODAY, **where: str) -> Browser:
    """Bo goes to a home of his own; where the children live is said by name."""
    browser.open("household.split", public_id=family.home.public_id)
    chosen = {"bo": "there"} | where
    browser.fill(day=day, **{f"where_{getattr(family, who).public_id}": said for who, said in chosen.items()})
    browser.press("Continue")
    typed = {**ELM, **PROOF, "line_1": "77 Canary Row", "phone": "303-555-0188"}
    return browser.fill(**typed).press("Continue")  # type: ignore[arg-type]


def mails() -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == "address-changed").order_by(Mail.id)))


def test_a_family_splits_and_shares_one_child(browser: Browser, world: World, family: Family) -> None:
    at_the_office(browser)
    splits(browser, family, kit="here-first", kay="there-first")
    assert "Kit Quill: second home in a household of their own from November 18, 2026 on." in browser.text
    assert "Kay Quill: first home in a household of their own from November 18, 2026 on." in browser.text
    assert "Kay Quill: second home in this household from November 18, 2026 on." in browser.text
    assert "Bo Canary: lives here through November 17, 2026." in browser.text
    assert "Ada Quill: nothing changes." in browser.text
    db.close()
    ties = db.session().execute(select(Relationship.__table__).order_by(Relationship.id)).all()
    browser.press("Save")

    db.close()
    assert db.session().execute(select(Relationship.__table__).order_by(Relationship.id)).all() == ties
    homes = [
        row.household_id
        for row in db.session().execute(
            select(HouseholdMember.household_id).where(HouseholdMember.person_id == family.bo.id).order_by("id")
        )
    ]
    first, other = homes
    assert first == family.home.id
    today = clock.today()
    assert members_on(first, today) == sorted([family.ada.id, family.kit.id, family.kay.id])
    assert members_on(other, today) == sorted([family.bo.id, family.kit.id, family.kay.id])
    found = homes_as_they_are([first, other], on=today)
    second = {(home, each.person_id) for home in homes for each in found[home].members if each.is_secondary}
    assert second == {(other, family.kit.id), (first, family.kay.id)}


def test_the_first_home_sees_nothing_of_the_other_one(app: Flask, world: World, family: Family) -> None:
    splits(at_the_office(Browser(app)), family, kit="here-first", kay="there-first").press("Save")

    ada = Browser(app).signs_in("ada.quill", PASSPHRASE)
    pages = ["/portal/", "/portal/requests", "/portal/requests/address", "/portal/requests/name"]
    for child in (family.kit, family.kay):
        pages += [f"/portal/students/{child.public_id}/access-log", f"/portal/requests/contacts/{child.public_id}"]
    seen = []
    while pages:
        path = pages.pop()
        html = ada.open(path).html
        seen.append(path)
        links = set(re.findall(r'href="(/portal/[^"#?]*)"', html)) - set(seen) - set(pages)
        pages += sorted(links)
        own = [each for each in CANARIES if each in html]
        if "/contacts/" in path:  # whom to call in an emergency is the relationship's, and was there before
            own = [each for each in own if each not in ("(303) 555-0199", "303-555-0199", "3035550199")]
        assert (path, own) == (path, [])
    assert len(seen) >= 7
    office = at_the_office(Browser(app))
    for endpoint in ("household.household", "household.household_history", "household.move", "household.split"):
        html = office.open(endpoint, public_id=family.home.public_id).html
        assert (endpoint, [each for each in CANARIES[:4] if each in html]) == (endpoint, [])


def test_who_lives_at_the_new_address_is_told_and_the_other_home_is_not(
    app: Flask, world: World, family: Family
) -> None:
    splits(at_the_office(Browser(app)), family, kit="here-first").press("Save")

    (mail,) = mails()
    assert (mail.to_address, mail.language) == ("bo.canary@mail.example", "en")
    assert mail.context["names"] == ["Bo", "Kit"]
    assert [each for each in CANARIES if each in str(mail.context)] == []


def test_where_no_guardian_lives_there_those_who_stay_are_told_in_their_language(
    app: Flask, world: World, family: Family
) -> None:
    browser = at_the_office(Browser(app))
    browser.open("household.move", public_id=family.home.public_id)
    browser.fill(kind="move", who=(family.kay.public_id,), day="2026-12-01").press("Continue")
    browser.fill(**(ELM | {"line_1": "77 Canary Row"})).press("Continue").press("Save")

    assert [(each.to_address, each.language) for each in mails()] == [
        ("ada.quill@mail.example", "es"),
        ("bo.canary@mail.example", "en"),
    ]
    assert {tuple(each.context["names"]) for each in mails()} == {("Kay",)}
    assert {each.context["is_to_come"] for each in mails()} == {True}


def test_whom_an_order_keeps_from_the_child_is_told_nothing(app: Flask, world: World, family: Family) -> None:
    with db.transaction():
        people.a_restriction(family.bo, family.kay)
    browser = at_the_office(Browser(app))
    browser.open("household.move", public_id=family.home.public_id)
    browser.fill(kind="move", who=(family.kay.public_id,), day="2026-12-01").press("Continue")
    browser.fill(**(ELM | {"line_1": "77 Canary Row"})).press("Continue").press("Save")

    assert [each.to_address for each in mails()] == ["ada.quill@mail.example"]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"bo": "here"}, "Tick whoever lives elsewhere now. Nobody moves who is not ticked."),
        (
            {"ada": "there", "kit": "there", "kay": "there"},
            "Nobody stays here. That is a move of the whole household: use Move.",
        ),
    ],
)
def test_a_split_needs_somebody_in_each_home(
    browser: Browser, world: World, family: Family, where: dict[str, str], error: str
) -> None:
    at_the_office(browser)
    splits(browser, family, **where)

    assert (browser.status, browser.errors) == (422, [error])


def test_an_adult_lives_in_one_home(browser: Browser, world: World, family: Family) -> None:
    at_the_office(browser)
    browser.open("household.split", public_id=family.home.public_id)
    assert browser.html.count('value="here-first"') == 2
    browser.fill(day="").press("Continue")

    assert browser.errors == ["Choose the first day at the new address."]


def test_killed_anywhere_it_leaves_all_or_nothing(app: Flask, world: World, family: Family, database: Engine) -> None:
    browser = splits(at_the_office(Browser(app)), family, kit="here-first", kay="there-first")
    form = next(each for each in browser.page.iter("form") if "/split" in each.get("action", ""))
    sent = dict(browser._sent_by(form)) | {"step": "save"}
    before, left, total = counts(), 0, 0

    class Killed(Exception):
        pass

    def strike(connection: object, cursor: object, statement: str, *told: object) -> None:
        nonlocal left
        if statement.startswith(("INSERT", "UPDATE")):
            left -= 1
            if left == 0:
                raise Killed

    event.listen(database, "after_cursor_execute", strike)
    address = f"/household/households/{family.home.public_id}/split"
    try:
        for place in range(1, 200):
            left, total = place, place
            try:
                answer = browser._request("POST", address, sent)
            except Killed:
                left = -1
                assert counts() == before
                continue
            left = -1
            if answer.status_code == 303:
                assert answer.headers["Location"].startswith("/household/households/")
                break
            assert counts() == before
    finally:
        event.remove(database, "after_cursor_execute", strike)

    assert total > 15
    assert counts()[4] == before[4] + 1
