"""A code on the screen of the office: once, and as a letter to hand over. Neither address holds it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import abort, make_response, request
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from district.models import Person
from foundation import clock
from foundation.web.gates import requires
from foundation.web.language import LANGUAGES
from foundation.web.pages import page
from portal import queries, words
from portal.actions.issuing import IssuedCode
from portal.letters.files import languages_for
from portal.letters.typesetting import Letter, Texts, printed, square
from portal.rules import codes
from portal.rules.codes import Kind
from portal.views.desk.door import HELP, bp
from portal.views.door import settings


def issued_page(issued: IssuedCode, person: Person, *, kind: Kind) -> Response:
    """The one page that shows a new code. What is kept is its hash: closed, the page is gone for good."""
    url = codes.address_of(issued.code, public_url=settings().public_url)
    return page(
        "desk/issued.html",
        person=person,
        kind=kind.value,
        code=codes.grouped(issued.code),
        square=_drawn(url),
        last_day=_last_day(issued.expires_at),
        address=f"{settings().public_url.rstrip('/')}/portal/activate",
    )


@bp.post("/letter")
@requires(HELP)
def letter() -> Response:
    """The same code as a letter. It is asked for by POST with the code in it, so only whoever sees it can print it."""
    code = codes.canonical(request.form.get("code", ""))
    found = queries.code_on_screen(codes.hash_of(code), at=clock.now()) if code else None
    if code is None or found is None:
        abort(404)
    kept, person = found
    texts = _texts(Kind(kept.kind), issued_on=clock.day_of(kept.issued_at), last_day=_last_day(kept.expires_at))
    languages = languages_for(person.language, texts)
    sheet = Letter(
        person_id=person.public_id,
        name=person.full_name,
        address=(),
        languages=languages,
        code=codes.grouped(code),
        url=codes.address_of(code, public_url=settings().public_url),
    )
    made = printed([sheet], texts, district=settings().district_name, title=texts[languages[0]].heading)
    response = make_response(made.pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = 'attachment; filename="code.pdf"'
    return response


def _drawn(url: str) -> Markup:
    """The square, hidden from screen readers: the page names it, and the code stands beside it."""
    drawing = square(url).replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(drawing)  # noqa: S704 - drawn by ourselves from our own address


def _last_day(expires_at: datetime) -> date:
    return clock.day_of(expires_at - timedelta(microseconds=1))


def _texts(kind: Kind, *, issued_on: date, last_day: date) -> dict[str, Texts]:
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = words.letter(
                kind, language=language, settings=settings(), issued_on=issued_on, last_day=last_day
            )
    return said
