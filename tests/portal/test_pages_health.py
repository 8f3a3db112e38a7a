"""Health: a family tells and corrects, the nurse and the office read and answer, and no word of it goes elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import Account
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT, Someone
from district.models import Person, RecordRead
from foundation import clock, db, logs, nightly, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal.models import HealthCondition, ImmunizationCorrection
from tests.browser import Browser
from tests.portal.writers import Writers, enters
from tests.portal.writers import writers as writers
from tests.statements import statements

CANARY = "Hoopoe-wheeze"


@pytest.fixture
def nina(writers: Writers) -> Someone:
    """A nurse at the high school."""
    hashed = db.session().scalars(select(Account.password_hash).where(Account.person_id == writers.olga.id)).one()
    with db.transaction():
        nina = people.a_person("Nina", "Reed")
        places.a_job(nina, writers.near.high, job_role="Nurse")
        account = people.an_account(nina, "staff", username="nina.reed", password_hash=hashed)
        a_role(account, "nurse", at=LONG_AGO_AT)
    db.close()
    return nina


def family(app: Flask, writers: Writers) -> Browser:
    return enters(app, writers.near.adaeze, "parent").open("portal.immunizations", public_id=writers.near.leo.public_id)


def told(app: Flask, writers: Writers, title: str = CANARY, care: str = "Inhaler in the bag") -> Browser:
    page = family(app, writers).follow("Tell the school of a health condition")
    return page.fill(title=title, care=care).press("Keep it")


def asked(app: Flask, writers: Writers, said: str = f"The dose of May 4 is missing. {CANARY}") -> Browser:
    page = family(app, writers).follow("Ask the nurse to correct immunizations")
    return page.fill(said=said).press("Send to the nurse")


def versions() -> list[tuple[int, str, bool]]:
    db.close()
    rows = db.session().scalars(select(HealthCondition).order_by(HealthCondition.id))
    return [(each.version, each.title, each.is_ended) for each in rows]


def test_a_condition_is_told_changed_and_ended_and_its_versions_stay(app: Flask, writers: Writers) -> None:
    page = told(app, writers, "Asthma")
    assert "Asthma Inhaler in the bag" in page.text
    page.follow("Change: Asthma").fill(care="Inhaler in the office").press("Keep it")
    page.follow("Change: Asthma").press("It is over: end it")

    assert "It is kept as ended." in page.text
    assert versions() == [(1, "Asthma", False), (2, "Asthma", False), (3, "Asthma", True)]
    page.follow("Change: Asthma")
    assert "Inhaler in the bag" in page.text
    assert "Written by you on" in page.text
    page.press("Keep it")
    assert versions()[-1] == (4, "Asthma", False)


def test_the_nurse_and_the_office_read_it_and_the_family_reads_who_did(
    app: Flask, writers: Writers, nina: Someone
) -> None:
    page = told(app, writers)
    for reader in (nina, writers.olga):
        staff = enters(app, reader).open("desk.health")
        assert CANARY not in staff.text
        staff.follow("Leo Okonkwo")
        assert f"{CANARY} Inhaler in the bag" in staff.text
    read = {(each.reader_id, each.person_id) for each in db.session().scalars(select(RecordRead))}

    assert read == {(nina.id, writers.near.leo.id), (writers.olga.id, writers.near.leo.id)}
    text = page.open("portal.access_log", public_id=writers.near.leo.public_id).text
    assert "Nurse, Ridgeline High School" in text
    assert "Office Professional, Ridgeline High School" in text


def test_nobody_else_of_the_staff_reads_it(app: Flask, writers: Writers, nina: Someone) -> None:
    told(app, writers)
    leo = f"/portal/desk/health/{writers.near.leo.public_id}"
    for reader in (writers.theo, writers.nils, writers.dora):
        assert enters(app, reader).open(leo).status == 403
    assert enters(app, nina).open(f"/portal/desk/health/{writers.near.ines.public_id}").status == 404
    assert enters(app, writers.olga).open(f"/portal/desk/health/{writers.near.ines.public_id}").status == 404
    assert db.session().scalars(select(RecordRead)).all() == []


def test_a_correction_goes_to_the_nurse_and_is_answered_with_a_reason(
    app: Flask, writers: Writers, nina: Someone
) -> None:
    page = asked(app, writers)
    assert "Waits for the nurse" in page.text
    for other in (writers.olga, writers.dora, writers.theo):
        assert enters(app, other).open("/portal/desk/immunizations").status == 403
    nurse = enters(app, nina).open("desk.corrections")
    assert CANARY not in nurse.text
    nurse.follow("Leo Okonkwo").fill(answer="declined").press("Keep the answer and tell the family")
    assert nurse.errors == ["Say why it is not corrected, and what to bring: the family reads it."]
    nurse.fill(because="Bring the yellow card.").press("Keep the answer and tell the family")

    assert "Not corrected" in page.open("portal.immunizations", public_id=writers.near.leo.public_id).text
    assert "Bring the yellow card." in page.text
    assert "The nurse answered you" in page.open("portal.home").text
    (mail,) = db.session().scalars(select(Mail).where(Mail.template == "question-answered")).all()
    assert mail.to_address == "adaeze@okonkwo.example"
    settled = nurse.open("desk.corrections", state="settled")
    assert "Not corrected" in settled.text


def test_a_correction_is_answered_once(app: Flask, writers: Writers, nina: Someone) -> None:
    asked(app, writers)
    one, two = (enters(app, nina).open("desk.corrections").follow("Leo Okonkwo") for _ in range(2))
    for each, answer in ((one, "corrected"), (two, "declined")):
        each.fill(answer=answer, because="Why").press("Keep the answer and tell the family")

    assert "A colleague was faster." in two.text
    assert [each.answer for each in db.session().scalars(select(ImmunizationCorrection))] == ["corrected"]


def test_no_word_of_it_is_in_a_mail_a_list_a_file_the_audit_or_a_log(
    app: Flask, writers: Writers, nina: Someone, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("DEBUG")
    with caplog.at_level("DEBUG"):
        page = told(app, writers, care=f"{CANARY} care")
        asked(app, writers)
        nurse = enters(app, nina).open("desk.corrections").follow("Leo Okonkwo")
        nurse.fill(answer="declined", because=f"{CANARY} answer").press("Keep the answer and tell the family")
        office = enters(app, writers.olga)
        seen = [
            browser.open(place, **named).html
            for browser, place, named in (
                (page, "portal.home", {}),
                (page, "portal.messages", {}),
                (page, "portal.requests", {}),
                (page, "portal.access_log", {"public_id": writers.near.leo.public_id}),
                (nurse, "desk.health", {}),
                (nurse, "desk.corrections", {"state": "settled"}),
                (office, "desk.health", {}),
                (office, "desk.absences", {}),
                (office, "messages.sent", {}),
            )
        ]
        paper = page.open("portal.immunizations_paper", public_id=writers.near.leo.public_id).response
        nightly.run()
        with app.app_context():
            postman.deliver(app)
    db.close()
    kept = [str(each.data) for each in db.session().scalars(select(AuditEntry))]
    kept += [f"{each.context} {each.last_error}" for each in db.session().scalars(select(Mail))]
    logged = caplog.text + "".join(capsys.readouterr())

    assert paper is not None
    assert paper.mimetype == "application/pdf"
    assert [each for each in (*seen, *kept, logged, paper.data.decode("latin-1")) if CANARY in each] == []
    assert any("condition" in each for each in kept)


@pytest.mark.parametrize("who", ["rosa", "leo"])
def test_another_family_and_a_student_under_18_find_no_condition(app: Flask, writers: Writers, who: str) -> None:
    told(app, writers)
    condition = db.session().scalars(select(HealthCondition.public_id)).one()
    browser = enters(app, getattr(writers.near, who), "student" if who == "leo" else "parent")
    page = f"/portal/students/{writers.near.leo.public_id}/immunizations"

    for ending in ("/conditions", f"/conditions/{condition}", "/correction", "/conditions/x.css", "/correction;x.js"):
        assert browser.open(f"{page}{ending}").status == 404
    assert CANARY not in browser.open(page).html


def test_under_one_s_own_child_another_s_condition_is_not_there(app: Flask, writers: Writers) -> None:
    told(app, writers)
    condition = db.session().scalars(select(HealthCondition.public_id)).one()
    browser = family(app, writers)

    amaya = writers.near.amaya.public_id
    assert browser.open("portal.health_condition", public_id=amaya, condition=condition).status == 404


def test_an_order_shuts_the_page_and_the_deed(app: Flask, writers: Writers) -> None:
    page = told(app, writers)
    page.follow(f"Change: {CANARY}")
    with db.transaction():
        people.a_restriction(writers.near.adaeze, writers.near.leo)

    assert page.fill(title="Other").press("Keep it").status == 404
    assert len(versions()) == 1


def test_another_guardian_reads_it_and_no_name_of_who_told(app: Flask, writers: Writers) -> None:
    told(app, writers)
    hashed = db.session().scalars(select(Account.password_hash).where(Account.person_id == writers.olga.id)).one()
    with db.transaction():
        people.an_account(writers.near.chidi, "parent", username="chidi.parent", password_hash=hashed)
    other = enters(app, writers.near.chidi, "parent")
    text = other.open("portal.immunizations", public_id=writers.near.leo.public_id).text

    assert f"{CANARY} Inhaler in the bag Written by another guardian" in text
    assert "Adaeze" not in text


def test_two_who_change_at_once_are_told_and_nothing_is_lost(app: Flask, writers: Writers) -> None:
    told(app, writers, "Asthma")
    one, two = (family(app, writers).follow("Change: Asthma") for _ in range(2))
    one.fill(care="First").press("Keep it")
    two.fill(care="Second").press("Keep it")

    assert two.status == 409
    assert "nothing was saved" in two.text
    two.press("Keep it")
    assert [number for number, _title, _ended in versions()] == [1, 2, 3]


def test_what_is_not_whole_is_refused(app: Flask, writers: Writers) -> None:
    page = told(app, writers, "")
    assert (page.status, page.errors) == (422, ["Say what it is, in a few words."])
    page.fill(title="x" * 121, care="y" * 1001).press("Keep it")
    assert page.errors == ["That is too long. Say it in fewer words."] * 2
    page = asked(app, writers, "")
    assert page.errors == ["Say what is wrong: which dose, and the day on which it was given."]
    for _ in range(3):
        asked(app, writers, "Wrong")
    assert asked(app, writers, "Wrong").errors == [
        "Three corrections wait for the nurse already. Wait for her answer, or call the school."
    ]


def test_a_student_of_18_tells_the_school_alone(app: Flask, writers: Writers) -> None:
    leo = writers.near.leo
    with db.transaction() as session:
        born = clock.today() - timedelta(days=18 * 366)
        session.execute(update(Person).where(Person.id == leo.id).values(birth_date=date(born.year, 1, 1)))
    own = enters(app, leo, "student").open("portal.immunizations", public_id=leo.public_id)
    own.follow("Tell the school of a health condition").fill(title="Asthma").press("Keep it")

    assert "It is kept." in own.text
    assert versions() == [(1, "Asthma", False)]


def test_the_pages_take_few_statements(app: Flask, writers: Writers, nina: Someone, database: Engine) -> None:
    page = told(app, writers)
    asked(app, writers)
    nurse = enters(app, nina)
    named = {"public_id": writers.near.leo.public_id}
    said = {}
    for browser, endpoint, values in (
        (page, "portal.immunizations", named),
        (page, "portal.new_condition", named),
        (nurse, "desk.health", {}),
        (nurse, "desk.health_of", named),
        (nurse, "desk.corrections", {}),
    ):
        browser.open(endpoint, **values)
        with statements(database) as found:
            browser.open(endpoint, **values)
        said[endpoint] = len(found)

    assert {name: count for name, count in said.items() if count > 8} == {}
