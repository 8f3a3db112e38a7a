"""A code over the counter: after a photo ID, to whoever may have one, by no one's own family, and once."""

from __future__ import annotations

import threading
from contextvars import Context
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from demo import people, places
from demo.cast import Someone
from foundation import audit, clock, db
from foundation.audit import STRANGER, Actor, AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from portal import actions
from portal.actions.issuing import IssuedCode
from portal.models import ActivationCode, OfficeRequest
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from portal.rules.office import IdKind, OfficeRefusal, Settlement
from tests.portal.askers import Askers, asked, askers


@pytest.fixture
def told(database: Engine) -> Askers:
    with db.transaction():
        return askers(places.a_school("Ridgeline High School"))


@pytest.fixture
def clerk(database: Engine) -> Actor:
    with db.transaction():
        made = people.a_person("Cora", "Clerk")
    return Actor("account", account_id=None, person_id=made.id)


def at_counter(person: Someone, settings: Settings, by: Actor, kind: Kind = Kind.PARENT) -> IssuedCode | OfficeRefusal:
    db.close()
    with db.transaction():
        return actions.issue_at_office(
            person.id,
            kind=kind,
            id_kind=IdKind.PASSPORT,
            reason="came in",
            settings=settings,
            on=clock.today(),
            by=by,
            at=clock.now(),
        )


def ask(told: Askers, source: str = "203.0.113.9", message: str = "") -> bool:
    db.close()
    with db.transaction():
        return actions.ask_the_office(
            asked(told.unreached, told.sam, school=told.school.name),
            message=message,
            language="es",
            source=source,
            by=STRANGER,
            at=clock.now(),
        )


def serve(request_id: int, person: Someone, settings: Settings, by: Actor) -> IssuedCode | OfficeRefusal:
    db.close()
    with db.transaction():
        return actions.issue_for_request(
            request_id,
            person.id,
            kind=Kind.PARENT,
            id_kind=IdKind.CONSULAR_CARD,
            note="",
            settings=settings,
            on=clock.today(),
            by=by,
            at=clock.now(),
        )


def requests() -> list[OfficeRequest]:
    db.close()
    return list(db.session().scalars(select(OfficeRequest).order_by(OfficeRequest.id)))


def told_of(event: str) -> list[AuditEntry]:
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id)))


def test_a_code_over_the_counter_works_as_long_as_a_letter(told: Askers, settings: Settings, clerk: Actor) -> None:
    made = at_counter(told.unreached, settings, clerk)

    assert isinstance(made, IssuedCode)
    kept = db.session().scalars(select(ActivationCode)).one()
    assert (kept.person_id, kept.kind, kept.delivery) == (told.unreached.id, "parent", Delivery.OFFICE.value)
    assert kept.code_hash == codes.hash_of(made.code)
    assert kept.expires_at > clock.now() + timedelta(days=21)
    assert db.session().scalars(select(Mail)).all() == []


def test_who_looked_at_which_id_is_written_down_and_the_code_is_not(
    told: Askers, settings: Settings, clerk: Actor
) -> None:
    made = at_counter(told.unreached, settings, clerk)

    (entry,) = told_of("code-issued-at-office")
    assert entry.actor_person_id == clerk.person_id
    assert entry.data == {
        "person_id": told.unreached.id,
        "kind": "parent",
        "id_kind": "passport",
        "reason": "came in",
    }
    assert isinstance(made, IssuedCode)
    assert made.code not in str([each.data for each in db.session().scalars(select(AuditEntry))])


def test_a_new_one_ends_the_letter(told: Askers, settings: Settings, clerk: Actor) -> None:
    at_counter(told.mailed, settings, clerk)
    at_counter(told.mailed, settings, clerk)

    ended = [each.superseded_at is not None for each in db.session().scalars(select(ActivationCode))]
    assert sorted(ended) == [False, True]


def test_who_may_not_have_an_account_gets_no_code(told: Askers, settings: Settings, clerk: Actor) -> None:
    with db.transaction():
        people.an_account(told.called, "parent", username="celia", password_hash="x")

    assert at_counter(told.stepfather, settings, clerk) is OfficeRefusal.NOT_ENTITLED
    assert at_counter(told.sam, settings, clerk, Kind.STUDENT) is OfficeRefusal.NOT_ENTITLED
    assert at_counter(told.called, settings, clerk) is OfficeRefusal.HAS_ACCOUNT
    assert db.session().scalars(select(ActivationCode)).all() == []
    assert told_of("code-issued-at-office") == []


