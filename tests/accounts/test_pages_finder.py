"""Find your school district: as a page and as JSON, for strangers (S4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from foundation.settings import Settings, SettingsError, read_settings
from tests.browser import Browser

TWO = (
    "Juniper Valley Public Schools; CO; 0800001; https://juniper.example/sign-in",
    "Juniper Hills Unified; NM; ; https://hills.example/sign-in",
)


@pytest.fixture
def two(app: Flask) -> Flask:
    """The app with two districts to find."""
    app.config["HEARTH"] = replace(app.config["HEARTH"], districts=TWO)
    return app


def test_type_district_and_state_choose_and_arrive_at_its_sign_in(two: Flask) -> None:
    browser = Browser(two).open("accounts.districts").fill(name="juniper", state="CO").press("Find the district")
    links = [each.get("href") for each in browser.page.iter("a")]

    assert "One district fits" in browser.text
    assert "https://juniper.example/sign-in" in links
    assert "https://hills.example/sign-in" not in links


def test_where_no_district_is_named_it_is_this_one(browser: Browser) -> None:
    browser.open("accounts.districts").fill(name="juniper").press("Find the district")

    assert "Juniper Valley Public Schools" in browser.text
    assert "http://localhost/sign-in" in [each.get("href") for each in browser.page.iter("a")]


@pytest.mark.parametrize(
    ("name", "said"), [("j", "Type two letters or more of the name."), ("oak", "No district with that name is listed")]
)
def test_what_is_not_found_is_said_with_what_to_do(browser: Browser, name: str, said: str) -> None:
    assert said in browser.open("accounts.districts", name=name).text


def test_as_json_it_tells_the_same(two: Flask) -> None:
    answer = two.test_client().get("/districts.json?name=juniper")

    assert answer.get_json() == {
        "districts": [
            {
                "name": "Juniper Hills Unified",
                "nces_id": None,
                "sign_in": "https://hills.example/sign-in",
                "state": "NM",
            },
            {
                "name": "Juniper Valley Public Schools",
                "nces_id": "0800001",
                "sign_in": "https://juniper.example/sign-in",
                "state": "CO",
            },
        ]
    }


def test_it_is_spoken_in_spanish(browser: Browser) -> None:
    assert browser.open("/districts?lang=es").heading == "Busque su distrito escolar"


@pytest.mark.parametrize(
    "written", ["Elm; CO; 1", "Elm; Colorado; 1; https://elm.example", "; CO; ; https://elm.example", "Elm; CO; ; elm"]
)
def test_a_district_that_cannot_be_read_stops_the_start(settings: Settings, written: str) -> None:
    with pytest.raises(SettingsError, match="HEARTH_DISTRICTS"):
        read_settings({"HEARTH_DISTRICTS": written}, instance=settings.instance)
