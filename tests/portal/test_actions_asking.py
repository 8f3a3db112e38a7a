"""Answering who asks for a new code: to what is on file and nowhere else, and seldom."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo import people, places
from district.models import ContactPoint, Relationship
from district.queries import sight_policy
from foundation import clock, db
from foundation.audit import STRANGER, AuditEntry
from foundation.outbox import Mail
from foundation.settings import Settings
from portal import actions, queries
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.asking import Asked, Outcome
from portal.rules.codes import Delivery, Kind
from tests.portal.askers import Askers, a_phone, asked, askers
from tests.portal.waiting import waiting


@pytest.fixture
def told(database: Engine) -> Askers:
    with db.transaction():
        return askers(places.a_school("Ridgeline High School"))


def answer(typed: Asked, settings: Settings) -> list[Outcome]:
    db.close()
    with db.transaction():
        return actions.answer_new_code(typed, settings=settings, on=clock.today(), by=STRANGER, at=clock.now())


def live_codes() -> list[tuple[int, str, str]]:
    db.close()
    found = db.session().scalars(
        select(ActivationCode).where(ActivationCode.used_at.is_(None), ActivationCode.superseded_at.is_(None))
    )
    return [(each.person_id, each.kind, each.delivery) for each in found]


def letter_for(person_id: int, settings: Settings) -> str:
    with db.transaction():
        return actions.issue_code(
            person_id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=settings, by=STRANGER, at=clock.now()
        ).code


def opens(code: str, settings: Settings) -> bool:
    db.close()
    policy = sight_policy(settings)
    hashed = codes.hash_of(codes.canonical(code) or "")
    return queries.standing_of(hashed, on=clock.today(), at=clock.now(), policy=policy).refusal is None


@pytest.mark.parametrize(
    ("who", "channel", "to"),
    [
        ("mailed", "mail", "ana@vega.example"),
        ("texted", "text", "+13035550102"),
        ("called", "voice", "+13035550103"),
    ],
)
def test_a_code_goes_by_the_best_way_on_file(told: Askers, settings: Settings, who: str, channel: str, to: str) -> None:
    person = getattr(told, who)
    outcomes = answer(asked(person, told.luz), settings)

    (sent,) = waiting()
    assert (sent.channel, sent.to, sent.template) == (channel, to, "activation-code")
    assert sent.language == (person.language or "en")
    assert [each.value for each in outcomes] == [live_codes()[0][2]]
    assert opens(sent.secret["code"], settings)
    assert sent.secret["url"] == f"http://localhost/portal/activate?code={sent.secret['code']}"


def test_the_school_will_do_for_the_number(told: Askers, settings: Settings) -> None:
    for school in (told.school.name, told.school.public_id, "ridgeline high school"):
        assert answer(asked(told.mailed, told.luz, school=school), settings)


@pytest.mark.parametrize(
    "change",
    [
        {"first_name": "Anna"},
        {"last_name": "Ortiz"},
        {"student_first_name": "Lucia"},
        {"student_number": "40234"},
        {"student_number": "", "school": "Cottonwood"},
        {"student_number": "", "school": ""},
        {"student_birth_date": clock.today},
    ],
)
def test_whatever_does_not_fit_sends_nothing(
    told: Askers, settings: Settings, change: dict[str, str | Callable[[], object]]
) -> None:
    changed = {name: value() if callable(value) else value for name, value in change.items()}
    typed = dataclasses.replace(asked(told.mailed, told.luz), **changed)  # type: ignore[arg-type]

    assert answer(typed, settings) == []
    assert waiting() == []
    assert live_codes() == []


def test_another_family_s_parent_cannot_ask_for_this_child(told: Askers, settings: Settings) -> None:
    assert answer(asked(told.mailed, told.sam), settings) == []


def test_who_is_not_entitled_gets_nothing_and_the_office_reads_why(told: Askers, settings: Settings) -> None:
    assert answer(asked(told.stepfather, told.luz), settings) == [Outcome.NOT_ENTITLED]

    assert (waiting(), live_codes()) == ([], [])
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "new-code-requested")).one()
    assert (entry.person_id, entry.data["outcome"]) == (told.stepfather.id, "not-entitled")
    assert entry.actor_kind == "stranger"


def test_a_student_asks_in_their_own_name(told: Askers, settings: Settings) -> None:
    with db.transaction():
        a_phone(told.luz, "+13035550109", called="sms")

    assert answer(asked(told.luz, told.luz), settings) == [Outcome.TEXT]
    assert live_codes() == [(told.luz.id, "student", "text")]


def test_a_student_below_grade_6_gets_none(told: Askers, settings: Settings) -> None:
    with db.transaction():
        a_phone(told.sam, "+13035550109", called="sms")

    assert answer(asked(told.sam, told.sam), settings) == [Outcome.NOT_ENTITLED]
    assert waiting() == []


def test_an_invalid_ended_or_shared_contact_point_is_no_way(told: Askers, settings: Settings) -> None:
    with db.transaction() as session:
        a_phone(told.unreached, "+13035550104", called="sms", is_valid=False)
        a_phone(told.unreached, "+13035550105", called="work")
        a_phone(told.unreached, "call the neighbour")
        ended = update(ContactPoint).where(ContactPoint.person_id == told.mailed.id).values(ends=clock.today())
        session.execute(ended)

    assert answer(asked(told.unreached, told.sam), settings) == [Outcome.NO_WAY]
    assert answer(asked(told.mailed, told.luz), settings) == [Outcome.NO_WAY]
    assert (waiting(), live_codes()) == ([], [])


def test_a_channel_nobody_carries_is_passed_over(told: Askers, settings: Settings) -> None:
    without = dataclasses.replace(settings, text="")
    assert answer(asked(told.texted, told.luz), without) == [Outcome.VOICE]

    neither = dataclasses.replace(without, voice="")
    assert answer(asked(told.called, told.luz), neither) == [Outcome.NO_WAY]


def came_back(to: str, error: str) -> None:
    with db.transaction() as session:
        session.execute(update(Mail).where(Mail.to_address == to).values(parked_at=clock.now(), last_error=error))


@pytest.mark.parametrize("error", ["550 5.1.1 No such user here", "The address is not one a mail can go to."])
def test_an_address_that_sent_the_last_code_back_is_passed_over(told: Askers, settings: Settings, error: str) -> None:
    answer(asked(told.mailed, told.luz), settings)
    came_back("ana@vega.example", error)

    assert answer(asked(told.mailed, told.luz), settings) == [Outcome.TEXT]
    came_back("+13035550101", "550 unknown subscriber")
    letter = letter_for(told.mailed.id, settings)
    assert answer(asked(told.mailed, told.luz), settings) == [Outcome.NO_WAY]
    assert opens(letter, settings)


@pytest.mark.parametrize(
    "error", ["It expired before it could be sent.", "451 try again later", "Nobody carries it: x"]
)
def test_a_mail_that_was_parked_for_another_reason_says_nothing_of_its_address(
    told: Askers, settings: Settings, error: str
) -> None:
    answer(asked(told.mailed, told.luz), settings)
    came_back("ana@vega.example", error)

    assert answer(asked(told.mailed, told.luz), settings) == [Outcome.EMAIL]


def test_a_letter_in_the_post_stays_good_where_no_newer_code_can_go(told: Askers, settings: Settings) -> None:
    letter = letter_for(told.unreached.id, settings)
    answer(asked(told.unreached, told.sam), settings)

    assert opens(letter, settings)


def test_a_newer_code_on_its_way_ends_the_letter(told: Askers, settings: Settings) -> None:
    letter = letter_for(told.mailed.id, settings)
    answer(asked(told.mailed, told.luz), settings)

    assert not opens(letter, settings)
    assert opens(waiting()[0].secret["code"], settings)
    assert len(live_codes()) == 1


def test_a_person_gets_three_codes_in_an_hour_and_the_third_stays_good(told: Askers, settings: Settings) -> None:
    outcomes = [answer(asked(told.mailed, told.luz), settings) for _ in range(6)]

    assert outcomes == [[Outcome.EMAIL]] * 3 + [[Outcome.WAITS]] * 3
    sent = waiting()
    assert [opens(each.secret["code"], settings) for each in sent] == [False, False, True]
    assert answer(asked(told.texted, told.luz), settings) == [Outcome.TEXT], "another person does not wait"

    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        assert answer(asked(told.mailed, told.luz), settings) == [Outcome.EMAIL]


def test_who_has_an_account_is_told_so_and_gets_no_code(told: Askers, settings: Settings) -> None:
    for number, person in enumerate((told.mailed, told.texted, told.called)):
        with db.transaction():
            people.an_account(person, "parent", username=f"vega.{number}", password_hash="x")

    outcomes = [answer(asked(each, told.luz), settings) for each in (told.mailed, told.texted, told.called)]

    assert outcomes == [[Outcome.HAS_ACCOUNT]] * 3
    assert live_codes() == []
    assert [(each.channel, each.to, each.template, each.secret) for each in waiting()] == [
        ("mail", "ana@vega.example", "account-exists", {}),
        ("text", "+13035550102", "account-exists", {}),
    ]


def test_a_father_and_his_son_of_one_name_get_a_code_each(told: Askers, settings: Settings) -> None:
    with db.transaction() as session:
        father = people.a_guardian("Luz", "Vega-Ortiz", of=(), phone="+13035550120")
        people.a_relationship(father, told.luz)
        a_phone(told.luz, "+13035550121", called="sms")
        session.flush()

    answer(asked(told.luz, told.luz), settings)

    assert {(each.to, each.channel) for each in waiting()} == {("+13035550120", "text"), ("+13035550121", "text")}


def test_a_restriction_or_an_ended_tie_sends_nothing(told: Askers, settings: Settings) -> None:
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == told.mailed.id).values(ends=clock.today()))

    assert answer(asked(told.mailed, told.luz), settings) == [Outcome.NOT_ENTITLED]


def test_two_questions_at_once_leave_one_living_code(app: Flask, told: Askers, settings: Settings) -> None:
    together = threading.Barrier(4)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            together.wait()
            Context().run(answer, asked(told.texted, told.luz), settings)
        except BaseException as problem:
            raised.append(problem)
        finally:
            Context().run(db.close)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert raised == []
    assert len(live_codes()) == 1
    alive = [each for each in waiting() if opens(each.secret["code"], settings)]
    assert len(alive) == 1
    assert len(waiting()) == 3


def test_the_audit_holds_no_code_and_no_name(told: Askers, settings: Settings) -> None:
    answer(asked(told.mailed, told.luz), settings)

    (sent,) = waiting()
    written = [str(each.data) for each in db.session().scalars(select(AuditEntry))]
    assert len(written) == 2
    assert not [each for each in written if "Vega" in each or codes.canonical(sent.secret["code"]) in each]
