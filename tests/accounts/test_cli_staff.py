"""`flask staff invite` and `flask staff roles`: the link alone on stdout, everything else on stderr, exit 0, 1 or 2."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import AccountRole, StaffInvitation
from district.models import PersonIdentifier
from foundation import db
from tests.accounts.colleagues import Colleague, Said, accepts, account_for, invited, leaves, works_here
from tests.accounts.residents import link_in, mails, told
from tests.browser import Browser

LINK = re.compile(r"http://localhost/staff/invitation/[\w.-]+\n")
TODAY, TOMORROW = date(2026, 11, 18), date(2026, 11, 19)


def invitations() -> int:
    db.close()
    return db.session().scalar(select(func.count(StaffInvitation.id))) or 0


def roles_of(colleague: Colleague) -> list[str]:
    account = account_for(colleague)
    assert account is not None
    held = select(AccountRole.role).where(AccountRole.account_id == account.id, AccountRole.ended_at.is_(None))
    return list(db.session().scalars(held))


def test_an_invitation_prints_the_link_alone(app: Flask, noor: Colleague) -> None:
    said = Said(app, "invite", "--employee-id", "E100", "--role", "dots-admin")

    assert (said.exit_code, said.err) == (0, "")
    assert LINK.fullmatch(said.out)
    assert told("staff-invited") == [{"person_id": noor.person_id, "invitation_id": 1, "roles": "dots-admin"}]
    assert mails() == []


def test_the_printed_link_opens(app: Flask, browser: Browser, noor: Colleague) -> None:
    link = Said(app, "invite", "--employee-id", " E100 ").out.strip()

    assert browser.open(link.removeprefix("http://localhost")).heading == "Welcome, Noor H."


def test_somebody_whose_job_is_to_come_is_invited(app: Flask, noor: Colleague) -> None:
    works_here("Ines", "Vidal", "E300", starts=TOMORROW)

    assert LINK.fullmatch(Said(app, "invite", "--employee-id", "E300").out)


def test_somebody_who_has_left_is_not_invited_and_the_way_out_is_told(app: Flask, noor: Colleague) -> None:
    leaves(noor, on=TODAY)
    said = Said(app, "invite", "--employee-id", "E100")

    assert (said.exit_code, said.out) == (1, "")
    assert "Noor Haddad (E100) has no job here, now or later" in said.err
    assert "run flask staff import, and invite again" in said.err
    assert invitations() == 0
    assert told("staff-invited") == []


def test_nobody_is_invited_by_an_id_that_nobody_has(app: Flask, noor: Colleague) -> None:
    said = Said(app, "invite", "--employee-id", "E999")

    assert (said.exit_code, said.out) == (1, "")
    assert "Nobody here has the employee id E999." in said.err


def test_nobody_is_invited_by_an_id_that_two_people_have(app: Flask, noor: Colleague, luz: Colleague) -> None:
    with db.transaction() as session:
        session.add(PersonIdentifier(person_id=luz.person_id, source="sis", type="staff-id", value="E100"))
    said = Said(app, "invite", "--employee-id", "E100")

    assert (said.exit_code, said.out) == (1, "")
    assert "Several people have the employee id E100." in said.err


def test_two_sources_that_agree_on_an_id_mean_one_person(app: Flask, noor: Colleague) -> None:
    with db.transaction() as session:
        session.add(PersonIdentifier(person_id=noor.person_id, source="sis", type="staff-id", value="E100"))

    assert LINK.fullmatch(Said(app, "invite", "--employee-id", "E100").out)


@pytest.mark.parametrize("wrong", [["--role", "household-access"], ["--role", "superuser"], ["--role", ""]])
def test_a_role_that_cannot_be_given_is_wrong_usage(app: Flask, noor: Colleague, wrong: list[str]) -> None:
    said = Said(app, "invite", "--employee-id", "E100", *wrong)

    assert (said.exit_code, said.out) == (2, "")
    assert "'dots-admin'" in said.err
    assert invitations() == 0


def test_without_an_id_it_is_wrong_usage(app: Flask, noor: Colleague) -> None:
    assert Said(app, "invite").exit_code == 2


def test_a_mailed_invitation_goes_to_the_work_email_sealed(app: Flask, noor: Colleague) -> None:
    said = Said(app, "invite", "--employee-id", "E100", "--mail")

    (mail,) = mails()
    assert (mail.template, mail.to_address, mail.language) == ("staff-invitation", noor.email, "en")
    assert link_in(mail) == said.out.strip()
    assert said.out.strip() not in str(mail.context)


def test_without_a_work_email_nothing_is_mailed_and_the_older_link_lives(
    app: Flask, browser: Browser, luz: Colleague
) -> None:
    older = invited(luz)
    said = Said(app, "invite", "--employee-id", "E200", "--mail")

    assert (said.exit_code, said.out) == (1, "")
    assert "Luz Prado (E200) has no work email on file. Leave out --mail" in said.err
    assert browser.open(older).status == 200


def test_whoever_has_an_account_is_given_the_role_and_no_link(app: Flask, browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))
    first, again = (Said(app, "invite", "--employee-id", "E100", "--role", "dots-admin") for _ in range(2))

    assert (first.exit_code, first.out) == (0, "")
    assert "It has the role dots-admin now; no link is needed." in first.err
    assert (again.exit_code, again.out) == (0, "")
    assert "with the role dots-admin already. Nothing was changed." in again.err
    assert roles_of(noor) == ["dots-admin"]
    assert [each["role"] for each in told("account-role-given")] == ["dots-admin"]


def test_whoever_has_an_account_is_not_invited_once_more(app: Flask, browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))
    said = Said(app, "invite", "--employee-id", "E100")

    assert (said.exit_code, said.out) == (1, "")
    assert "Noor Haddad has a staff account already." in said.err
    assert invitations() == 1


def test_given_roles_are_listed_and_ended(app: Flask, browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor, "dots-admin"))

    assert Said(app, "roles", "--employee-id", "E100").out == "dots-admin\n"
    ended = Said(app, "roles", "--employee-id", "E100", "--end", "dots-admin")
    assert (ended.exit_code, ended.out) == (0, "")
    assert roles_of(noor) == []
    assert [each["role"] for each in told("account-role-ended")] == ["dots-admin"]


def test_a_role_that_was_ended_can_be_given_again(app: Flask, browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor, "dots-admin"))
    Said(app, "roles", "--employee-id", "E100", "--end", "dots-admin")

    Said(app, "invite", "--employee-id", "E100", "--role", "dots-admin")
    assert roles_of(noor) == ["dots-admin"]


def test_a_role_that_nobody_gave_cannot_be_ended(app: Flask, browser: Browser, noor: Colleague) -> None:
    accepts(browser, invited(noor))
    said = Said(app, "roles", "--employee-id", "E100", "--end", "dots-admin")

    assert (said.exit_code, said.out) == (1, "")
    assert "does not have the role dots-admin. Nothing was changed." in said.err


def test_roles_of_somebody_without_an_account_are_none_of_ours(app: Flask, noor: Colleague) -> None:
    said = Said(app, "roles", "--employee-id", "E100")

    assert (said.exit_code, said.out) == (1, "")
    assert "has no staff account. flask staff invite makes one." in said.err
