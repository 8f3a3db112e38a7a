"""Invitations, given roles and contacts at the help desk: made, sent again, taken back, given, ended."""

from __future__ import annotations

from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts.models import OutsideContact, StaffInvitation
from accounts.queries import roles_given_to
from accounts.rules.giving import GivingRefusal, why_not
from accounts.rules.invitations import state_of
from demo.careers import a_role
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock, db
from foundation.audit import AuditEntry
from tests.accounts.colleagues import Colleague, works_here
from tests.accounts.residents import link_in, mails
from tests.attacks.devices import post, token_of
from tests.browser import Browser
from tests.statements import statements

WHY = "Joins the team in January"
CHOSEN = {"username": "pat.quill", "password": "a heron over the pond 7", "confirm_password": "a heron over the pond 7"}
HOST = "http://localhost"


@pytest.fixture
def desk(browser: Browser, staff: Staff) -> Browser:
    """Hazel of the help desk, who gives no roles."""
    return browser.signs_in("hazel.tran", PASSPHRASE)


@pytest.fixture
def anita(app: Flask, staff: Staff) -> Browser:
    """The district administrator."""
    return Browser(app).signs_in("anita.desmarais", PASSPHRASE)


@pytest.fixture
def zoe(staff: Staff) -> Colleague:
    """Somebody who works here and has no account."""
    return works_here("Zoe", "Marin", "E900", email="zoe.marin@district.example")


def path_in(template: str) -> str:
    return link_in(mails(template)[-1]).removeprefix(HOST)


def told(event: str) -> list[AuditEntry]:
    db.close()
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == event)))


def roles_of(staff: Staff, name: str) -> list[str]:
    db.close()
    return roles_given_to(staff.sign_in(getattr(staff, name)).account_id)


def invites(at: Browser, employee_id: str) -> Browser:
    return at.open("desk.invitations").fill(employee_id=employee_id).press("Mail the invitation")


def sends(browser: Browser, path: str, **fields: str) -> int:
    """Post by hand with the token of the page that is open, as a worker of its own would see it; the status."""
    db.close()
    return Context().run(post, browser, path, csrf_token=token_of(browser), **fields).status_code


@pytest.mark.parametrize(
    ("roles", "may", "oneself", "own", "refusal"),
    [
        ([], False, False, False, None),
        (["help-desk"], True, False, False, None),
        (["help-desk"], False, False, False, GivingRefusal.NO_RIGHT),
        (["principal"], True, False, False, GivingRefusal.NO_SUCH_ROLE),
        (["help-desk", "principal"], True, False, False, GivingRefusal.NO_SUCH_ROLE),
        (["help-desk"], True, True, False, GivingRefusal.ONESELF),
        ([], True, True, True, GivingRefusal.ONESELF),
        (["help-desk"], True, False, True, GivingRefusal.OWN_FAMILY),
    ],
)
def test_who_may_give_what_is_one_rule(
    roles: list[str], may: bool, oneself: bool, own: bool, refusal: GivingRefusal | None
) -> None:
    assert why_not(roles, may_give_roles=may, is_oneself=oneself, is_own_family=own) is refusal


@pytest.mark.parametrize(
    ("used", "superseded", "withdrawn", "hours", "state"),
    [
        (False, False, False, 71, "open"),
        (False, False, False, 72, "expired"),
        (True, False, False, 80, "used"),
        (False, True, False, 80, "superseded"),
        (False, True, True, 1, "withdrawn"),
        (True, True, True, 1, "used"),
    ],
)
def test_an_invitation_is_in_one_state(used: bool, superseded: bool, withdrawn: bool, hours: int, state: str) -> None:
    made = clock.now()
    moments = [made if each else None for each in (used, superseded, withdrawn)]

    assert state == state_of(
        used_at=moments[0],
        superseded_at=moments[1],
        withdrawn_at=moments[2],
        expires_at=made + timedelta(hours=72),
        at=made + timedelta(hours=hours),
    )


def test_the_help_desk_invites_a_colleague_by_mail_and_sees_no_link(app: Flask, desk: Browser, zoe: Colleague) -> None:
    invites(desk, zoe.employee_id)

    assert "The invitation is on its way to the work email on file." in desk.text
    assert "/staff/invitation/" not in desk.html
    [mail] = mails("staff-invitation")
    assert mail.to_address == zoe.email
    Browser(app).open(path_in("staff-invitation")).fill(**CHOSEN).press()
    assert "Used" in desk.open("desk.invitations", state="used").text
    assert "Zoe Marin" in desk.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the employee number."),
        ("E404", "Nobody on record has that employee number."),
        ("E2001", "This person has an account already."),
        ("E901", "No work email is on file"),
        ("E902", "This person has no job here, now or later"),
    ],
)
def test_who_cannot_be_invited_is_told_why(desk: Browser, typed: str, said: str) -> None:
    works_here("Al", "Mute", "E901")
    works_here("Bea", "Gone", "E902", email="bea@district.example", ends=clock.today())

    invites(desk, typed)

    assert desk.status == 422
    assert said in desk.text
    assert mails("staff-invitation") == []


