"""What is typed too late is kept, and never a password: the names of fields tell."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from wtforms import PasswordField

from foundation.web.drafts import SECRET
from foundation.web.forms import Form


def forms(of: type[Form] = Form) -> Iterator[type[Form]]:
    for each in of.__subclasses__():
        yield each
        yield from forms(each)


def test_the_name_of_every_password_field_says_what_it_is(app: Flask) -> None:
    """A new secret gets a name that `foundation/web/drafts.py` knows, or its text would wait in the database."""
    with app.test_request_context():
        asked = {
            f"{form.__name__}.{field.name}": field.name
            for form in forms()
            for field in form(formdata=None)
            if isinstance(field, PasswordField)
        }

    assert asked
    assert [where for where, name in asked.items() if not SECRET.search(name)] == []


def test_the_token_of_a_form_is_never_kept() -> None:
    assert SECRET.search("csrf_token")
