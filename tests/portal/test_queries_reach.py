"""Whom a message reaches by what: read for many people at once, in three statements."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import Engine, update

from demo.cast import LONG_AGO, Someone, keep
from demo.people import a_person
from district.models import ContactPoint
from district.queries.contacts import FAMILY
from foundation import clock, db, outbox, postman
from foundation.outbox import Channel as Outgoing
from foundation.outbox import Mail
from portal.message_kinds import message_kinds
from portal.models import ContactChoice
from portal.queries.reach import reach_of, reaches
from portal.rules.preferences import By
from tests.statements import statements

EVERY = tuple(By)
ON = date(2026, 11, 18)


def a_point(person: Someone, value: str, *, kind: str = "phone", type: str = "phone", source: str = "sis") -> None:
    keep(ContactPoint(person_id=person.id, kind=kind, type=type, value=value, source=source, starts=LONG_AGO))


def by(person: Someone, kind: str = "general", carried: tuple[By, ...] = EVERY) -> list[str]:
    found = reach_of([person.id], message_kinds()[kind], carried=carried, on=ON)[person.id]
    return [f"{each.by}:{each.to}" for each in found]


def test_an_address_that_two_sources_name_is_one_and_its_number_takes_what_either_says(database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega", email="ana@vega.example", phone="+13035550101")
        a_point(ana, "ana@vega.example", kind="email", type="work", source="hr")
        a_point(ana, "(303) 555-0101")

    found = reaches([ana.id], carried=EVERY, on=ON)[ana.id]
    assert [(each.to, each.ways) for each in found.points] == [
        ("ana@vega.example", (By.MAIL,)),
        ("+13035550101", (By.TEXT, By.VOICE)),
    ]
    assert by(ana) == ["mail:ana@vega.example"]
    assert by(ana, "emergency", carried=(By.MAIL,)) == ["mail:ana@vega.example"]


def test_a_choice_stands_whichever_source_names_the_address(database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega", email="ana@vega.example")
        keep(
            ContactChoice(
                person_id=ana.id, kind="general", channel="mail", to_address="ana@vega.example", is_wanted=False
            )
        )
    assert by(ana) == []
    assert by(ana, "behavior") == ["mail:ana@vega.example"]


def test_what_a_family_typed_counts_once_it_is_confirmed(database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega")
        a_point(ana, "ana@vega.example", kind="email", type="email", source=FAMILY)
    assert by(ana) == []
    assert by(ana, "emergency") == ["mail:ana@vega.example"]

    with db.transaction():
        db.session().execute(update(ContactPoint).values(verified_at=clock.now()))
    assert by(ana) == ["mail:ana@vega.example"]


def test_an_address_that_takes_nothing_is_left_alone_until_something_arrives(app: Flask, database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega", email="not an address")
        ben = a_person("Ben", "Vega", email="ben@vega.example")
    for person in (ana, ben):
        _sends(app, person)

    assert (by(ana), by(ben)) == ([], ["mail:ben@vega.example"])
    with db.transaction():
        db.session().execute(update(Mail).where(Mail.person_id == ben.id).values(returned_at=clock.now()))
    assert by(ben) == []
    _sends(app, ben)
    assert by(ben) == ["mail:ben@vega.example"]


def test_a_mail_that_expired_says_nothing_of_its_address(app: Flask, database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega", email="ana@vega.example")
    _sends(app, ana, expires_at=clock.now() - timedelta(minutes=1))

    assert by(ana) == ["mail:ana@vega.example"]


def test_who_shares_an_address_is_told_nothing_of_the_other_s_mail(app: Flask, database: Engine) -> None:
    with db.transaction():
        ana = a_person("Ana", "Vega", email="both@vega.example")
        ben = a_person("Ben", "Vega", email="both@vega.example")
    _sends(app, ana)

    found = reaches([ana.id, ben.id], carried=EVERY, on=ON)
    assert (len(found[ana.id].fates), len(found[ben.id].fates)) == (1, 0)


def test_many_people_cost_as_many_statements_as_one(database: Engine) -> None:
    with db.transaction():
        people = [a_person("Ana", f"Vega {n}", email=f"ana{n}@vega.example") for n in range(50)]
    with statements(database) as said:
        found = reach_of([each.id for each in people], message_kinds()["general"], carried=EVERY, on=ON)
    assert len(said) == 2
    assert all(len(each) == 1 for each in found.values())


def _sends(app: Flask, person: Someone, **given: object) -> None:
    to = {"Ana": "ana@vega.example", "Ben": "ben@vega.example"}[person.first_name]
    with app.app_context():
        with db.transaction():
            point = db.session().query(ContactPoint.value).filter_by(person_id=person.id).scalar() or to
            outbox.post(
                "usernames",
                to=point,
                channel=Outgoing.MAIL,
                language="en",
                at=clock.now(),
                person_id=person.id,
                usernames=["x"],
                **given,  # type: ignore[arg-type]
            )
        postman.deliver(app)
