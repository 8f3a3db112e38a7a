"""The cast is what its descriptions say, on any day it is made."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts import hashing
from accounts.models import Account
from accounts.rules import passwords, usernames
from accounts.weak_passwords import common_passwords
from demo.cast import Someone
from demo.world import PASSPHRASE, World, a_world
from district.models import PersonIdentifier, School
from district.queries import children_seen_by, classes_of, is_entitled, own_record
from district.rules.guardianship import Reason, SightPolicy
from foundation import clock, db

POLICY = SightPolicy()


def seen_by(person: Someone, world: World) -> list[str]:
    return [each.full_name for each in children_seen_by(person.id, on=world.today, policy=POLICY)]


SEES = {
    "marisol": ["Lucía Ibarra Vega", "Mateo Ibarra Vega"],
    "denise": ["Jalen Carter"],
    "patrick": ["Nora O’Brien"],
    "siobhan": ["Nora O’Brien"],
    "grace": [],
    "victor": [],
    "joanna": ["Eli Hale-Reyes"],
    "samir": [],
    "karin": ["Jonah Lindqvist"],
    "rosa": ["Diego Salas"],
    "mei": ["Kai Zhou"],
    "petra": ["Filip Novák"],
    "hoa": ["Minh Nguyễn"],
    "carmen": ["Paloma de la Cruz"],
    "ruth": ["Isaiah Brooks"],
    "yolanda": [],
    "dana": ["Owen Whitfield"],
    "anke": ["Maya Fischer"],
    "robert": ["Maya Fischer"],
    "lena": [],
}


def test_everyone_sees_whom_the_situation_says(world: World) -> None:
    assert {name: seen_by(getattr(world, name), world) for name in SEES} == SEES


@pytest.mark.parametrize("today", [date(2026, 7, 1), date(2027, 6, 30), date(2028, 2, 28), date(2028, 2, 29)])
def test_the_cast_is_alive_whatever_day_it_is_made(database: Engine, today: date) -> None:
    with db.transaction():
        world = a_world(today=today, at=clock.now(), password_hash="-")

    expected = dict(SEES)
    assert {name: seen_by(getattr(world, name), world) for name in SEES} == expected
    for child in (world.lucia, world.mateo, world.jalen, world.paloma):
        assert len(classes_of([child.id], on=today)[child.id]) >= 6


def test_rosa_loses_sight_of_her_son_tomorrow(world: World) -> None:
    assert children_seen_by(world.rosa.id, on=date(2026, 11, 19), policy=POLICY) == []


def test_a_child_about_to_enter_and_one_just_gone_are_shown_as_such(world: World) -> None:
    (kai,) = children_seen_by(world.mei.id, on=world.today, policy=POLICY)
    (filip,) = children_seen_by(world.petra.id, on=world.today, policy=POLICY)
    assert (kai.presence, filip.presence) == (Reason.ENTERS_SOON, Reason.LEFT_RECENTLY)


def test_students_with_accounts_see_their_own_record(world: World) -> None:
    for student, grade in ((world.minh, "11"), (world.amira, "12")):
        mine = own_record(student.id, on=world.today, policy=POLICY)
        assert mine is not None
        assert (mine.grade, mine.school) == (grade, "Juniper High School")


def test_those_without_an_account_may_have_one_and_have_none(world: World) -> None:
    for person, kind, _ in world.without_account:
        assert is_entitled(person.id, kind, on=world.today, policy=POLICY), person.full_name
        assert (person.id, kind) not in {(each.person.id, each.kind) for each in world.sign_ins}


def test_every_account_opens_with_the_passphrase(world: World) -> None:
    accounts = db.session().scalars(select(Account)).all()
    assert {each.username for each in accounts} == {each.username for each in world.sign_ins}
    assert all(hashing.verify(PASSPHRASE, each.password_hash)[0] for each in accounts)


@pytest.mark.parametrize("mode", ["district", "nist"])
def test_the_passphrase_keeps_the_rule_for_everyone(world: World, mode: str) -> None:
    places = [each.name for each in db.session().scalars(select(School))]
    for each in world.sign_ins:
        facts = [each.username, each.person.first_name, each.person.last_name, *places]
        assert passwords.problems_with(PASSPHRASE, known_facts=facts, common=common_passwords(), mode=mode) == []
        assert usernames.problems_with(each.username) == []


def test_a_familys_marker_is_its_own(world: World) -> None:
    birds = {each.marker for each in world.everyone}
    assert len(birds) == 15
    assert world.markers_foreign_to(world.marisol) == birds - {"Sandpiper"}
    for one in birds:
        assert not any(
            one.lower() in f"{each.full_name} {each.email}".lower() for each in world.everyone if each.marker != one
        )


def test_a_childs_schedule_carries_the_familys_marker(world: World) -> None:
    titles = {each.title for each in classes_of([world.lucia.id], on=world.today)[world.lucia.id]}
    assert "Advisory Sandpiper" in titles
    assert not any(bird in title for bird in world.markers_foreign_to(world.lucia) for title in titles)


def test_no_two_people_share_a_number(world: World) -> None:
    numbers = db.session().scalars(select(PersonIdentifier.value)).all()
    assert len(numbers) == len(set(numbers))


def test_two_guardians_share_one_recovery_email(app: Flask, world: World) -> None:
    shared = db.session().scalars(select(Account.username).where(Account.recovery_email == world.patrick.email)).all()
    assert sorted(shared) == ["patrick.obrien", "siobhan.obrien"]
