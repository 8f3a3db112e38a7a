"""`/support/contacts`: what is missing, appointing, ending, keeping, coaches; and what is not yours."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from demo.careers import a_completion
from demo.world import PASSPHRASE
from district.models import StaffAssignment
from foundation import clock, db
from support.models import BuildingCoach, Organization, SupportContact
from support.rules.training import FUNDAMENTALS, INTRODUCTION
from tests.accounts.residents import mails, told
from tests.browser import Browser
from tests.statements import statements
from tests.support.served import Account, Served


@pytest.fixture
def regina(browser: Browser, served: Served) -> Browser:
    return browser.signs_in(served.regina.username, PASSPHRASE)


def enter(app: Flask, account: Account) -> Browser:
    return Browser(app).signs_in(account.username, PASSPHRASE)


def page_of(organization_id: int) -> str:
    db.close()
    return f"/support/organizations/{db.session().get_one(Organization, organization_id).public_id}"


def contact_of(account: Account) -> SupportContact:
    db.close()
    newest = select(SupportContact).where(SupportContact.account_id == account.id).order_by(SupportContact.id.desc())
    return db.session().scalars(newest.limit(1)).one()


def appoints(at: Browser, who: str, kind: str = "support") -> Browser:
    at.open("/support/contacts").fill(who=who, kind=kind).press("Look up")
    return at.press("Appoint") if "Appoint" in at.buttons else at


def flag(account: Account, day: str = "2026-11-01") -> str:
    with db.transaction() as session:
        session.execute(
            update(SupportContact)
            .where(SupportContact.account_id == account.id)
            .values(flagged_on=date.fromisoformat(day), last_active_on=date(2026, 5, 5))
        )
    return contact_of(account).public_id


def test_the_page_says_how_many_are_missing(regina: Browser) -> None:
    page = regina.open("/support/contacts")

    assert page.heading == "2 authorized contacts. One support contact is missing."
    assert "Denise Penn" in page.text
    assert "Introduction to Support: not yet; Fundamentals: not yet" in page.text
    assert "Last used on Monday, November 16, 2026, 2 days ago." in page.text
    assert "Unused until Saturday, May 15, 2027, 180 days later, it is flagged." in page.text


def test_training_is_tracked_by_completions(regina: Browser, served: Served) -> None:
    with db.transaction():
        a_completion(served.theo.person, INTRODUCTION, on=date(2026, 2, 2))
        a_completion(served.theo.person, FUNDAMENTALS, on=date(2026, 3, 3))

    page = regina.open("/support/contacts")

    assert "done on Monday, February 2, 2026; Fundamentals: done on Tuesday, March 3, 2026" in page.text


def test_a_registrar_appoints_a_colleague_who_is_shown_first(app: Flask, regina: Browser, served: Served) -> None:
    regina.open("/support/contacts").fill(who="E-nadia").press("Look up")
    assert regina.heading == "Appoint Nadia Penn"
    assert mails("appointment-made") == []

    page = regina.press("Appoint")

    assert page.heading == "3 authorized contacts; none is missing."
    assert [mail.to_address for mail in mails("appointment-made")] == [served.nadia.email]
    (event,) = told("appointment-made")
    assert (event["kind"], event["is_beyond_recommended"]) == ("support", False)
    assert contact_of(served.nadia).appointed_by_id == served.regina.person.id
    assert enter(app, served.nadia).open("/support/mine").heading == "You may ask the support desk, Nadia."


def test_a_fourth_contact_is_allowed_to_whoever_says_so(regina: Browser, served: Served) -> None:
    appoints(regina, "E-nadia")

    page = appoints(regina, "E-tomas")
    assert page.status == 422
    assert page.errors[0].startswith("Three contacts are recommended, and there are as many.")
    page = page.fill(one_more=True).press("Appoint")

    assert page.heading == "4 authorized contacts; none is missing."
    assert [each["is_beyond_recommended"] for each in told("appointment-made")] == [False, True]


@pytest.mark.parametrize(
    ("who", "kind", "said"),
    [
        ("E-nadia", "technical", "An organization has one technical contact"),
        ("E-regina", "support", "Nobody appoints themselves"),
        ("E-denise", "support", "They are a contact of this organization already."),
        ("nobody.at.all", "support", "Nobody is known by that."),
        ("", "support", "Type the employee number, the username or the email."),
    ],
)
def test_who_is_not_appointed_is_told_why(regina: Browser, served: Served, who: str, kind: str, said: str) -> None:
    page = appoints(regina, who, kind)

    assert page.status == 422
    assert len(page.errors) == 1
    assert page.errors[0].startswith(said)
    assert told("appointment-made") == []


def test_a_colleague_who_left_is_not_appointed(regina: Browser, served: Served) -> None:
    with db.transaction() as session:
        session.execute(
            update(StaffAssignment)
            .where(StaffAssignment.person_id == served.nadia.person.id)
            .values(ends=clock.today())
        )

    assert appoints(regina, "nadia.penn").errors[0].startswith("This person has no job here today.")


def test_ending_asks_for_a_reason_and_tells_it(app: Flask, regina: Browser, served: Served) -> None:
    address = f"/support/contacts/{contact_of(served.denise).public_id}/end"
    assert regina.open(address).press("End the appointment").errors == ["Say in a few words why. The contact is told."]

    page = regina.fill(because="Moves to the library").press("End the appointment")

    assert "The appointment is ended, and they are told why." in page.text
    assert "Moves to the library (Regina Penn)" in page.text
    (mail,) = mails("appointment-ended")
    assert (mail.to_address, mail.context["reason"]) == (served.denise.email, "Moves to the library")
    assert told("appointment-ended")[0]["because"] == "Moves to the library"
    assert enter(app, served.denise).open("/support/").heading.startswith("Your authorized contacts")
    assert regina.open(address).status == 404


def test_an_ended_technical_contact_makes_room_for_the_next(regina: Browser, served: Served) -> None:
    regina.open(f"/support/contacts/{contact_of(served.theo).public_id}/end")
    regina.fill(because="Moves away").press("End the appointment")

    assert appoints(regina, "E-nadia", "technical").status == 200
    assert contact_of(served.nadia).kind == "technical"


def test_a_flagged_contact_is_kept_with_a_reason(regina: Browser, served: Served) -> None:
    public_id = flag(served.denise)
    page = regina.open("/support/contacts")
    assert "Flagged on Sunday, November 1, 2026: not used for 180 days since Tuesday, May 5, 2026." in page.text

    page = regina.open(f"/support/contacts/{public_id}/keep").fill(because="On leave").press("Keep as a contact")

    assert "They stay a contact. 180 days are counted anew from today." in page.text
    assert "Kept on Wednesday, November 18, 2026 by Regina Penn: On leave" in page.text
    kept = contact_of(served.denise)
    assert (kept.flagged_on, kept.kept_on, kept.told_days) == (None, clock.today(), 0)
    assert [mail.context["reason"] for mail in mails("appointment-kept")] == ["On leave"]
    assert told("idle-contact-retained")[0]["because"] == "On leave"


def test_nobody_is_kept_who_was_not_flagged(regina: Browser, served: Served) -> None:
    assert regina.open(f"/support/contacts/{contact_of(served.denise).public_id}/keep").status == 404


def test_a_flagged_contact_goes_on_asking_until_a_person_decides(app: Flask, served: Served) -> None:
    flag(served.denise)

    page = enter(app, served.denise).open("/support/mine")

    assert page.heading == "You may ask the support desk, Denise."
    assert contact_of(served.denise).flagged_on is not None
    page = enter(app, served.regina).open("/support/contacts")
    assert "Flagged on Sunday, November 1, 2026, and used again on Wednesday, November 18, 2026." in page.text


def test_a_registrar_reaches_only_where_they_work(app: Flask, regina: Browser, served: Served) -> None:
    theirs = page_of(served.theirs)

    assert regina.open(theirs).status == 404
    assert regina.open(f"{theirs}/appoint?who=E-nadia&kind=support").status == 404
    assert regina.open(f"/support/contacts/{contact_of(served.carla).public_id}/end").status == 404
    assert enter(app, served.anita).open(theirs).status == 200


def test_a_contact_sees_their_own_organization_and_changes_nothing(app: Flask, served: Served) -> None:
    page = enter(app, served.carla).open("/support/contacts")

    assert page.heading.startswith("1 authorized contact.")
    assert page.buttons.count("Look up") == 0
    assert page.open(page_of(served.ours)).status == 404
    assert page.open(f"{page_of(served.theirs)}/appoint").status == 403


def test_an_advisor_sees_every_organization_and_appoints_nobody(app: Flask, served: Served) -> None:
    page = enter(app, served.tomas).open("/support/contacts")

    assert page.heading == "Authorized contacts, by organization"
    assert "2 support contacts are missing." not in page.text
    assert page.open(page_of(served.theirs)).buttons.count("Look up") == 0


def test_a_colleague_is_told_whom_to_ask_instead(app: Flask, served: Served) -> None:
    assert enter(app, served.nadia).open("/support/contacts").heading.startswith("Your authorized contacts")


def test_a_coach_is_named_for_a_school_and_ended(regina: Browser, served: Served) -> None:
    page = regina.open("/support/contacts").fill(school=served.high.public_id, employee_id="E-nadia")
    page.press("Name the coach")
    assert "The coach is named." in page.text

    with db.transaction() as session:
        coach = session.scalars(select(BuildingCoach)).one().public_id
    page.open(f"{page_of(served.ours)}/coaches/{coach}/end").press("End the coach")

    assert "The coach is ended." in page.text
    assert len(told("building-coach-named")) == len(told("building-coach-ended")) == 1


def test_a_coach_nobody_knows_is_refused(regina: Browser, served: Served) -> None:
    page = regina.open("/support/contacts").fill(school=served.high.public_id, employee_id="E-none")

    assert page.press("Name the coach").errors[0].startswith("Nobody, or more than one, is known by that number.")


def test_the_invited_of_another_organization_wait_until_they_are_appointed(app: Flask, served: Served) -> None:
    anita = enter(app, served.anita).open("desk.contacts")
    anita.fill(first_name="Milo", last_name="Ash", organization="Prairie Lane Schools", email="milo@prairie.example")
    anita.press("Add, and mail the invitation")

    page = anita.open(page_of(served.theirs))
    assert "has no account yet" in page.text
    page.fill(who="milo@prairie.example").press("Look up")
    assert page.errors[0].startswith("Nobody is known by that.")


def test_a_technical_contact_reads_what_they_may_request(app: Flask, served: Served) -> None:
    page = enter(app, served.theo).open("/support/mine")

    assert "the firewall" in page.text
    assert "ask that the site is updated to a newer version" in page.text


def test_use_from_another_place_is_shown(app: Flask, served: Served) -> None:
    other = Browser(app)
    other.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    other.signs_in(served.denise.username, PASSPHRASE)

    page = enter(app, served.denise).open("/support/")
    assert "Your account is also in use from another place" in page.text
    assert "198.51.100.7" in page.text

    with clock.at("2026-11-18 09:11"):
        assert "also in use" not in page.open("/support/").text


def test_use_is_noted_once_a_day(app: Flask, database: Engine, served: Served) -> None:
    denise = enter(app, served.denise).open("/support/")
    assert contact_of(served.denise).last_active_on == clock.today()

    with statements(database) as said:
        denise.open("/support/contacts")
    assert [each for each in said if each.startswith("UPDATE support_contact")] == []

    with db.transaction() as session:
        session.execute(update(SupportContact).values(told_days=150))
    with clock.at("2026-11-19 09:00"):
        enter(app, served.denise).open("/support/contacts")
        used = contact_of(served.denise)
        assert (used.last_active_on, used.told_days) == (clock.today(), 0)


def test_signing_in_alone_is_no_use_of_the_desk(app: Flask, served: Served) -> None:
    enter(app, served.denise).open("accounts.settings")

    assert contact_of(served.denise).last_active_on == date(2026, 11, 16)


def test_the_pages_take_few_statements(app: Flask, database: Engine, served: Served) -> None:
    regina = enter(app, served.regina).open("/support/contacts")
    denise = enter(app, served.denise).open("/support/")
    anita = enter(app, served.anita).open(page_of(served.theirs))
    for at, address in (
        (regina, "/support/contacts"),
        (anita, "/support/contacts"),
        (anita, anita.path),
        (denise, "/support/mine"),
        (denise, "/support/contacts"),
    ):
        with statements(database) as said:
            at.open(address)
        assert len(said) <= 8, "\n".join(said)