def test_nobody_serves_themselves_or_their_own_family(told: Askers, settings: Settings) -> None:
    mother = Actor("account", person_id=told.mailed.id)

    for person, kind in ((told.mailed, Kind.PARENT), (told.luz, Kind.STUDENT), (told.texted, Kind.PARENT)):
        assert at_counter(person, settings, mother, kind) is OfficeRefusal.OWN_FAMILY
    assert isinstance(at_counter(told.unreached, settings, mother), IssuedCode)


def test_a_request_is_kept_as_it_was_said(told: Askers) -> None:
    assert ask(told, message="Llame a la vecina")

    (kept,) = requests()
    assert (kept.first_name, kept.student_last_name, kept.language) == ("Dora", "Hill", "es")
    assert (kept.message, kept.person_id, kept.settled_at) == ("Llame a la vecina", None, None)
    assert kept.school_id == told.school.id
    assert [each.data["ground"] for each in told_of("office-asked")] == ["no-way"]


def test_the_same_asked_again_is_one_request_while_it_is_open(told: Askers, clerk: Actor) -> None:
    assert [ask(told), ask(told)] == [True, True]
    (kept,) = requests()

    with db.transaction():
        assert actions.close_request(kept.id, Settlement.NO_ID, note="", by=clerk, at=clock.now())
    ask(told)

    assert len(requests()) == 2


def test_a_flood_from_one_source_is_slowed(told: Askers) -> None:
    answers = [ask(told) for _ in range(60)]

    assert answers == [True] * 41 + [False] * 19
    assert ask(told, source="198.51.100.7")


def test_a_code_for_a_request_settles_it(told: Askers, settings: Settings, clerk: Actor) -> None:
    ask(told)
    made = serve(requests()[0].id, told.unreached, settings, clerk)

    (kept,) = requests()
    assert isinstance(made, IssuedCode)
    assert (kept.settlement, kept.id_kind, kept.person_id) == ("issued", "consular-card", told.unreached.id)
    assert (kept.settled_by_id, kept.settled_at) == (clerk.person_id, clock.now())


def test_a_refused_code_leaves_the_request_open(told: Askers, settings: Settings, clerk: Actor) -> None:
    ask(told)

    assert serve(requests()[0].id, told.stepfather, settings, clerk) is OfficeRefusal.NOT_ENTITLED
    assert requests()[0].settled_at is None


def test_what_is_settled_stays_as_it_was_settled(told: Askers, settings: Settings, clerk: Actor) -> None:
    ask(told)
    request_id = requests()[0].id
    with db.transaction():
        assert actions.close_request(request_id, Settlement.NOT_FOUND, note="nobody", by=clerk, at=clock.now())
    with db.transaction():
        assert not actions.close_request(request_id, Settlement.TWICE, note="", by=clerk, at=clock.now())

    assert serve(request_id, told.unreached, settings, clerk) is OfficeRefusal.SETTLED
    assert (requests()[0].settlement, requests()[0].note) == ("not-found", "nobody")
    assert db.session().scalars(select(ActivationCode)).all() == []


def test_two_colleagues_at_once_issue_one_code(told: Askers, settings: Settings, clerk: Actor) -> None:
    ask(told)
    request_id = requests()[0].id
    together = threading.Barrier(4)
    made: list[object] = []

    def race() -> None:
        together.wait()
        try:
            made.append(Context().run(serve, request_id, told.unreached, settings, clerk))
        except BaseException as problem:
            made.append(problem)

    threads = [threading.Thread(target=race) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len([each for each in made if isinstance(each, IssuedCode)]) == 1
    assert made.count(OfficeRefusal.SETTLED) == 3
    db.close()
    assert len(db.session().scalars(select(ActivationCode)).all()) == 1


def test_two_counters_at_once_leave_one_living_code(told: Askers, settings: Settings, clerk: Actor) -> None:
    together = threading.Barrier(4)
    made: list[object] = []

    def race() -> None:
        together.wait()
        try:
            made.append(Context().run(at_counter, told.unreached, settings, clerk))
        except BaseException as problem:
            made.append(problem)

    threads = [threading.Thread(target=race) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each for each in made if not isinstance(each, IssuedCode)] == []
    db.close()
    alive = select(ActivationCode).where(ActivationCode.superseded_at.is_(None))
    assert len(db.session().scalars(alive).all()) == 1


def test_the_actor_who_is_a_command_serves_anybody(told: Askers, settings: Settings) -> None:
    assert isinstance(at_counter(told.mailed, settings, audit.command("test")), IssuedCode)
