"""The gate: shut at the very midnight the right is over, open the moment it begins, and it says why."""

from __future__ import annotations

import contextvars
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from accounts.models import Account, SessionRecord
from district.models import School
from foundation import clock, db
from foundation.audit import Actor
from foundation.tokens import hash_of
from foundation.web import gates
from household.access import actions, gate, queries
from household.access.gate import NoAccess, Scope
from household.access.models import Proposal
from tests.household.access.staff import Clerk, day, hire
from tests.statements import statements

MIDNIGHT = datetime(2027, 7, 1, 6, 0, tzinfo=UTC)
"""The first moment of July 1, 2027 in Denver, in summer time."""


@pytest.fixture
def tamika(app: Flask, database: Engine) -> Clerk:
    """An office professional whose term ends with June 30, 2027."""
    clerk = hire("Tamika")
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    db.close()
    return clerk


class Visitor:
    """Somebody at a browser; each request stands alone, as on a server."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, path: str) -> TestResponse:
        return contextvars.Context().run(self._client.get, path)

    def post(self, path: str) -> TestResponse:
        return contextvars.Context().run(self._client.post, path)


def client_of(app: Flask, clerk: Clerk, *, kind: str = "staff") -> Visitor:
    """Somebody signed in as this person, before pages hung behind the right."""
    if "probe" not in app.view_functions:
        app.add_url_rule("/probe", "probe", gates.requires(gate.RECORDS)(lambda: "the record"))
        app.add_url_rule("/deed", "deed", gates.signed_in(lambda: deed()), methods=["POST"])
        app.config["WTF_CSRF_ENABLED"] = False
    with db.transaction() as session:
        account = Account(
            person_id=clerk.person_id,
            kind=kind,
            username=kind,
            username_key=kind,
            password_hash="",
            password_changed_at=clock.now(),
            created_at=clock.now(),
        )
        session.add(account)
        session.flush()
        at = datetime(2030, 1, 1, tzinfo=UTC)
        session.add(SessionRecord(token_hash=hash_of(kind), account_id=account.id, created_at=at, last_seen_at=at))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=kind, _fresh=True)
    return Visitor(client)


def deed() -> str:
    """A form of the editor that was opened while the right was there."""
    with db.transaction():
        gate.require(current_user.person_id, on=clock.today())
    return "changed"


def test_the_last_day_counts_to_its_last_minute_and_the_next_not_at_all(app: Flask, tamika: Clerk) -> None:
    client = client_of(app, tamika)
    said = {}
    for moment in ("2027-06-30 23:59", "2027-07-01 00:00"):
        with clock.at(moment):
            said[moment] = client.get("/probe").status_code

    assert said == {"2027-06-30 23:59": 200, "2027-07-01 00:00": 403}


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seconds=st.integers(-300 * 86400, 300 * 86400))
def test_no_moment_after_the_last_day_opens_and_none_before_is_shut(app: Flask, tamika: Clerk, seconds: int) -> None:
    moment = MIDNIGHT + timedelta(seconds=seconds)

    with app.app_context(), clock.at(moment):
        holds = gate.answer_for(tamika.person_id, on=clock.today()).has_access

    assert holds is (moment < MIDNIGHT)


@pytest.mark.parametrize(
    ("year_starts", "first_without"),
    [("03-14", "2027-03-14"), ("03-15", "2027-03-15"), ("11-01", "2026-11-01"), ("11-02", "2026-11-02")],
)
def test_a_term_that_ends_where_the_clocks_change_ends_at_the_district_s_midnight(
    app: Flask, tamika: Clerk, year_starts: str, first_without: str
) -> None:
    """Clocks in Denver go back on November 1, 2026 and forward on March 14, 2027."""
    with_years(app, year_starts)
    first = clock_at(day(first_without))

    around = {}
    for seconds in (-1, 0):
        with clock.at(first + timedelta(seconds=seconds)):
            around[seconds] = gate.answer_for(tamika.person_id, on=clock.today()).has_access

    assert term_end(tamika) == day(first_without)
    assert around == {-1: True, 0: False}


def test_a_right_that_ends_between_two_requests_is_gone_on_the_second(app: Flask, tamika: Clerk) -> None:
    client = client_of(app, tamika)
    first = client.get("/probe")

    tamika.is_revoked()

    assert (first.status_code, client.get("/probe").status_code) == (200, 403)


def test_a_right_that_ends_while_a_form_stands_open_changes_nothing(app: Flask, tamika: Clerk) -> None:
    client = client_of(app, tamika)
    with clock.at("2027-06-30 23:59"):
        first = client.post("/deed")
    with clock.at("2027-07-01 00:00"):
        second = client.post("/deed")

    assert (first.status_code, first.text) == (200, "changed")
    assert second.status_code == 403
    assert "It was not renewed by the last day of its term, June 30, 2027." in second.text


def test_a_refusal_says_how_one_stands_and_what_to_do(app: Flask, database: Engine) -> None:
    clerk = hire("Sheldon")
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2026-09-08")

    page = client_of(app, clerk).get("/probe")

    assert page.status_code == 403
    assert "You do not have household access yet" in page.text
    assert "Infinite Campus Household is not on record." in page.text
    assert "Take Infinite Campus Household." in page.text


def test_a_refusal_speaks_spanish(app: Flask, database: Engine) -> None:
    clerk = hire("Sheldon")
    clerk.works()

    page = client_of(app, clerk).get("/probe?lang=es")

    assert "Tome Infinite Campus: hogares." in page.text


def test_a_parent_account_of_the_same_person_does_not_hold_the_right(app: Flask, tamika: Clerk) -> None:
    page = client_of(app, tamika, kind="parent").get("/probe")

    assert page.status_code == 403
    assert "Your account does not open this page" in page.text


def test_the_gate_asks_two_statements_beside_who_is_here(app: Flask, tamika: Clerk, database: Engine) -> None:
    client = client_of(app, tamika)
    client.get("/probe")
    with statements(database) as said:
        client.get("/probe")

    assert len([each for each in said if each.startswith(("SELECT", "WITH"))]) == 3


def test_the_right_reaches_the_schools_of_current_jobs_and_everything_for_central_staff(
    app: Flask, database: Engine
) -> None:
    a, b = school("A"), school("B")
    clerk, central, nobody = hire("Tamika"), hire("Kurt"), hire("David")
    clerk.works(location="A")
    clerk.works(location="B", job_role="Teacher")
    central.works(category="central", team="Enrollment Services", job_role="Specialist", location="Office")
    nobody.works(location="A")
    for each in (clerk, central):
        each.finishes_both("2026-08-11", "2026-08-12")

    reach = [gate.scope_of(each.person_id, on=day("2026-11-18")) for each in (clerk, central, nobody)]

    assert reach == [Scope(school_ids=frozenset({a, b})), Scope(everywhere=True), Scope()]


def test_the_reach_follows_a_move_to_another_school(app: Flask, database: Engine) -> None:
    school("A")
    b = school("B")
    clerk = hire()
    job = clerk.works(location="A")
    clerk.finishes_both("2026-08-11", "2026-08-12")

    clerk.leaves(job, "2026-11-01")
    clerk.works("2026-11-01", location="B")

    assert gate.scope_of(clerk.person_id, on=day("2026-11-18")) == Scope(school_ids=frozenset({b}))


def test_whoever_has_no_right_is_told_inside_the_transaction(app: Flask, database: Engine) -> None:
    clerk = hire()

    with pytest.raises(NoAccess, match="none"), db.transaction():
        gate.require(clerk.person_id, on=day("2026-11-18"))


def test_a_cut_file_would_name_who_loses_access(app: Flask, tamika: Clerk) -> None:
    """Of three jobs that a file would end, one carries access alone, one has another beside it, one never had any."""
    kurt, david = hire("Kurt"), hire("David")
    jobs = [tamika.works("2021-01-01", location="B"), kurt.works(), kurt.works(location="B"), david.works()]
    kurt.finishes_both("2026-08-11", "2026-08-12")
    own = tamika.works("2021-02-01")

    assert gate.would_lose(jobs, today=day("2026-11-18")) == {kurt.person_id}
    assert gate.would_lose([own], today=day("2026-11-18")) == set()
    assert gate.would_lose([], today=day("2026-11-18")) == set()


def with_years(app: Flask, year_starts: str) -> None:
    app.config["HEARTH"] = replace(app.config["HEARTH"], school_year_starts=year_starts)


def term_end(clerk: Clerk) -> date | None:
    """The first day after the term, by the installation's school year."""
    book = gate.rulebook()
    segments = book.history(queries.facts_of(clerk.person_id, book))
    return next(each.term_ends for each in segments if each.has_access)


