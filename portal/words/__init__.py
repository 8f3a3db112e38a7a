"""The sentences of this room that are not in its templates: to families, and to the help desk."""

from portal.words import needs, sections
from portal.words.family import (
    code_refused,
    greeting,
    how_long,
    letter,
    not_entitled,
    not_told,
    place_in_day,
    standing,
)
from portal.words.paper import request_form
from portal.words.requests import new_code

__all__ = [
    "code_refused",
    "greeting",
    "how_long",
    "letter",
    "needs",
    "new_code",
    "not_entitled",
    "not_told",
    "place_in_day",
    "request_form",
    "sections",
    "standing",
]
