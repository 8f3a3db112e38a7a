"""A student's schedule by day, week and term, with hours where a bell schedule gives them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo.attendance import some_were_absent
from demo.cast import Someone
from demo.world import PASSPHRASE, World
from foundation import db
from tests.browser import Browser
from tests.statements import statements

MOST = 8
K_5 = "not an accurate reflection of a student’s day"


@pytest.fixture
def told(world: World) -> World:
    with db.transaction():
        some_were_absent(world)
    return world


def opened(browser: Browser, world: World, reader: Someone, student: Someone, **query: str) -> Browser:
    browser.signs_in(world.sign_in(reader).username, PASSPHRASE)
    return browser.open("portal.schedule", public_id=student.public_id, **query)


def test_today_stands_by_the_hour(browser: Browser, told: World) -> None:
    opened(browser, told, told.hoa, told.minh)

    assert browser.heading == "Schedule of Minh Nguyễn"
    assert "8:05 AM – 8:55 AM English Language Arts Harriet Lowell room 204" in browser.text
    assert browser.text.index("8:05 AM") < browser.text.index("12:20 PM – 1:10 PM")
    assert K_5 not in browser.text


def test_without_bell_times_only_the_period_is_said(browser: Browser, world: World) -> None:
    opened(browser, world, world.hoa, world.minh)

    assert "Period 1 English Language Arts" in browser.text
    assert "8:05 AM" not in browser.text


def test_an_elementary_schedule_says_that_it_is_no_picture_of_the_day(browser: Browser, told: World) -> None:
    assert K_5 in opened(browser, told, told.siobhan, told.nora).text


@pytest.mark.parametrize(
    ("on", "why"), [("2026-11-21", "No school: Weekend"), ("2026-11-26", "No school: Thanksgiving")]
)
def test_a_day_without_school_says_why(browser: Browser, told: World, on: str, why: str) -> None:
    assert why in opened(browser, told, told.hoa, told.minh, on=on).text


def test_a_week_has_a_row_for_each_time_and_says_which_days_are_closed(browser: Browser, told: World) -> None:
    opened(browser, told, told.hoa, told.minh, view="week", on="2026-11-24")

    assert "Week of November 23, 2026" in browser.text
    row = next(each for each in browser.page.iter("tr") if "8:05" in "".join(each.itertext()))
    cells = ["".join(each.itertext()).strip() for each in row]
    assert cells[1:3] == ["English Language Arts"] * 2
    assert cells[4].startswith("No school: Thanksgiving")


def test_a_term_lists_each_class_with_its_last_day(browser: Browser, told: World) -> None:
    opened(browser, told, told.hoa, told.minh, view="term")

    assert "Fall semester, through" in browser.text
    assert "Biology 9:55 AM – 10:45 AM" in browser.text


@pytest.mark.parametrize("on", ["x", "0001-01-01", "9999-12-31"])
def test_a_strange_day_is_today(browser: Browser, told: World, on: str) -> None:
    assert "Wednesday, November 18, 2026" in opened(browser, told, told.hoa, told.minh, on=on, view="none").text


def test_nobody_else_finds_it(browser: Browser, told: World) -> None:
    assert opened(browser, told, told.siobhan, told.minh).status == 404


@pytest.mark.parametrize("view", ["day", "week", "term"])
def test_it_takes_few_statements(app: Flask, told: World, database: Engine, view: str) -> None:
    browser = Browser(app).signs_in(told.sign_in(told.hoa).username, PASSPHRASE)
    db.close()
    with statements(database) as said:
        browser.open("portal.schedule", public_id=told.minh.public_id, view=view)

    assert len(said) <= MOST