def clock_at(first: date) -> datetime:
    """The first moment of a day in the district."""
    return datetime(first.year, first.month, first.day, tzinfo=clock.zone()).astimezone(UTC)


def school(code: str) -> int:
    with db.transaction() as session:
        made = School(name=f"School {code}", kind="school", identifier=code, source="t", source_key=code)
        session.add(made)
        session.flush()
        return made.id


@pytest.mark.parametrize(
    ("category", "expected"), [("central", Scope(everywhere=True)), ("school", Scope(school_ids=frozenset()))]
)
def test_access_by_hand_to_a_job_without_a_track_reaches_what_the_job_does(
    database: Engine, category: str, expected: Scope
) -> None:
    """A grant needs no track; without one the jobs that stand say how far it reaches."""
    clerk, today = hire("Bruno"), clock.today()
    clerk.works(category=category, team="Executive", job_role="" if category == "school" else "Analyst", location="")
    first, second = hire("Piet").person_id, hire("Odile").person_id
    with db.transaction() as session:
        proposal = Proposal(
            person_id=clerk.person_id,
            area="household",
            kind="grant",
            last_day=today,
            reason="Fair",
            state="open",
            proposed_by_id=first,
            proposed_on=today,
            proposed_at=clock.now(),
        )
        session.add(proposal)
        session.flush()
        by = Actor("account", person_id=second)
        assert actions.confirm(proposal, book=gate.rulebook(), today=today, by=by, at=clock.now()) is None

    assert gate.answer_for(clerk.person_id, on=today).has_access
    assert gate.scope_of(clerk.person_id, on=today) == expected
