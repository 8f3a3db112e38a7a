"""Days, moments, hours and phones as people write them, in both languages and in the district's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from foundation import clock
from foundation.web import formats

FRIDAY = date(2026, 12, 4)
NARROW = "\u202f"


def said(app: Flask, language: str, name: str, value: object) -> str:
    with app.test_request_context(), force_locale(language):
        return str(getattr(formats, name)(value)).replace(NARROW, " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("name", "value", "english", "spanish"),
    [
        ("day", FRIDAY, "Friday, December 4, 2026", "viernes, 4 de diciembre de 2026"),
        ("short_day", FRIDAY, "December 4, 2026", "4 de diciembre de 2026"),
        ("last_day", date(2027, 7, 1), "June 30, 2027", "30 de junio de 2027"),
        ("last_day", date(2027, 1, 1), "December 31, 2026", "31 de diciembre de 2026"),
        ("hours", "7:30 AM to 4:30 PM", "7:30 AM – 4:30 PM MST", "7:30 a.m. – 4:30 p.m. MST"),
        ("hours", "by appointment", "by appointment", "by appointment"),
        ("hours", "17:30 AM to 4:30 PM", "17:30 AM to 4:30 PM", "17:30 AM to 4:30 PM"),
    ],
)
def test_a_day_is_written_out(app: Flask, name: str, value: object, english: str, spanish: str) -> None:
    assert said(app, "en", name, value) == english
    assert said(app, "es", name, value) == spanish


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (0, "Wednesday, November 18"),
        (-180, "Friday, May 22"),
        (-181, "Thursday, May 21, 2026"),
        (180, "Monday, May 17"),
        (181, "Tuesday, May 18, 2027"),
    ],
)
def test_a_day_that_is_far_off_is_told_with_its_year(app: Flask, days: int, written: str) -> None:
    assert said(app, "en", "near_day", clock.today() + timedelta(days=days)) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 12, 5, 0, 0, tzinfo=UTC), "December 4, 2026, 5:00 PM MST"),
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), "July 1, 2026, 12:30 AM MDT"),
        (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "November 1, 2026, 1:30 AM MDT"),
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "November 1, 2026, 1:30 AM MST"),
    ],
)
def test_a_moment_carries_its_zone(app: Flask, moment: datetime, written: str) -> None:
    assert said(app, "en", "moment", moment) == written


def test_the_zone_has_a_name_in_both_languages(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("en"):
            assert formats.zone_name() == "Mountain Time"
        with force_locale("es"):
            assert formats.zone_name() == "hora de las Montañas Rocosas"


@pytest.mark.parametrize(
    ("given", "shown", "link"),
    [
        ("+1 303-555-0110", "(303) 555-0110", "tel:+13035550110"),
        ("303.555.0110", "(303) 555-0110", "tel:+13035550110"),
        ("+52 55 1234 5678", "+52 55 1234 5678", "tel:+525512345678"),
        ("extension 12", "extension 12", ""),
        ("12", "12", ""),
        ("", "", ""),
    ],
)
def test_a_phone_is_written_as_people_do(given: str, shown: str, link: str) -> None:
    assert formats.phone(given) == shown
    assert formats.telephone_link(given) == link
