"""What an account may do: by its kind, by a role given to it, and by a role that facts decide at each request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from accounts import queries
from accounts.actions import signing_in
from accounts.models import Account, AccountRole, SessionRecord
from accounts.queries import SignedIn, derive_roles
from accounts.rules import roles
from demo import people, places
from demo.cast import Someone
from district.models import StaffAssignment, StaffEmployment
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web import gates
from tests.browser import Browser

YESTERDAY, TODAY, TOMORROW = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19)
GIVEN, RECORDS = "dots-admin", "household.records"


def a_clerk(*, starts: date = YESTERDAY, ends: date | None = None) -> tuple[Someone, int]:
    """Somebody with a job, and a staff account that was given the role; the person and the account."""
    with db.transaction() as session:
        clerk = people.a_person("Noor", "Haddad")
        places.a_job(clerk, places.a_school("Alder School"), job_role="Clerk", starts=starts, ends=ends)
        account_id = people.an_account(clerk, "staff", username="noor.haddad", password_hash="")
        session.add(AccountRole(account_id=account_id, role=GIVEN, given_at=clock.now()))
    return clerk, account_id


def signed_in(account_id: int) -> SignedIn:
    with db.transaction() as session:
        started = signing_in.start_session(session.get_one(Account, account_id), by=STRANGER, at=clock.now())
    found = queries.signed_in_by(started.entered.token, at=clock.now())
    assert found is not None
    return found


def test_a_staff_account_has_the_role_of_its_kind_and_what_it_was_given(database: Engine) -> None:
    _, account_id = a_clerk()

    assert signed_in(account_id).roles == {"staff", GIVEN}
    assert signed_in(account_id).may("household.review")
    assert not signed_in(account_id).may("family.home")


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [(TODAY, TOMORROW, True), (YESTERDAY, TODAY, False), (TOMORROW, None, False), (YESTERDAY, None, True)],
)
def test_a_given_role_counts_on_the_days_of_the_job(
    database: Engine, starts: date, ends: date | None, counts: bool
) -> None:
    _, account_id = a_clerk(starts=starts, ends=ends)

    assert signed_in(account_id).may("household.review") is counts


def test_a_given_role_ends_with_the_employment_though_the_job_has_no_end(database: Engine) -> None:
    clerk, account_id = a_clerk()
    with db.transaction() as session:
        employment = StaffEmployment(person_id=clerk.id, ends=TODAY, source="hr", source_key="1")
        session.add(employment)
        session.flush()
        session.execute(update(StaffAssignment).values(employment_id=employment.id))

    assert not signed_in(account_id).may("household.review")
    assert signed_in(account_id).may("household.own-access")


def test_a_role_that_was_ended_counts_no_more_on_the_next_request(database: Engine) -> None:
    _, account_id = a_clerk()
    before = signed_in(account_id)
    with db.transaction() as session:
        session.execute(update(AccountRole).values(ended_at=clock.now()))

    assert before.may("household.review")
    after = queries.signed_in_by(before.token, at=clock.now())
    assert after is not None
    assert not after.may("household.review")


def test_two_accounts_of_one_person_are_kept_apart(database: Engine) -> None:
    clerk, _ = a_clerk()
    with db.transaction():
        parent_id = people.an_account(clerk, "parent", username="noor", password_hash="")
    derive_roles("household-access", lambda account: True)

    parent = signed_in(parent_id)
    assert parent.roles == {"guardian"}
    assert not any(parent.may(right) for right in ("household.review", "household.own-access", RECORDS))


def test_who_is_here_is_one_statement(database: Engine) -> None:
    _, account_id = a_clerk()
    token = signed_in(account_id).token
    said: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *given: said.append(given[2]))

    assert queries.signed_in_by(token, at=clock.now()) is not None
    assert len([each for each in said if each.startswith("SELECT")]) == 1


def test_a_derived_role_is_asked_only_for_its_right_and_once(database: Engine) -> None:
    _, account_id = a_clerk()
    asked: list[int] = []
    derive_roles("household-access", _answering(asked, holds=True))
    account = signed_in(account_id)

    assert account.may("settings.own")
    assert account.may("household.review")
    assert asked == []
    assert account.may(RECORDS)
    assert account.may(RECORDS)
    assert asked == [account_id]


def test_a_derived_role_that_facts_deny_opens_nothing(database: Engine) -> None:
    _, account_id = a_clerk()
    asked: list[int] = []
    derive_roles("household-access", _answering(asked, holds=False))

    assert not signed_in(account_id).may(RECORDS)
    assert asked == [account_id]


def test_only_derived_roles_are_derived() -> None:
    with pytest.raises(ValueError, match="dots-admin is no derived role"):
        derive_roles(GIVEN, lambda account: True)


def test_a_role_comes_from_one_place() -> None:
    by_kind, given, derived = set(roles.ROLE_OF_KIND.values()), set(roles.GIVEN), set(roles.DERIVED)

    assert by_kind | given | derived == {each.role for each in roles.TABLE}
    assert len(by_kind) + len(given) + len(derived) == len(by_kind | given | derived)


def test_a_refusal_is_explained_where_a_room_explains_it(app: Flask) -> None:
    with app.app_context():
        _, account_id = a_clerk()
        token = signed_in(account_id).token
    app.add_url_rule("/first", "first", gates.requires("no.such-right")(lambda: "open"))
    app.add_url_rule("/second", "second", gates.requires("no.other-right")(lambda: "open"))
    gates.explain("no.such-right", lambda: app.make_response("Because you lack a course."))
    client = Browser(app).client
    with client.session_transaction() as cookie:
        cookie.update(_user_id=token, _fresh=True)

    first, second = client.get("/first"), client.get("/second")
    assert (first.status_code, first.text) == (403, "Because you lack a course.")
    assert second.status_code == 403
    assert "Your account does not open this page" in second.text
    gates.explain("no.such-right", lambda: None)
    assert "Your account does not open this page" in client.get("/first").text


def test_a_given_role_dies_at_the_midnight_of_the_district(database: Engine) -> None:
    _, account_id = a_clerk(ends=TOMORROW)
    token = signed_in(account_id).token
    midnight = clock.now().replace(hour=7, minute=0) + timedelta(days=1)
    with db.transaction() as session:
        session.execute(update(SessionRecord).values(created_at=midnight, last_seen_at=midnight))

    last, first = (queries.signed_in_by(token, at=midnight - timedelta(minutes=each)) for each in (1, 0))
    assert last is not None
    assert first is not None
    assert (last.may("household.review"), first.may("household.review")) == (True, False)


def _answering(asked: list[int], *, holds: bool) -> Callable[[SignedIn], bool]:
    def answer(account: SignedIn) -> bool:
        asked.append(account.account_id)
        return holds

    return answer