def test_only_who_gives_roles_invites_with_roles(desk: Browser, anita: Browser, zoe: Colleague) -> None:
    path = "/portal/desk/invitations"
    sent = {"employee_id": zoe.employee_id, "roles": "help-desk"}
    assert "help desk: helps people get in" not in desk.open(path).text
    assert sends(desk, path, **sent) == 422

    anita.open(path)
    assert sends(anita, path, **sent) == 303

    db.close()
    assert [each.roles for each in db.session().scalars(select(StaffInvitation))] == ["help-desk"]


def test_sent_again_the_older_link_ends_and_the_list_says_so(app: Flask, desk: Browser, zoe: Colleague) -> None:
    invites(desk, zoe.employee_id)
    older = path_in("staff-invitation")

    desk.press("Send again: Zoe Marin")

    assert Browser(app).open(older).status == 410
    assert Browser(app).open(path_in("staff-invitation")).status == 200
    assert "Ended by a newer one" in desk.text


def test_taken_back_it_opens_nothing_and_the_person_is_told(app: Flask, desk: Browser, zoe: Colleague) -> None:
    invites(desk, zoe.employee_id)
    path = path_in("staff-invitation")

    desk.press("Take back: Zoe Marin")

    assert Browser(app).open(path).status == 410
    assert [each.to_address for each in mails("invitation-withdrawn")] == [zoe.email]
    assert len(told("staff-invitation-withdrawn")) == 1
    assert "Taken back" in desk.text
    assert "Take back: Zoe Marin" not in desk.buttons


def test_a_help_desk_cannot_take_back_or_repeat_an_invitation_with_roles(
    desk: Browser, anita: Browser, zoe: Colleague
) -> None:
    anita.open("desk.invitations").fill(employee_id=zoe.employee_id, roles="help-desk")
    anita.press("Mail the invitation")

    for deed in ("Take back: Zoe Marin", "Send again: Zoe Marin"):
        desk.open("desk.invitations").press(deed)
        assert "Only a district administrator invites with roles." in desk.text
    assert len(mails("staff-invitation")) == 1


def test_a_role_is_given_and_ended_each_with_a_reason(app: Flask, anita: Browser, staff: Staff) -> None:
    bruno = Browser(app).signs_in("bruno.keller", PASSPHRASE)
    anita.open("desk.person", public_id=staff.bruno.public_id).follow("Roles given to this account")
    anita.press("Give the role")
    assert anita.status == 422

    anita.fill(role="help-desk", because=WHY).press("Give the role")
    assert "The role is given." in anita.text
    assert bruno.open("desk.funnel").status == 200

    anita.follow("End it: help-desk").fill(because="Left the team").press("End the role")
    assert "The role is ended." in anita.text
    assert bruno.open("desk.funnel").status == 403
    assert [(each.data["role"], each.data["because"]) for each in told("account-role-given")] == [("help-desk", WHY)]
    assert [each.data["because"] for each in told("account-role-ended")] == ["Left the team"]


def test_the_help_desk_neither_sees_nor_gives_roles(desk: Browser, staff: Staff) -> None:
    assert desk.open("desk.roles", public_id=staff.bruno.public_id).status == 403


def test_nobody_gives_themselves_a_role_or_ends_one_of_their_own(anita: Browser, staff: Staff) -> None:
    own = f"/portal/desk/people/{staff.anita.public_id}/roles"
    anita.open("desk.roles", public_id=staff.bruno.public_id)
    sent = {"role": "dots-admin", "because": WHY}

    assert sends(anita, own, **sent) == 403
    assert sends(anita, f"{own}/district-admin/end", **sent) == 403
    assert roles_of(staff, "anita") == ["district-admin"]


def test_a_role_given_twice_is_given_once(anita: Browser, staff: Staff) -> None:
    for _ in range(2):
        anita.open("desk.roles", public_id=staff.bruno.public_id).fill(role="help-desk", because=WHY)
        anita.press("Give the role")

    assert "That is so already." in anita.text
    assert roles_of(staff, "bruno") == ["help-desk"]


def test_who_has_no_staff_account_has_no_roles_page(anita: Browser, world: World) -> None:
    assert anita.open("desk.roles", public_id=world.hoa.public_id).status == 404
    assert anita.open(f"/portal/desk/people/{world.hoa.public_id}/roles/help-desk/end").status == 404


def adds_contact(desk: Browser, email: str = "pat@transit.example") -> Browser:
    desk.open("desk.contacts").fill(first_name="Pat", last_name="Quill", organization="City Transit", email=email)
    return desk.press("Add, and mail the invitation")


