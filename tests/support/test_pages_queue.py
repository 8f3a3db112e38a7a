"""`/support/queue`: what is due next and why, narrowed, and kept as views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo.world import PASSPHRASE
from foundation import clock, db
from support.actions.views import MOST, save_view
from support.queries.views import saved_views
from tests.browser import Browser
from tests.statements import statements
from tests.support.casebook import a_case
from tests.support.served import Served


@pytest.fixture
def advisor(browser: Browser, served: Served) -> Browser:
    return browser.signs_in(served.tomas.username, PASSPHRASE)


def three(served: Served) -> None:
    """A late one, one of Tomás’s, and a closed one."""
    with db.transaction():
        a_case(served, subject="Grades are late", at=clock.now() - timedelta(days=9))
        mine = {"owner_id": served.tomas.id, "status": "pending-input", "answered_at": clock.now()}
        a_case(served, subject="A report is empty", waits_for_desk=False, **mine)
        a_case(served, subject="Long over", status="closed")


def test_an_empty_desk_says_so(advisor: Browser) -> None:
    page = advisor.open("/support/queue")

    assert page.heading == "No case is open."
    assert "Closed cases do not stand in the queue." in page.text


def test_the_queue_says_what_is_due_and_why_the_late_ones_first(advisor: Browser, served: Served) -> None:
    three(served)

    page = advisor.open("/support/queue")

    assert page.heading == "One case waits for its first reply longer than was promised."
    assert page.text.index("Grades are late") < page.text.index("A report is empty")
    assert "No advisor has replied." in page.text
    assert "What the contact writes brings it back" in page.text
    assert "Long over" not in page.text


def test_the_figures_choose_whose_cases_are_shown(advisor: Browser, served: Served) -> None:
    three(served)

    page = advisor.open("/support/queue?whose=mine")

    assert "A report is empty" in page.text
    assert "Grades are late" not in page.text


def test_conditions_are_compared_by_the_words_people_read(advisor: Browser, served: Served) -> None:
    three(served)

    page = advisor.open("/support/queue?column=status&operator=contains&value=pending+customer")

    assert "A report is empty" in page.text
    assert "Grades are late" not in page.text


def test_all_conditions_must_be_met(advisor: Browser, served: Served) -> None:
    three(served)
    asked = "column=subject&operator=contains&value=a&column=contact&operator=is-not&value=x"

    page = advisor.open(f"/support/queue?{asked}")

    assert page.status == 422
    assert "Condition 2: choose how it is compared." in page.text


def test_a_view_is_kept_replaced_and_forgotten(advisor: Browser, served: Served) -> None:
    three(served)

    page = advisor.open("/support/queue?column=subject&operator=starts&value=grades&whose=all")
    page = page.fill(name="Grades").press("Keep this view")
    assert "The view is kept under its name." in page.text
    page = page.open("/support/queue").follow("Grades")
    assert "A report is empty" not in page.text
    page.open("/support/queue?whose=mine").fill(name="Grades").press("Keep this view")
    with db.transaction():
        (kept,) = saved_views(served.tomas.id)
        assert kept.asked["whose"] == ["mine"]
    page.open("/support/queue").press("Forget (Grades)")

    with db.transaction():
        assert saved_views(served.tomas.id) == []


def test_views_are_ones_own(app: Flask, advisor: Browser, served: Served) -> None:
    with db.transaction():
        save_view(served.tomas.id, "Mine", {"whose": ["mine"]}, at=clock.now())
        save_view(served.denise.id, "Hers", {"whose": ["all"]}, at=clock.now())

    page = advisor.open("/support/queue")

    assert "Mine" in page.text
    assert "Hers" not in page.text


def test_there_is_an_end_to_views(database: Engine, served: Served) -> None:
    with db.transaction():
        kept = [save_view(served.tomas.id, f"View {n}", {}, at=clock.now()) for n in range(MOST + 1)]
        again = save_view(served.tomas.id, "View 1", {"whose": ["mine"]}, at=clock.now())

    assert kept == [True] * MOST + [False]
    assert again


def test_a_long_queue_is_paged(advisor: Browser, served: Served) -> None:
    with db.transaction():
        for n in range(53):
            a_case(served, subject=f"Number {n}.")

    page = advisor.open("/support/queue")

    assert "Page 1 of 2" in page.text
    assert "Number 52." in page.follow("Next page").text


@pytest.mark.parametrize("typed", ["", "12", "abc", "10000011"])
def test_what_is_no_case_number_is_asked_for_again(advisor: Browser, typed: str) -> None:
    page = advisor.open("/support/queue").fill(number=typed).press("Look it up")

    assert "A case number has seven digits." in page.text


@pytest.mark.parametrize("name", ["denise", "nadia", "regina", "anita"])
def test_the_queue_is_for_advisors(browser: Browser, served: Served, name: str) -> None:
    assert browser.signs_in(getattr(served, name).username, PASSPHRASE).open("/support/queue").status == 403


def test_the_number_of_statements_does_not_grow(advisor: Browser, served: Served, database: Engine) -> None:
    with db.transaction():
        for n in range(40):
            a_case(served, subject=f"Number {n}.", owner_id=served.tomas.id)

    with statements(database) as said:
        advisor.open("/support/queue?column=contact&operator=contains&value=denise")

    assert len(said) <= 8
