"""The staff of the cast stand as their descriptions say, on any day they are made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from accounts.models import Account
from accounts.queries import roles_given_to
from accounts.rules import passwords, usernames
from accounts.weak_passwords import common_passwords
from demo.cast import Someone
from demo.staff import Staff, a_staff
from demo.world import PASSPHRASE, World, a_world
from district.models import PersonIdentifier, School
from foundation import audit, clock, db
from foundation.outbox import Mail
from household.access import gate, queries
from household.access.models import AccessEvent, Standing
from household.access.queries import Rulebook, Wanted
from household.access.rules.answers import Answer, ReasonCode, State

STANDS = {
    "noelle": (State.ACTIVE, "office-professional"),
    "wanda": (State.ACTIVE, "office-professional"),
    "felix": (State.ACTIVE, "office-professional"),
    "desmond": (State.ACTIVE, "office-professional"),
    "odessa": (State.ACTIVE, "other-school-role"),
    "pilar": (State.ACTIVE, "central-office"),
    "dana": (State.ACTIVE, "office-professional"),
    "tamara": (State.NONE, "office-professional"),
    "bruno": (State.NONE, ""),
    "imani": (State.IN_PROGRESS, "office-professional"),
    "caleb": (State.AWAITING_APPROVAL, "other-school-role"),
    "howard": (State.LAPSED, "office-professional"),
    "selma": (State.REVOKED, "office-professional"),
    "gordon": (State.ENDED, "office-professional"),
    "leona": (State.ENDED, "office-professional"),
    "ingrid": (State.NONE, "other-school-role"),
    "maeve": (State.NONE, ""),
    "hazel": (State.NONE, ""),
    "anita": (State.NONE, ""),
}
ANY_DAY = [
    date(2026, 7, 1),
    date(2026, 7, 2),
    date(2026, 9, 8),
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2027, 6, 30),
    date(2028, 2, 29),
]
WINDOW_OPENS = "04-01"
LAST_YEAR = ("felix", "odessa")
"""Their terms end with the school year."""


def book(*, year_starts: str = "07-01") -> Rulebook:
    return queries.rulebook(year_starts=year_starts)


def answer(person: Someone, *, on: date) -> Answer:
    return book().standing(queries.facts_of(person.id, book()), on=on)


def made_on(today: date, *, year_starts: str = "07-01") -> tuple[World, Staff]:
    at = clock.now()
    with db.transaction():
        world = a_world(today=today, at=at, password_hash="-")
        by = audit.command("test")
        return world, a_staff(world, book=book(year_starts=year_starts), password_hash="-", by=by, at=at)


def expected_on(today: date) -> dict[str, tuple[State, str]]:
    """Felix and Odessa are asked to renew, in the last three months of their terms."""
    is_spring = WINDOW_OPENS <= f"{today:%m-%d}" < "07-01"
    return STANDS | ({name: (State.RECERTIFY, STANDS[name][1]) for name in LAST_YEAR} if is_spring else {})


@pytest.mark.parametrize("today", [date(2026, 11, 18), *ANY_DAY])
def test_everyone_stands_as_described_whatever_day_it_is_made(database: Engine, today: date) -> None:
    _, staff = made_on(today)

    answers = {name: answer(getattr(staff, name), on=today) for name in STANDS}
    assert {name: (each.state, each.track) for name, each in answers.items()} == expected_on(today)


@pytest.mark.parametrize("today", ANY_DAY)
def test_what_is_stored_is_what_the_facts_say(database: Engine, today: date) -> None:
    _, staff = made_on(today)

    holds = (Standing.starts <= today) & (Standing.ends.is_(None) | (Standing.ends > today))
    asked = select(Standing.person_id, Standing.state, Standing.track).where(holds)
    stored = {person_id: (State(state), track) for person_id, state, track in db.session().execute(asked)}
    expected = expected_on(today)
    assert {name: stored[getattr(staff, name).id] for name in STANDS} == expected


@pytest.mark.parametrize("today", [date(2026, 7, 31), date(2026, 8, 1), date(2026, 8, 15)])
def test_a_school_year_that_begins_in_august_changes_no_state(database: Engine, today: date) -> None:
    _, staff = made_on(today, year_starts="08-01")

    rules = book(year_starts="08-01")
    stand = {name: rules.standing(queries.facts_of(getattr(staff, name).id, rules), on=today) for name in STANDS}
    last_year = State.RECERTIFY if today < date(2026, 8, 1) else State.ACTIVE
    expected = {name: state for name, (state, _) in STANDS.items()} | dict.fromkeys(LAST_YEAR, last_year)
    assert {name: each.state for name, each in stand.items()} == expected


def test_every_state_but_that_of_the_spring_is_there_on_any_day() -> None:
    assert {state for state, _ in STANDS.values()} == set(State) - {State.RECERTIFY}
    assert {track for _, track in STANDS.values()} == {"office-professional", "other-school-role", "central-office", ""}


def test_days_of_access_are_those_described(staff: Staff, world: World) -> None:
    this_year, next_year = date(2027, 6, 30), date(2028, 6, 30)
    through = {name: answer(getattr(staff, name), on=world.today).through for name in STANDS}

    assert through["noelle"] == through["wanda"] == through["pilar"] == through["dana"] == next_year
    assert through["felix"] == through["odessa"] == this_year
    assert through["desmond"] == world.today + timedelta(days=24)
    assert through["howard"] == date(2026, 6, 30)
    assert through["gordon"] == world.today - timedelta(days=21)
    assert through["leona"] == world.today - timedelta(days=31)
    assert through["selma"] == world.today - timedelta(days=10)


def test_who_is_without_access_is_told_why(staff: Staff, world: World) -> None:
    why = {name: {each.code for each in answer(getattr(staff, name), on=world.today).reasons} for name in STANDS}

    assert why["bruno"] == why["maeve"] == {ReasonCode.NO_TRACK}
    assert why["tamara"] == why["imani"] == {ReasonCode.NOT_TAKEN}
    assert why["caleb"] == {ReasonCode.APPROVAL_MISSING}
    assert why["howard"] == {ReasonCode.NOT_RENEWED, ReasonCode.BEFORE_LAPSE}
    assert why["gordon"] == {ReasonCode.EMPLOYMENT_ENDED}
    assert why["leona"] == {ReasonCode.JOB_CHANGED, ReasonCode.APPROVAL_MISSING}
    assert ReasonCode.RENEWED in {each.code for each in answer(staff.wanda, on=world.today).reasons}


def test_the_ledger_tells_each_change_on_its_own_day(staff: Staff, world: World) -> None:
    told: dict[int, list[tuple[str, date]]] = {}
    lines = select(AccessEvent.person_id, AccessEvent.kind, AccessEvent.effective_on).order_by(AccessEvent.id)
    for person_id, kind, on in db.session().execute(lines):
        told.setdefault(person_id, []).append((kind, on))

    assert [kind for kind, _ in told[staff.wanda.id]] == ["granted", "renewed"]
    assert told[staff.howard.id][-1] == ("lapsed", date(2026, 7, 1))
    assert told[staff.gordon.id][-1] == ("ended", world.today - timedelta(days=20))
    assert told[staff.selma.id][-1] == ("revoked", world.today - timedelta(days=9))
    assert staff.tamara.id not in told


def test_only_what_is_news_is_mailed(staff: Staff) -> None:
    told = {(each.to_address, each.template) for each in db.session().scalars(select(Mail))}
    assert told == {(each.email, "access-ended") for each in (staff.selma, staff.gordon, staff.leona)}


def test_the_right_reaches_the_schools_of_the_jobs(staff: Staff, world: World) -> None:
    town = world.town
    reach = {name: gate.scope_of(getattr(staff, name).id, on=world.today) for name in STANDS}

    assert reach["noelle"].school_ids == {town.high.id}
    assert reach["dana"].school_ids == {town.high.id, town.cedar.id}
    assert reach["pilar"].everywhere
    assert not reach["gordon"].school_ids
    assert not reach["maeve"].everywhere


def test_dana_is_one_person_with_two_accounts(staff: Staff, world: World) -> None:
    assert staff.dana == world.dana
    kinds = db.session().scalars(select(Account.kind).where(Account.person_id == staff.dana.id)).all()
    assert sorted(kinds) == ["parent", "staff"]


def test_eight_alone_have_a_given_role(staff: Staff) -> None:
    given = {each.username: roles_given_to(each.account_id) for each in staff.sign_ins}
    assert {username: roles for username, roles in given.items() if roles} == {
        "maeve.donnelly": ["dots-admin"],
        "rhea.sandoval": ["dots-admin"],
        "odessa.grant": ["nurse"],
        "otis.brandt": ["auditor"],
        "hazel.tran": ["help-desk"],
        "anita.desmarais": ["district-admin"],
        "noelle.archer": ["restrictions"],
        "pilar.cisneros": ["restrictions"],
    }


@pytest.mark.parametrize("mode", ["district", "nist"])
def test_passphrase_and_usernames_keep_the_rules(staff: Staff, mode: str) -> None:
    places = [each.name for each in db.session().scalars(select(School))]
    for each in staff.sign_ins:
        facts = [each.username, each.person.first_name, each.person.last_name, *places]
        assert passwords.problems_with(PASSPHRASE, known_facts=facts, common=common_passwords(), mode=mode) == []
        assert usernames.problems_with(each.username) == []


def test_no_two_people_share_a_number_and_staff_are_found_by_theirs(staff: Staff) -> None:
    numbers = db.session().scalars(select(PersonIdentifier.value)).all()
    assert len(numbers) == len(set(numbers))
    found = queries.person_called(staff.noelle.number)
    assert found is not None
    assert found.id == staff.noelle.id


def test_a_marker_is_its_owners_own(staff: Staff, world: World) -> None:
    stones = {each.marker for each in staff.everyone} - {"", staff.dana.marker}
    assert len(stones) == len(staff.everyone) - 3
    assert not stones & {each.marker for each in world.everyone}
    assert staff.markers_foreign_to(staff.noelle) == (stones | {staff.dana.marker}) - {"Garnet"}


def test_the_review_lists_everyone_with_a_job(staff: Staff, world: World) -> None:
    listed = {each.person_id for each in queries.people_standing(Wanted(), on=world.today, limit=100)}
    assert {each.id for each in staff.everyone} <= listed
    assert {each.id for each in world.town.staff.values()} <= listed
