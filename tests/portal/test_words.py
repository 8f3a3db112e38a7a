"""The sentences of this room for what is known, and for what is not."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from district.queries import ClassSeen
from district.rules import grades
from district.words import grade
from portal import words
from portal.rules.codes import Kind


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("KG", "Kindergarten"),
        ("01", "Grade 1"),
        ("12", "Grade 12"),
        ("13", "After grade 12"),
        ("PK", "Prekindergarten"),
        ("", ""),
        ("99", ""),
        ("1", ""),
        ("grade five", ""),
    ],
)
def test_a_grade_is_said_in_words_or_not_at_all(app: Flask, code: str, said: str) -> None:
    with app.app_context():
        assert grade(code) == said


def test_every_grade_of_the_feeds_has_words(app: Flask) -> None:
    with app.app_context():
        assert [code for code in grades.CODES if not grade(code)] == []


@pytest.mark.parametrize(
    ("period", "teachers", "location", "said"),
    [
        ("3", ("Dana Whitfield",), "118", "Period 3, Dana Whitfield, room 118"),
        ("3", ("Tess Moran", "Omar Said"), "C5", "Period 3, Tess Moran, Omar Said, room C5"),
        ("", (), "Gym A", "Gym A"),
        ("", (), "Music room", "Music room"),
        ("", (), "", "Period, teacher and room are not known yet"),
    ],
)
def test_a_class_says_what_is_known_of_it(
    app: Flask, period: str, teachers: tuple[str, ...], location: str, said: str
) -> None:
    with app.app_context():
        assert words.place_in_day(ClassSeen(1, "Biology", "Biology", period, location, teachers)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (30, "30 seconds"),
        (60, "60 seconds"),
        (61, "2 minutes"),
        (240, "4 minutes"),
        (3600, "60 minutes"),
    ],
)
def test_a_wait_is_never_said_shorter_than_it_is(app: Flask, seconds: int, said: str) -> None:
    with app.app_context():
        assert words.how_long(seconds) == said


def test_a_students_letter_tells_that_the_username_is_there(app: Flask) -> None:
    """The account is prepared; a guardian's is not."""
    day = date(2026, 11, 18)
    given = {"language": "en", "settings": app.config["HEARTH"], "issued_on": day, "last_day": day}
    with app.test_request_context(), force_locale("en"):
        said = {kind: words.letter(kind, **given).steps[-1] for kind in Kind}

    assert said[Kind.STUDENT] == "Your username is there already. Choose a password, then sign in."
    assert said[Kind.PARENT] == "Choose a username and a password, then sign in."
