"""Filing, withdrawing and answering what a family asks: the record, the trace, the mail, and nothing on failure."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from demo.cast import Someone
from demo.people import a_person
from demo.world import World
from district.actions.answering_requests import Answered, Meanwhile, Problems, Shown, Told, answer_request
from district.actions.requests import Asking, file_request, snapshot, withdraw_request
from district.models import ChangeRequest, ContactPoint, FormerName, Person, Relationship, RequestField
from district.queries.requests import RequestSeen, request_of
from district.queries.truth import truth_of
from district.rules.requests import Answer, AnswerProblem, FilingRefusal, Given, Kind, Status, shown_key
from foundation import clock, db
from foundation.audit import Actor, AuditEntry
from foundation.outbox import Mail
from tests.household.editor.asking import asks, asks_name, read

CLERK = Actor("account", account_id=None, person_id=None, label="clerk")
TELL = Told("Siobhan", "es", "siobhan@grebe.example")
ACCEPT, DECLINE = Given(Answer.ACCEPTED), Given(Answer.DECLINED, "Bring the court’s order.")


def answers(public_id: str, tell: Told = TELL, known: Someone | None = None, **given: Given) -> Answered | Problems:
    request = read(public_id)
    with db.transaction():
        shown = Shown(request.version, shown_key(truth_of(request, on=clock.today())))
        return answer_request(
            request, given, shown=shown, known_id=known.id if known else None, tell=tell, by=CLERK, at=clock.now()
        )


def found_now(public_id: str) -> RequestSeen:
    """The request as the open transaction finds it."""
    asker = db.session().scalars(select(ChangeRequest.asker_id).where(ChangeRequest.public_id == public_id)).one()
    found = request_of(asker, public_id)
    assert found is not None
    return found


def told(event: str) -> list[dict[str, Any]]:
    found = db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id))
    data = [each.data for each in found]
    db.close()
    return data


def person(who: Someone) -> Person:
    found = db.session().get_one(Person, who.id)
    db.close()
    return found


def phones_of(person_id: int) -> list[str]:
    found = db.session().scalars(
        select(ContactPoint.value).where(
            ContactPoint.person_id == person_id, ContactPoint.kind == "phone", ContactPoint.ends.is_(None)
        )
    )
    values = list(found)
    db.close()
    return values


def test_an_accepted_name_changes_the_record_and_a_declined_one_does_not(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")

    assert answers(public_id, first_name=ACCEPT, last_name=DECLINE) == Answered(Status.PARTLY_ACCEPTED)

    assert person(world.siobhan).full_name == "Siobhán O’Brien"
    assert db.session().scalar(select(FormerName.first_name).where(FormerName.person_id == world.siobhan.id))
    request = read(public_id)
    assert (request.status, request.is_open) == (Status.PARTLY_ACCEPTED, False)
    assert [(each["field"], each["answer"], each["before"], each["after"]) for each in told("request-answered")] == [
        ("first_name", "accepted", "Siobhan", "Siobhán"),
        ("last_name", "declined", "O’Brien", "O’Brien"),
    ]


def test_the_family_is_told_in_their_language_which_fields_and_why_and_no_value(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    answers(public_id, first_name=ACCEPT, last_name=DECLINE)

    mail = db.session().scalars(select(Mail).where(Mail.template == "request-answered")).one()
    assert (mail.to_address, mail.language) == ("siobhan@grebe.example", "es")
    assert mail.context["accepted"] == ["first_name"]
    assert mail.context["declined"] == [["last_name", "Bring the court’s order."]]
    assert "Byrne" not in str(mail.context)


def test_without_an_address_the_answer_stands_and_no_mail_is_written(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    answers(public_id, tell=Told("Siobhan", "en", None), last_name=ACCEPT)

    assert person(world.siobhan).last_name == "Byrne"
    assert db.session().scalar(select(func.count()).select_from(Mail)) == 0


def test_a_field_left_for_later_keeps_the_request_open(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")

    assert answers(public_id, first_name=ACCEPT) == Answered(Status.PARTLY_ANSWERED)
    assert read(public_id).is_open
    assert answers(public_id, last_name=ACCEPT) == Answered(Status.ACCEPTED)
    assert not read(public_id).is_open
    assert db.session().scalar(select(func.count()).select_from(Mail)) == 2


def test_a_value_that_has_arrived_by_itself_is_accepted_without_another_change(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == world.siobhan.id).values(last_name="Byrne"))

    assert answers(public_id, last_name=DECLINE) == {"last_name": [AnswerProblem.NOT_POSSIBLE]}
    assert answers(public_id, last_name=ACCEPT) == Answered(Status.ACCEPTED)
    assert told("person-corrected") == []


def test_a_conflict_is_accepted_over_what_somebody_else_wrote(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")
    with db.transaction() as session:
        session.execute(update(Person).where(Person.id == world.siobhan.id).values(last_name="Kerr"))
    answers(public_id, last_name=ACCEPT)

    assert person(world.siobhan).last_name == "Byrne"
    assert told("request-answered")[0]["before"] == "Kerr"


@pytest.mark.parametrize("meanwhile", ["answered", "withdrawn", "record"])
def test_of_two_at_once_the_second_keeps_nothing(world: World, meanwhile: str) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    request = read(public_id)
    shown = Shown(request.version, shown_key(truth_of(request, on=clock.today())))
    db.close()
    if meanwhile == "answered":
        answers(public_id, last_name=DECLINE)
    elif meanwhile == "withdrawn":
        with db.transaction():
            assert withdraw_request(request, by=CLERK, at=clock.now())
    else:
        with db.transaction() as session:
            session.execute(update(Person).where(Person.id == world.siobhan.id).values(last_name="Kerr"))
    before = person(world.siobhan).full_name

    with pytest.raises(Meanwhile), db.transaction():
        answer_request(found_now(public_id), {"first_name": ACCEPT}, shown=shown, tell=TELL, by=CLERK, at=clock.now())
    assert person(world.siobhan).full_name == before


def test_a_new_contact_is_entered_after_the_others_with_a_tie_of_the_office(world: World) -> None:
    asked = {
        "contact_first_name": "Omar",
        "contact_last_name": "Tate",
        "relation": "neighbor",
        "phone": "(303) 555-0155",
    }
    public_id = asks(world.ruth, Kind.CONTACT_NEW, asked, student=world.isaiah)
    answers(public_id, **dict.fromkeys(asked, ACCEPT))

    tie = db.session().scalars(select(Relationship).where(Relationship.type == "neighbor")).one()
    assert (tie.student_id, tie.emergency, tie.emergency_priority, tie.guardian) == (world.isaiah.id, True, 2, False)
    assert phones_of(tie.adult_id) == ["+13035550155"]
    assert read(public_id).contact_id == tie.adult_id
    assert read(public_id).contact == "Omar Tate"


def test_a_new_contact_may_be_somebody_on_record_whose_phones_stay(world: World) -> None:
    with db.transaction():
        known = a_person("Omar", "Tate", phone="+13035550100")
    asked = {"contact_first_name": "Omar", "contact_last_name": "Tate", "relation": "friend", "phone": "303-555-0155"}
    public_id = asks(world.ruth, Kind.CONTACT_NEW, asked, student=world.isaiah)
    answers(public_id, known=known, **dict.fromkeys(asked, ACCEPT))

    assert db.session().scalars(select(Relationship.adult_id).where(Relationship.type == "friend")).one() == known.id
    assert phones_of(known.id) == ["+13035550100"]


def test_a_contact_is_changed_and_ended(world: World) -> None:
    change = asks(
        world.ruth,
        Kind.CONTACT_CHANGE,
        {"phone": "303-555-0166", "relation": "caregiver"},
        student=world.isaiah,
        contact=world.yolanda,
    )
    end = asks(world.ruth, Kind.CONTACT_END, {"contact": ""}, student=world.isaiah, contact=world.yolanda)
    answers(change, phone=ACCEPT, relation=ACCEPT)
    assert phones_of(world.yolanda.id) == ["+13035550166"]
    answers(end, contact=ACCEPT)

    tie = db.session().scalars(select(Relationship).where(Relationship.adult_id == world.yolanda.id)).one()
    assert (tie.type, tie.emergency, tie.emergency_priority, tie.may_pick_up) == ("caregiver", False, None, True)
    assert tie.ends is None


def test_what_is_gone_can_only_be_declined(world: World) -> None:
    public_id = asks(
        world.ruth, Kind.CONTACT_CHANGE, {"phone": "303-555-0166"}, student=world.isaiah, contact=world.yolanda
    )
    with db.transaction() as session:
        session.execute(
            update(Relationship).where(Relationship.adult_id == world.yolanda.id).values(ends=clock.today())
        )

    assert answers(public_id, phone=ACCEPT) == {"phone": [AnswerProblem.NOT_POSSIBLE]}
    assert answers(public_id, phone=DECLINE) == Answered(Status.DECLINED)


def test_a_child_s_email_and_words_about_a_record(world: World) -> None:
    reach = asks(world.siobhan, Kind.REACH, {"email": "nora@grebe.example"}, student=world.nora)
    wrong = asks(world.siobhan, Kind.WRONG, {"text": "Her birth date is wrong."}, student=world.nora)
    answers(reach, email=ACCEPT)
    answers(wrong, text=ACCEPT)

    assert db.session().scalar(select(ContactPoint.value).where(ContactPoint.person_id == world.nora.id))
    assert [each["after"] for each in told("request-answered")] == ["nora@grebe.example", ""]


def test_an_accepted_home_address_moves_nobody_and_is_told_to_nobody(world: World) -> None:
    public_id = asks(
        world.siobhan, Kind.ADDRESS, {"address": "5 New Road\nJuniper Valley, CO 80999"}, about=world.siobhan,
        student=world.nora,
    )  # fmt: skip
    assert read(public_id).fields[0].saw == "12 Grebe Lane\nJuniper Valley, CO 80999"
    answers(public_id, address=ACCEPT)

    request = read(public_id)
    assert truth_of(request, on=clock.today()) == {"address": "12 Grebe Lane\nJuniper Valley, CO 80999"}
    assert "Road" not in str(told("request-answered"))
    mail = db.session().scalars(select(Mail)).one()
    assert "Road" not in str(mail.context)


def test_a_confidential_address_is_written_into_no_request(world: World) -> None:
    asking = Asking(Kind.ADDRESS, world.joanna.id, world.joanna.id, world.eli.id, {"address": "7 Osprey Way"})
    with db.transaction():
        saw = snapshot(asking, on=clock.today())
        filed = file_request(asking, saw=saw or {}, days=5, by=CLERK, at=clock.now())

    assert saw == {"address": ""}
    assert filed == {"": FilingRefusal.IN_PERSON_ONLY}


def test_the_snapshot_holds_nothing_of_another_home(world: World) -> None:
    """Anke asks about Lena, who lives with Robert: that is not hers to see (T33)."""
    for kind in (Kind.CONTACT_CHANGE, Kind.CONTACT_END):
        asking = Asking(kind, world.anke.id, world.maya.id, world.maya.id, {}, contact_id=world.lena.id)
        assert snapshot(asking, on=clock.today()) is None
    new = Asking(
        Kind.CONTACT_NEW,
        world.anke.id,
        world.maya.id,
        world.maya.id,
        {"contact_first_name": "Lena", "contact_last_name": "Boone"},
    )
    assert set((snapshot(new, on=clock.today()) or {}).values()) == {""}


def test_the_same_question_is_one_request_while_it_waits(world: World) -> None:
    first = asks_name(world.siobhan, world.nora, last_name="Byrne")
    assert asks_name(world.siobhan, world.nora, last_name="Byrne") == first
    assert asks_name(world.siobhan, world.nora, last_name="Kerr") != first
    answers(first, last_name=DECLINE)

    assert asks_name(world.siobhan, world.nora, last_name="Byrne") != first
    assert len(told("change-requested")) == 3


def test_what_is_no_field_of_the_kind_is_never_kept(world: World) -> None:
    public_id = asks_name(
        world.siobhan, world.nora, last_name="Byrne", birth_date="1990-01-01", language="ru", phone="303-555-0101"
    )

    assert [each.field for each in read(public_id).fields] == ["last_name"]


def test_too_many_that_wait_are_not_taken(world: World) -> None:
    for number in range(20):
        asks(world.siobhan, Kind.WRONG, {"text": f"Wrong {number}"}, student=world.nora)
    asking = Asking(Kind.WRONG, world.siobhan.id, world.nora.id, world.nora.id, {"text": "One more"})
    with db.transaction():
        filed = file_request(asking, saw={"text": ""}, days=5, by=CLERK, at=clock.now())

    assert filed == {"": FilingRefusal.TOO_MANY}


def test_withdrawing_keeps_what_was_answered(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, first_name="Siobhán", last_name="Byrne")
    answers(public_id, first_name=ACCEPT)
    request = read(public_id)
    with db.transaction():
        assert withdraw_request(request, by=CLERK, at=clock.now())
    with db.transaction():
        assert not withdraw_request(request, by=CLERK, at=clock.now())

    assert read(public_id).status is Status.ACCEPTED
    assert [each.answer for each in read(public_id).fields] == [Answer.ACCEPTED, Answer.WITHDRAWN]
    assert [each["fields"] for each in told("request-withdrawn")] == ["last_name"]


def test_a_refused_answer_leaves_nothing(world: World) -> None:
    public_id = asks_name(world.siobhan, world.nora, last_name="Byrne")

    assert answers(public_id, last_name=Given(Answer.DECLINED)) == {"last_name": [AnswerProblem.REASON_MISSING]}
    assert db.session().scalar(select(func.count()).select_from(Mail)) == 0
    assert db.session().scalar(select(RequestField.answer).where(RequestField.field == "last_name")) is None
