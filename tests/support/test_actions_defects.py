"""A defect from its first trial to the release that mends it: every linked case, in few statements, and once."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from accounts.queries import SignedIn
from demo.world import PASSPHRASE
from foundation import clock, db, outbox
from foundation.audit import AuditEntry, AuditSubject
from support.actions.defects import link_case, open_defect, try_defect
from support.actions.releasing import release
from support.models import Case, CaseEntry, CaseInvolved, DevelopmentIssue, SupportContact
from support.queries.defects import DefectSeen, defect
from support.rules.defects import DefectRefusal, Stage
from support.rules.kinds import Module
from tests.browser import Browser
from tests.racing import at_once
from tests.statements import statements
from tests.support.casebook import a_case
from tests.support.served import Served


def tomas(served: Served) -> SignedIn:
    now = clock.now()
    told = {"account_id": served.tomas.id, "person_id": served.tomas.person.id, "full_name": "Tomas Penn"}
    return SignedIn(kind="account", created_at=now, last_seen_at=now, **told)


def written(served: Served, *environments: str) -> int:
    """A defect that showed in these environments; gives its id."""
    by, at = tomas(served), clock.now()
    issue = open_defect("DEV-7", "Two addresses", Module.HOUSEHOLDS, is_known=False, by=by, at=at)
    assert isinstance(issue, DevelopmentIssue)
    db.session().flush()
    for each in environments:
        assert try_defect(found(issue.id), each, "", was_seen=True, by=by, at=at) is None
        db.session().flush()
    return issue.id


def found(issue_id: int) -> DefectSeen:
    seen = defect(issue_id, held=True)
    assert seen is not None
    return seen


def linked(served: Served, issue_id: int, **told: object) -> Case:
    """A case of Tomás’s that is linked to the defect."""
    case = a_case(served, **{"owner_id": served.tomas.id, "status": "assigned", "answered_at": clock.now()} | told)
    assert link_case(case, found(issue_id), by=tomas(served), at=clock.now()) is None
    db.session().flush()
    return case


def statuses() -> list[str]:
    return list(db.session().scalars(select(Case.status).order_by(Case.id)))


def test_a_case_waits_for_development_once_the_defect_is_confirmed(database: Engine, served: Served) -> None:
    with db.transaction() as session:
        issue = written(served, "production")
        linked(served, issue)
        linked(served, issue, status="pending-verification", resolution=1)
        session.flush()
        assert statuses() == ["assigned", "pending-verification"]

        assert try_defect(found(issue), "sandbox", "", was_seen=True, by=tomas(served), at=clock.now()) is None
        session.flush()
        later = linked(served, issue)

        assert statuses() == ["with-development", "pending-verification", "with-development"]
        assert not later.is_first_level


def test_a_case_is_linked_once_and_only_while_somebody_has_it(database: Engine, served: Served) -> None:
    by = tomas(served)
    with db.transaction():
        issue = written(served)
        case = linked(served, issue)
        nobodys, closed = a_case(served), a_case(served, status="closed", owner_id=served.tomas.id)

        assert link_case(case, found(issue), by=by, at=clock.now()) is DefectRefusal.LINKED_ALREADY
        assert link_case(nobodys, found(issue), by=by, at=clock.now()) is DefectRefusal.NOT_TAKEN
        assert link_case(closed, found(issue), by=by, at=clock.now()) is DefectRefusal.CASE_CLOSED


def test_a_release_reaches_every_linked_case_and_every_contact_involved(database: Engine, served: Served) -> None:
    by, at = tomas(served), clock.now()
    with db.transaction() as session:
        issue = written(served, "production", "sandbox")
        ours, theirs, over = linked(served, issue), linked(served, issue, contact=served.carla), linked(served, issue)
        other = a_case(served)
        over.status = "closed"
        theo = session.scalars(select(SupportContact).where(SupportContact.account_id == served.theo.id)).one()
        session.add(CaseInvolved(case_id=ours.id, contact_id=theo.id, since=at))
    with db.transaction():
        before = db.session().scalar(select(func.count()).select_from(outbox.Mail))
        assert release(found(issue), "2026.4", "One address again.", by=by, at=at) == 3
    with db.transaction() as session:
        assert statuses() == ["available-in-release", "available-in-release", "closed", "new"]
        asked = select(CaseEntry.case_id, CaseEntry.kind).where(CaseEntry.kind.in_(("released", "status")))
        kinds = Counter(kind for case_id, kind in session.execute(asked) if case_id != other.id)
        assert kinds["released"] == 3
        notes = select(CaseEntry.body).where(CaseEntry.kind == "released")
        assert set(session.scalars(notes)) == {"One address again."}
        mails = session.scalars(select(outbox.Mail).order_by(outbox.Mail.id).offset(before or 0)).all()
        assert sorted((each.to_address, each.context["number"]) for each in mails) == sorted(
            [
                ("denise.penn@work.example", str(ours.number)),
                ("theo.penn@work.example", str(ours.number)),
                ("carla.penn@mail.example", str(theirs.number)),
                ("denise.penn@work.example", str(over.number)),
            ]
        )
        assert {each.context["what"] for each in mails} == {"released"}
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "defect-fixed")).one()
        about = select(AuditSubject.subject_id).where(AuditSubject.entry_id == told.id, AuditSubject.kind == "case")
        assert set(session.scalars(about)) == {ours.id, theirs.id, over.id}
        assert found(issue).stage is Stage.FIXED


def test_a_release_takes_as_many_statements_for_many_cases_as_for_few(database: Engine, served: Served) -> None:
    def counted(number: int, reference: str) -> int:
        with db.transaction() as session:
            by, at = tomas(served), clock.now()
            issue = open_defect(reference, "Slow", Module.GRADES, is_known=False, by=by, at=at)
            assert isinstance(issue, DevelopmentIssue)
            for each in ("production", "sandbox"):
                try_defect(found(issue.id), each, "", was_seen=True, by=by, at=at)
                session.flush()
            for _ in range(number):
                linked(served, issue.id)
            issue_id = issue.id
        with statements(database) as said, db.transaction():
            assert release(found(issue_id), "2026.4", "Faster.", by=by, at=at) == number
        return len(said)

    assert counted(3, "DEV-1") == counted(25, "DEV-2")


def test_of_many_who_say_it_at_once_one_tells_everybody(app: Flask, served: Served) -> None:
    by, at = tomas(served), clock.now()
    with db.transaction():
        issue = written(served, "production", "sandbox")
        linked(served, issue)

    def deed() -> object:
        with db.transaction():
            return release(found(issue), "2026.4", "Once.", by=by, at=at)

    outcomes = at_once([deed] * 6)

    assert Counter(str(each) for each in outcomes) == {"1": 1, DefectRefusal.FIXED_ALREADY.value: 5}
    with db.transaction() as session:
        released = select(func.count()).select_from(CaseEntry).where(CaseEntry.kind == "released")
        assert session.scalar(released) == 1


def test_a_case_that_is_linked_to_a_fixed_defect_is_available_at_once(database: Engine, served: Served) -> None:
    with db.transaction():
        issue = written(served, "production", "sandbox")
        release(found(issue), "2026.4", "Mended.", by=tomas(served), at=clock.now())
        db.session().expire_all()
        case = linked(served, issue)

        assert case.status == "available-in-release"
        body = select(CaseEntry.body).where(CaseEntry.case_id == case.id, CaseEntry.kind == "released")
        assert db.session().scalar(body) == "Mended."


@pytest.mark.parametrize(
    ("trials", "refused"), [([], DefectRefusal.NOT_CONFIRMED), (["production"], DefectRefusal.NOT_CONFIRMED)]
)
def test_what_is_not_confirmed_is_mended_by_no_release(
    database: Engine, served: Served, trials: list[str], refused: DefectRefusal
) -> None:
    with db.transaction():
        issue = written(served, *trials)

        assert release(found(issue), "2026.4", "Mended.", by=tomas(served), at=clock.now()) is refused


def test_an_advisor_walks_a_defect_through_its_pages(browser: Browser, served: Served) -> None:
    with db.transaction():
        number = a_case(served, owner_id=served.tomas.id, status="assigned", answered_at=clock.now()).number
    page = browser.signs_in(served.tomas.username, PASSPHRASE).open("/support/defects").follow("Write one down")
    page = page.fill(reference="DEV-7", title="Two addresses").press("Write it down")
    assert page.heading == "Two addresses"
    place = page.path
    page = page.open(f"/support/cases/{number}/desk/defect").fill(reference="DEV-8").press("Link it")
    assert page.errors == ["No issue with this number is on record. Write it down first."]
    page.fill(reference="dev-7").press("Link it")
    page = page.open(place).fill(name="2026.4", told="Mended.").press("Tell every case")
    assert page.errors == [
        "It shows in fewer than two environments so far. Try it in another one, and note what you saw."
    ]
    for environment in ("production", "sandbox"):
        page = page.open(place).fill(environment=environment).press("Note it")
    assert "It shows in production, sandbox." in page.text
    page = page.fill(name="2026.4", told="Mended.").press("Tell every case")

    assert "One case was told, and its contacts get a mail." in page.text
    assert "available in release" in page.text
    assert page.open("/support/defects?stage=fixed").text.count("DEV-7") == 1
    assert page.open("/support/defects/new").fill(reference="DEV-7", title="Again").press("Write it down").errors == [
        "This issue is on record already. Link the case to it."
    ]
    assert page.open("/support/defects/999").status == 404
