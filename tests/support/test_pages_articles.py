"""The articles, as contacts and advisors read them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo.world import PASSPHRASE
from support.articles import articles
from tests.browser import Browser
from tests.statements import statements
from tests.support.served import Served


@pytest.mark.parametrize("name", ["denise", "carla", "tomas", "regina", "anita"])
def test_contacts_advisors_and_those_who_choose_them_read_articles(app: Flask, served: Served, name: str) -> None:
    reader = Browser(app).signs_in(getattr(served, name).username, PASSPHRASE).open("support.list_articles")
    assert reader.heading == "Read before you ask"
    for each in articles().values():
        assert each.title["en"] in reader.text


def test_nobody_else_does(app: Flask, served: Served) -> None:
    assert Browser(app).signs_in(served.nadia.username, PASSPHRASE).open("support.list_articles").status == 403


def test_words_and_module_narrow_them(app: Flask, served: Served, database: Engine) -> None:
    reader = Browser(app).signs_in(served.denise.username, PASSPHRASE).open("support.list_articles")
    reader.fill(words="forgot password").press("Look")
    assert "A family cannot sign in" in reader.text
    assert "One person stands on record twice" not in reader.text

    reader.fill(words="", module="households").press("Look")
    assert "One person stands on record twice" in reader.text
    assert "A family cannot sign in" not in reader.text

    reader.fill(words="zzzz", module="").press("Look")
    assert "No article is like that." in reader.text
    assert reader.open("/support/articles?module=nonsense").status == 422


@pytest.mark.parametrize("code", list(articles()))
def test_each_is_read_in_both_languages(app: Flask, served: Served, code: str) -> None:
    reader = Browser(app).signs_in(served.theo.username, PASSPHRASE)
    for language in ("en", "es"):
        reader.open(f"/support/articles/{code}?lang={language}")
        assert reader.heading == articles()[code].title[language]


def test_one_that_is_none_is_not_found(app: Flask, served: Served) -> None:
    assert Browser(app).signs_in(served.denise.username, PASSPHRASE).open("/support/articles/none").status == 404


def test_the_list_asks_the_database_only_who_reads(app: Flask, served: Served, database: Engine) -> None:
    reader = Browser(app).signs_in(served.denise.username, PASSPHRASE).open("support.list_articles")
    with statements(database) as said:
        reader.open("support.list_articles")
    assert len(said) == 2, said
