"""How pages look: the sheets in their order, the files that never change, and the style guide that shows it all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, abort, current_app, request
from flask_babel import get_locale
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from foundation import clock
from foundation.web import charts, formats, headers
from foundation.web.exports import ExportForm
from foundation.web.forms import Form
from foundation.web.gates import public
from foundation.web.language import LANGUAGES
from foundation.web.pages import page
from foundation.web.uploads import FilesField

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STATIC = Path(__file__).parent.parent.parent / "static"
FIRST, LAST = ("tokens", "brand", "reset", "base", "layout"), ("utilities",)
STAFF_ALONE = "staff"
"""The folder of the sheets that family pages do not load: they must be light on a slow line."""
INSIDE = "family"
"""The folder of those that strangers’ pages do not load: what families meet once they are signed in, and staff too."""

bp = Blueprint("look", __name__)


@dataclass(frozen=True)
class Stretch:
    """Where one stands in a long list: page `number` of `last`, both from 1."""

    number: int
    last: int


SAMPLE_COLUMNS = charts.stacked_columns([("14", "Jun"), ("21", ""), ("28", "")], [(2, 4, 31), (7, 0, 3)])


@dataclass(frozen=True)
class Told:
    """A notice of how a system stands, for the style guide to show."""

    kind: str
    called: str
    title: str
    stands: str
    when: str
    public_id: str = "asked"


STANDING = (
    Told("incident", "incident", "The family portal is slow", "not solved yet", "since November 18, 9:00 AM MST"),
    Told("maintenance", "maintenance", "Messages rest", "planned", "from November 21, 9:00 PM until 11:00 PM MST"),
)


class Sample(Form):
    """A form for the style guide to show."""

    code = StringField("Activation code")
    username = StringField("Username")
    password = PasswordField("Password")
    language = RadioField("Language", choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()])
    papers = FilesField("Papers to attach")


class Asking(Form):
    """A question of a quiz, for the style guide to show."""

    answer = RadioField(
        "One answer is right", choices=[SelectChoice("1", "Whoever is ticked"), SelectChoice("2", "Everybody at once")]
    )
    mail = BooleanField("The household gets its mail there")


class Narrowing(Form):
    """What narrows a list, for the style guide to show."""

    school = SelectField("School", choices=[SelectChoice("", "All schools")])


def paint(app: Flask) -> None:
    """Give every template the district, its look and its addresses, and serve the files behind them."""
    edition = edition_of(STATIC)
    app.jinja_env.globals.update(
        district=app.config["HEARTH"],
        static=lambda path: f"/static/{edition}/{path}",
        style_sheets=style_sheets,
        page_language=page_language,
        other_languages=other_languages,
        this_address=this_address,
        has_page=lambda endpoint: endpoint in app.view_functions,
        time_zone=formats.zone_name,
    )
    app.wsgi_app = _served(app, edition)  # type: ignore[method-assign, assignment]


def edition_of(folder: Path) -> str:
    """A name for all that is in `folder`: another byte, another name, so browsers may keep a file for ever."""
    digest = hashlib.sha256()
    for each in sorted(folder.rglob("*")):
        if each.is_file():
            digest.update(each.relative_to(folder).as_posix().encode())
            digest.update(each.read_bytes())
    return digest.hexdigest()[:12]


def style_sheets(*, for_family: bool = False, for_staff: bool = False) -> list[str]:
    """The sheets for the screen in the order they are linked: literals, bare elements, layout, components, exceptions.

    With `for_family` also the components that stand behind a sign-in, with `for_staff` those that only staff meet. The
    sheets of one folder go over the line as one: headers weigh more than most of them.
    """
    folders = ["components", *([INSIDE] if for_family or for_staff else []), *([STAFF_ALONE] if for_staff else [])]
    return [f"css/{name}.css" for name in (*FIRST, *folders, *LAST)]


def joined(folder: Path) -> bytes:
    """The sheets of a folder one after the other, by name."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.css")))


def page_language() -> str:
    """The code of the language this page is in."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def other_languages() -> list[tuple[str, str]]:
    """What else this page can be read in: (code, name in itself)."""
    return [(code, name) for code, name in LANGUAGES.items() if code != page_language()]


def this_address(**changes: object) -> str:
    """The address of this page, its query changed by `changes`; the front door where no page can be read back."""
    if request.method not in ("GET", "HEAD") and "GET" not in _methods_here():
        return "/"
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    asked.pop("lang", None)
    asked.update(changes)
    return quote(request.path) + ("?" + urlencode(asked, doseq=True) if asked else "")


@bp.get("/styleguide")
@public
def styleguide() -> Any:
    """Every component from the same macros as the pages; in production there is no such page."""
    if current_app.config["HEARTH"].is_production:
        abort(404)
    sample = Sample()
    sample.add_error("code", "That is not the code from a letter. Type it as it is printed.")
    return page(
        "styleguide.html",
        form=sample,
        narrowing=Narrowing(formdata=None),
        asking=Asking(formdata=None),
        taking=ExportForm(formdata=None),
        middle=Stretch(number=2, last=3),
        columns=SAMPLE_COLUMNS,
        standing=STANDING,
        today=clock.today(),
    )


def _methods_here() -> list[str]:
    adapter = current_app.create_url_adapter(request)
    return list(adapter.allowed_methods()) if adapter else []


def _served(app: Flask, edition: str) -> WSGIApplication:
    """Files before pages; whatever is not a reading of a file goes on to the app, which refuses it with a page."""
    production = app.config["HEARTH"].is_production
    pages = app.wsgi_app

    def dress(given: Any, path: str, url: str) -> None:
        for name, value in headers.always(production=production).items():
            given[name] = value

    whole = {f"/static/{edition}/css/{path.name}.css": path for path in (STATIC / "css").iterdir() if path.is_dir()}
    kept = "max-age=315360000, public, immutable" if production else "max-age=0, public"

    def sheet(environ: Any, start: Any) -> Any:
        answer = Response(joined(whole[environ["PATH_INFO"]]), mimetype="text/css", headers={"Cache-Control": kept})
        dress(answer.headers, environ["PATH_INFO"], "")
        return answer(environ, start)

    files = WhiteNoise(
        pages,
        root=str(STATIC),
        prefix=f"static/{edition}/",
        autorefresh=not production,
        max_age=0,
        immutable_file_test=lambda path, url: production,
        allow_all_origins=False,
        add_headers_function=dress,
    )

    def served(environ: Any, start: Any) -> Any:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return pages(environ, start)
        return (sheet if environ["PATH_INFO"] in whole else files)(environ, start)

    return served