def pat(app: Flask) -> Browser:
    """Pat takes the invitation and signs in."""
    browser = Browser(app).open(path_in("contact-invitation")).fill(**CHOSEN).press()
    assert browser.path == "/sign-in"
    return browser.fill(username="pat.quill", password=CHOSEN["password"]).press()


def test_a_contact_is_added_invited_and_comes_in_to_a_page_of_their_own(app: Flask, desk: Browser) -> None:
    adds_contact(desk)
    assert "p•••@t•••.example" in desk.text

    browser = pat(app)

    assert browser.path == "/contact"
    assert browser.heading == "Your account is open, Pat Quill."
    assert "City Transit" in browser.text
    assert browser.open("/settings/account").status == 200
    assert [browser.open(each).status for each in ("/portal/", "/household/", "/portal/desk", "/household/access")] == [
        403,
        403,
        403,
        403,
    ]
    assert [each.to_address for each in mails("contact-account-made")] == ["pat@transit.example"]


def test_an_ended_contact_is_out_at_once_and_comes_in_no_more(app: Flask, desk: Browser) -> None:
    adds_contact(desk)
    browser = pat(app)

    desk.open("desk.contacts").follow("End: Pat Quill").fill(because="The contract ended").press()

    assert "The contact is ended" in desk.text
    assert browser.open("/contact").path.startswith("/sign-in")
    assert browser.signs_in("pat.quill", CHOSEN["password"]).status == 422
    assert [each.data["because"] for each in told("contact-ended")] == ["The contract ended"]


def test_nobody_opens_the_account_of_an_ended_contact_again(app: Flask, desk: Browser) -> None:
    adds_contact(desk)
    pat(app)
    desk.open("desk.contacts").follow("Pat Quill")
    person = desk.path
    desk.open("desk.contacts").follow("End: Pat Quill").fill(because="The contract ended").press()

    assert "Open the account again" not in desk.open(person).text
    desk.open(f"{person}/contact/enable").fill(because=WHY).press()

    assert "Nothing was changed." in desk.text
    assert Browser(app).signs_in("pat.quill", CHOSEN["password"]).status == 422


def test_an_open_invitation_ends_with_the_contact(app: Flask, desk: Browser) -> None:
    adds_contact(desk)
    path = path_in("contact-invitation")

    desk.open("desk.contacts").follow("End: Pat Quill").fill(because="A mistake").press()
    desk.open("desk.invitations").press("Send again: Pat Quill")

    assert Browser(app).open(path).status == 410
    assert "This person is no contact any more." in desk.text


def test_the_same_address_is_one_contact(desk: Browser) -> None:
    adds_contact(desk)
    adds_contact(desk, "PAT@transit.example")

    assert desk.status == 422
    db.close()
    assert len(db.session().scalars(select(OutsideContact)).all()) == 1


def test_a_link_of_one_kind_opens_nothing_at_the_other_s_door(app: Flask, desk: Browser, zoe: Colleague) -> None:
    adds_contact(desk)
    invites(desk, zoe.employee_id)
    contact, colleague = path_in("contact-invitation"), path_in("staff-invitation")

    assert Browser(app).open(contact.replace("/contact/", "/staff/")).status == 410
    assert Browser(app).open(colleague.replace("/staff/", "/contact/")).status == 410
    assert Browser(app).open(contact).status == 200


def test_a_contact_s_link_is_for_one_use_and_for_three_days(app: Flask, desk: Browser) -> None:
    adds_contact(desk)
    path = path_in("contact-invitation")
    for _ in range(3):
        assert Browser(app).open(path).status == 200
    with clock.at(clock.now() + timedelta(hours=72)):
        assert Browser(app).open(path).status == 410

    pat(app)

    assert Browser(app).open(path).status == 410


def test_the_lists_ask_few_questions(desk: Browser, zoe: Colleague, database: Engine) -> None:
    adds_contact(desk)
    invites(desk, zoe.employee_id)
    for place in ("desk.invitations", "desk.contacts"):
        with statements(database) as asked:
            desk.open(place)
        assert len(asked) <= 8


def test_every_page_speaks_spanish(anita: Browser, desk: Browser, staff: Staff) -> None:
    adds_contact(desk)
    anita.language = "es"
    for place in (
        "/portal/desk/invitations",
        "/portal/desk/contacts",
        f"/portal/desk/people/{staff.bruno.public_id}/roles",
        f"/portal/desk/people/{staff.bruno.public_id}/roles/help-desk/end",
    ):
        assert anita.open(f"{place}?lang=es").status == 200


def test_dana_gives_no_role_to_her_own_family(app: Flask, staff: Staff, world: World) -> None:
    with db.transaction():
        a_role(staff.sign_in(staff.dana).account_id, "district-admin", at=clock.now())
    dana = Browser(app).signs_in("dana.whitfield.staff", PASSPHRASE)

    assert dana.open("desk.roles", public_id=staff.dana.public_id).status == 403
