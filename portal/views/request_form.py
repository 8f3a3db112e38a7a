"""The request form for families who come in person: on the page, ready to print, and as a PDF (S4)."""

from __future__ import annotations

from flask import make_response
from werkzeug.wrappers import Response

from foundation.web.gates import public
from foundation.web.language import chosen
from foundation.web.pages import page
from portal import words
from portal.letters.paper import STUDENTS, printed_form
from portal.views.door import bp, settings


@bp.get("/request-form")
@public
def request_form() -> Response:
    texts = words.request_form(language=chosen(), settings=settings())
    return page("portal/request_form.html", texts=texts, rows=STUDENTS)


@bp.get("/request-form.pdf")
@public
def request_form_pdf() -> Response:
    response = make_response(printed_form(words.request_form(language=chosen(), settings=settings())))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="request-form.pdf"'
    return response
