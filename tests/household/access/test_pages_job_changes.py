"""DoTS’s list of what human resources changed, and the same on the person’s own page."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from foundation import clock
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.access.staff import Clerk, hire
from tests.statements import statements

MOST_STATEMENTS = 8


def a_clerk_who_leaves(name: str = "Tamika") -> Clerk:
    clerk = hire(name, email=f"{name.lower()}@example.org")
    job = clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    clerk.leaves(job, "2026-12-19", for_good=True)
    return clerk


def a_reviewer(browser: Browser, *, language: str = "en") -> Browser:
    maeve = hire("Maeve")
    maeve.works(category="central", team="Technology Services", job_role="Analyst")
    return at_desk(browser, maeve, "dots-admin", language=language)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "What human resources changed",
                "Last day of employment: December 18, 2026.",
                "Household access ends earlier, on December 18, 2026 instead of June 30, 2027.",
                "By mail",
            ),
        ),
        (
            "es",
            (
                "Lo que cambió Recursos Humanos",
                "Último día de empleo: 18 de diciembre de 2026.",
                "El acceso a hogares termina antes: el 18 de diciembre de 2026, en lugar del 30 de junio de 2027.",
                "Por correo",
            ),
        ),
    ],
)
def test_dots_reads_what_changed_and_what_became_of_access(
    database: Engine, browser: Browser, language: str, told: tuple[str, ...]
) -> None:
    a_clerk_who_leaves()
    browser.language = language
    a_reviewer(browser, language=language).open("access.job_changes")

    for each in told:
        assert each in browser.text
    assert browser.follow("Mcpherson, Tamika").status == 200


def test_the_list_takes_few_statements(database: Engine, browser: Browser) -> None:
    for name in ("Ana", "Bea", "Cleo"):
        a_clerk_who_leaves(name)
    a_reviewer(browser)

    with statements(database) as said:
        browser.open("access.job_changes")

    assert len(said) <= MOST_STATEMENTS


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "٣", "1 OR 1=1"])
def test_an_address_that_cannot_be_read_begins_at_the_top(database: Engine, browser: Browser, before: str) -> None:
    a_clerk_who_leaves()

    a_reviewer(browser).open(f"/household/reviews/changes?before={before}")

    assert browser.status == 200
    assert "Mcpherson, Tamika" in browser.text


def test_a_long_list_goes_on(database: Engine, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("household.access.views.job_changes.ROWS", 1)
    a_clerk_who_leaves("Ana")
    a_clerk_who_leaves("Bea")

    a_reviewer(browser).open("access.job_changes")

    assert "Mcpherson, Bea" in browser.text
    assert "Mcpherson, Ana" not in browser.text
    browser.follow("The next 50")
    assert "Mcpherson, Ana" in browser.text


def test_where_nothing_changed_it_says_so(database: Engine, browser: Browser) -> None:
    assert "Nothing has changed yet." in a_reviewer(browser).open("access.job_changes").text


def test_only_dots_reads_it(database: Engine, browser: Browser) -> None:
    assert at_desk(browser, a_clerk_who_leaves()).open("access.job_changes").status == 403


def test_the_person_reads_it_on_their_own_page_and_so_does_dots(database: Engine, browser: Browser) -> None:
    with clock.at("2026-11-18 09:00"):
        at_desk(browser, a_clerk_who_leaves()).open("access.own_access")

    assert "Human resources changed the job November 18, 2026" in browser.text
    assert "Last day of employment: December 18, 2026." in browser.text
