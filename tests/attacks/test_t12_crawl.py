"""T12 over the whole map: every form of strangers that names somebody answers the same about whoever is named.

Forms are found on the app's own map by the names of their fields; a new one is compared without a new line here.
"""

from __future__ import annotations

import pytest
from flask import Flask

from foundation.worker import do_next_job
from tests.accounts.residents import Resident
from tests.accounts.residents import ana as ana
from tests.attacks.forms import PublicForm, public_forms
from tests.attacks.test_t12_enumeration import answer_to

KNOWN_AND_NOT = {
    "username": ("ana.lopez", "nobody-here"),
    "email": ("ana@lopez.example", "nobody@lopez.example"),
    "recovery_email": ("ana@lopez.example", "nobody@lopez.example"),
    "first_name": ("Ana", "Nobody"),
    "last_name": ("Lopez", "Nobody"),
    "student_last_name": ("Lopez", "Nobody"),
    "school": ("Lopez High School", "Nobody High School"),
    "code": ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"),
}
USUAL = {"student_birth_date": "2010-03-14", "student_number": "12345", "password": "wrong password 1"}


@pytest.fixture
def naming(app: Flask, ana: Resident) -> list[PublicForm]:
    """Forms without a key in their address: whoever holds a living link has proved something already."""
    found = [each for each in public_forms(app, {}) if "<" not in each.rule]
    return [each for each in found if set(each.fields) & set(KNOWN_AND_NOT)]


def test_every_form_that_names_somebody_answers_the_same(app: Flask, ana: Resident, naming: list[PublicForm]) -> None:
    told_apart = []
    for form in naming:
        for name in set(form.fields) & set(KNOWN_AND_NOT):
            usual = {each: kept or USUAL.get(each, "Something") for each, kept in form.fields.items()}
            answers = [answer_to(app, form.path, **(usual | {name: value})) for value in KNOWN_AND_NOT[name]]
            if answers[0] != answers[1]:
                told_apart.append(f"{form.rule} by {name}")
    while do_next_job():
        pass

    assert told_apart == []


def test_the_crawl_finds_the_forms_that_name_somebody(naming: list[PublicForm]) -> None:
    assert {"/sign-in", "/forgot-password", "/forgot-username", "/portal/activate", "/portal/new-code"} <= {
        each.rule for each in naming
    }


def test_the_comparison_would_notice_a_word(app: Flask, ana: Resident) -> None:
    """The same page in another language, as a form that says too much would differ."""
    one, other = (answer_to(app, f"/sign-in{query}", username="x", password="y") for query in ("", "?lang=es"))

    assert one != other
