"""Mails about incidents: one when it begins, one when it is over, to each contact whom it concerns and who wants it."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from accounts.models import Account
from demo.people import a_person, an_account
from demo.served import an_appointment, an_organization
from foundation import clock, db, postman
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from support.actions.incidents import choose_incidents
from support.actions.status import NewNotice, post_notice, say_more
from support.models import StatusNotice, SupportContact
from support.queries import status as queries
from support.rules.status import NoticeKind, System
from tests.racing import at_once
from tests.statements import statements
from tests.support.conftest import APPOINTED
from tests.support.notices import BY, DOWN, TEXTS, incident, maintenance
from tests.support.served import Served

FIXED = {"en": "Pages are quick again.", "es": "Las páginas vuelven a ser rápidas."}
EVERYBODY = ["carla.penn@mail.example", "denise.penn@work.example", "theo.penn@work.example"]


def mailed(*, is_over: bool) -> list[str]:
    """To whom a mail about an incident was written."""
    db.close()
    found = db.session().scalars(select(Mail).where(Mail.template == "support-incident"))
    return sorted(each.to_address for each in found if each.context["is_over"] is is_over)


def close(posted: StatusNotice, *, key: str = "close", closes: bool = True) -> bool:
    with db.transaction():
        found = queries.notice_called(posted.public_id, hold=True)
        assert found is not None
        return say_more(found, FIXED, closes=closes, key=key, by=BY, at=clock.now())


def refuse(served: Served, *, wanted: bool = False) -> None:
    with db.transaction():
        choose_incidents(served.theo.person.id, wanted, by=BY, at=clock.now())


def told() -> list[str]:
    db.close()
    events = db.session().scalars(select(AuditEntry.event).order_by(AuditEntry.id))
    return [each for each in events if each.startswith("incident-mails")]


def test_every_contact_gets_one_mail_when_it_begins_and_one_when_it_is_over(served: Served) -> None:
    posted = incident()
    assert (mailed(is_over=False), mailed(is_over=True)) == (EVERYBODY, [])

    close(posted, key="more", closes=False)
    assert (mailed(is_over=False), mailed(is_over=True)) == (EVERYBODY, [])

    close(posted)
    assert (mailed(is_over=False), mailed(is_over=True)) == (EVERYBODY, EVERYBODY)


def test_forms_sent_twice_mail_once(served: Served) -> None:
    posted = incident()
    incident()
    close(posted)
    close(posted)
    close(posted, key="another")

    assert (mailed(is_over=False), mailed(is_over=True)) == (EVERYBODY, EVERYBODY)


def test_of_many_who_close_it_at_once_one_mails(served: Served) -> None:
    posted = incident()
    db.close()
    at_once([partial(close, posted, key=f"close-{number}") for number in range(6)])

    assert mailed(is_over=True) == EVERYBODY


def test_what_is_taken_back_mails_nobody(served: Served) -> None:
    new = NewNotice(NoticeKind.INCIDENT, System.EVERYTHING, DOWN, TEXTS)
    with pytest.raises(RuntimeError, match="boom"), db.transaction():
        post_notice(new, key="k", by=BY, at=clock.now())
        raise RuntimeError("boom")

    assert mailed(is_over=False) == []


def test_maintenance_is_not_mailed(served: Served) -> None:
    close(maintenance())

    assert (mailed(is_over=False), mailed(is_over=True)) == ([], [])


def test_who_hosts_their_own_hears_nothing_of_the_hosted_application(served: Served) -> None:
    with db.transaction() as session:
        own = an_organization("Mesa Schools", kind="district", hosting="on-site")
        carla = update(SupportContact).where(SupportContact.account_id == served.carla.id)
        session.execute(carla.values(organization_id=own))
    with db.transaction():
        post_notice(NewNotice(NoticeKind.INCIDENT, System.HOSTING, DOWN, TEXTS), key="hosting", by=BY, at=clock.now())
    assert mailed(is_over=False) == EVERYBODY[1:]

    incident()
    assert mailed(is_over=False) == sorted(EVERYBODY + EVERYBODY[1:])


def test_a_contact_of_two_organizations_gets_one_and_an_ended_one_none(served: Served) -> None:
    with db.transaction() as session:
        an_appointment(served.denise.id, served.theirs, starts=APPOINTED)
        theo = update(SupportContact).where(SupportContact.account_id == served.theo.id)
        session.execute(theo.values(ends=clock.today()))

    incident()

    assert mailed(is_over=False) == EVERYBODY[:2]


def test_who_wants_none_gets_none_until_they_do(served: Served) -> None:
    refuse(served)
    refuse(served)
    posted = incident()
    assert mailed(is_over=False) == EVERYBODY[:2]

    refuse(served, wanted=True)
    refuse(served, wanted=True)
    close(posted)
    assert mailed(is_over=True) == EVERYBODY
    assert told() == ["incident-mails-refused", "incident-mails-wanted"]


def test_each_reads_it_in_their_language(app: Flask, served: Served) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.id == served.carla.id).values(language="es"))
    posted = incident()
    with app.app_context():
        assert postman.deliver(app).sent == 3
    close(posted)
    with app.app_context():
        assert postman.deliver(app).sent == 3

    said = {}
    for written in app.config["HEARTH"].instance.joinpath("mail").glob("*.eml"):
        sent = email.message_from_bytes(written.read_bytes(), policy=email.policy.default)
        body = sent.get_body(("plain",))
        assert body is not None
        said.setdefault(str(sent["To"]), []).append(" ".join(body.get_content().split()))
    english, spanish = said[EVERYBODY[1]], said[EVERYBODY[0]]
    assert sorted(DOWN["en"] in each for each in english) == [True, True]
    assert sorted((TEXTS["en"] in each, FIXED["en"] in each) for each in english) == [(False, True), (True, False)]
    assert sorted((TEXTS["es"] in each, FIXED["es"] in each) for each in spanish) == [(False, True), (True, False)]
    assert [each for each in (*english, *spanish) if "http://localhost/status" not in each] == []


@pytest.mark.parametrize("why", ["it is over", "its reader wants none", "its reader is no contact", "a day went by"])
def test_a_mail_that_waited_does_not_leave_when_it_misleads_or_is_not_wanted(
    app: Flask, served: Served, why: str
) -> None:
    posted = incident()
    later = clock.now()
    if why == "it is over":
        close(posted)
    elif why == "its reader wants none":
        refuse(served)
    elif why == "its reader is no contact":
        with db.transaction() as session:
            session.execute(update(SupportContact).values(ends=clock.today()))
    else:
        later += timedelta(days=1, minutes=1)

    with clock.at(later), app.app_context():
        postman.deliver(app)

    db.close()
    sent = db.session().scalars(select(Mail).where(Mail.sent_at.is_not(None)))
    expected = {"it is over": [True] * 3, "its reader wants none": [False] * 2}
    assert [each.context["is_over"] for each in sent] == expected.get(why, [])


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_number_of_statements_does_not_grow(database: Engine, served: Served, how_many: int) -> None:
    with db.transaction():
        for number in range(how_many):
            somebody = a_person("Ada", f"Number{number}")
            named = {"username": f"ada{number}", "recovery_email": f"ada{number}@x.example"}
            account = an_account(somebody, "contact", password_hash="", **named)
            an_appointment(account, an_organization(f"School {number}"), starts=APPOINTED)
    db.close()
    with statements(database) as said:
        incident()

    assert len(mailed(is_over=False)) == 3 + how_many
    assert sum("INSERT INTO mail" in each for each in said) == 1
    assert len(said) < 12, said
