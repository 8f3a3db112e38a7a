"""The door for files: larger bodies for whoever is signed in, errors that name the file, files that never are pages."""

from __future__ import annotations

import contextvars
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from demo.world import PASSPHRASE, World
from foundation.file_kinds import Kind
from foundation.web.forms import Form
from foundation.web.gates import public
from foundation.web.pages import page
from foundation.web.uploads import FilesField, file_answer, takes_files
from tests.browser import HOST, Browser
from tests.papers import PDF, png


class PapersForm(Form):
    papers = FilesField("Papers", most=2, needed="Choose a file.")


def errors_of(app: Flask, *sent: tuple[str, bytes]) -> list[str]:
    data = MultiDict([("papers", (BytesIO(content), name)) for name, content in sent])
    with app.test_request_context("/language", method="POST", data=data, content_type="multipart/form-data"):
        form = PapersForm(meta={"csrf": False})
        form.validate()
        return [str(each) for each in form.papers.errors]


def test_a_file_that_may_be_kept_is_no_error(app: Flask) -> None:
    assert errors_of(app, ("lease.pdf", PDF), ("photo.png", png())) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"", "“a.pdf” is empty. Choose the file again."),
        ("a.pdf", PDF[:-7], "“a.pdf” is damaged. Open it, save it anew, and choose it again."),
        ("a.pdf", b"%PDF-/Launch %%EOF", "“a.pdf” holds a program or other files. Print it as a PDF, and choose that"),
        ("a.svg", b"<svg/>", "“a.svg” is none of the files taken here. PDF, JPEG or PNG, 10 MB each at the most."),
        ("\u202ea.svg", b"<svg/>", "“a.svg” is none of the files"),
    ],
)
def test_a_file_that_is_not_taken_is_named_with_the_reason(app: Flask, name: str, content: bytes, said: str) -> None:
    assert errors_of(app, (name, content))[0].startswith(said)


def test_more_files_than_may_be_are_refused(app: Flask) -> None:
    assert errors_of(app, *[(f"{each}.pdf", PDF) for each in range(3)]) == ["Choose 2 files at most."]


def test_none_where_one_is_needed_is_an_error(app: Flask) -> None:
    assert errors_of(app) == ["Choose a file."]
    assert errors_of(app, ("", b"")) == ["Choose a file."]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("lease.pdf", "attachment; filename=\"lease.pdf\"; filename*=UTF-8''lease.pdf"),
        ("成绩单.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E6%88%90%E7%BB%A9%E5%8D%95.pdf"),
    ],
)
def test_a_file_is_kept_under_its_name_and_is_no_page(app: Flask, name: str, told: str) -> None:
    app.add_url_rule("/kept", "kept", public(lambda: file_answer(PDF, name=name, kind=Kind.PDF)))

    answer = app.test_client().get("/kept")

    assert answer.headers["Content-Disposition"] == told
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_who_is_signed_in_may_send_much_and_only_where_files_are_taken(
    app: Flask, browser: Browser, world: World
) -> None:
    app.add_url_rule("/papers", "papers", public(takes_files(lambda: page("offline.html"))), methods=["POST"])

    def send(to: FlaskClient, path: str) -> int:
        body = b'--x\r\nContent-Disposition: form-data; name="papers"; filename="a.pdf"\r\n\r\n%s\r\n--x--\r\n' % (
            b"%" * 1_200_000
        )
        sent = {"data": body, "content_type": "multipart/form-data; boundary=x", "base_url": HOST}
        with contextvars.Context().run(to.post, path, **sent) as answer:
            return int(answer.status_code)

    assert send(app.test_client(), "/papers") == 413

    browser.signs_in(world.sign_in(world.marisol).username, PASSPHRASE)
    assert send(browser.client, "/papers") == 400  # let in, and asked for its token
    assert send(browser.client, "/language") == 413
