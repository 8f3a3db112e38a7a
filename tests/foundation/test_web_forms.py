"""Every form's base: what a list of choices is written as."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import Select

from foundation.web.forms import Form

CHOICES = [
    SelectChoice("", "All schools"),
    SelectChoice("a", "Aspen <Grove> & “Elm”"),
    SelectChoice('b" onfocus="x', "B"),
    SelectChoice("c", "C", render_kw={"data-kind": "x"}),
]


class Narrowing(Form):
    school = SelectField("School", choices=CHOICES)
    schools = SelectMultipleField("Schools", choices=CHOICES)


@pytest.mark.parametrize("chosen", ["", "a", 'b" onfocus="x', "c"])
def test_choices_are_written_as_the_library_writes_them(app: Flask, chosen: str) -> None:
    with app.test_request_context():
        form = Narrowing(formdata=None, school=chosen)
        ours = str(form.school(class_="input"))
        theirs = str(Select()(form.school, class_="input"))

    assert ours == theirs
    assert ours.count(" selected") == 1


def test_one_chosen_among_several_is_written_too(app: Flask) -> None:
    with app.test_request_context():
        chosen: Any = Narrowing(formdata=None, schools=["a", "c"]).schools()

    assert (str(chosen).count(" selected"), "multiple" in str(chosen)) == (2, True)
