"""The printed letters, read back from the PDF as a person and a telephone would."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
import segno
from flask import Flask
from pypdf import PdfReader

from demo import people
from demo.world import World
from foundation import db
from portal.letters import files, typesetting
from portal.letters.typesetting import Letter, Texts, printed
from tests.portal.commands import issue_codes, rows_of

CODE = "7c1e94b0-52d8-4f3a-9e06-b81d27a4c5f3"
URL = f"https://portal.example.org/portal/activate?code={CODE}"


def texts(language: str = "en", **changes: str) -> Texts:
    given = {
        "issued_on": "November 18, 2026",
        "heading": f"Heading {language}",
        "greeting": "Hello, %(name)s.",
        "why": "Why.",
        "code_label": "Your code",
        "works_through": "Works through December 9, 2026",
        "square": "Point a phone at the square.",
        "square_means": "QR code",
        "private": "Keep it.",
        "help": "Call.",
    }
    return Texts(language=language, steps=("One.", "Two."), **given | changes)


def a_letter(name: str = "Hoa Nguyễn", **changes: object) -> Letter:
    given: dict[str, object] = {
        "person_id": "00ff00ff00ff00ff",
        "name": name,
        "address": ("12 Elm Street", "Juniper Valley, CO 80999"),
        "languages": ("en",),
        "code": CODE,
        "url": URL,
    }
    return Letter(**given | changes)  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_each_person_gets_a_page_with_name_code_and_address() -> None:
    made = printed(
        [a_letter(), a_letter("Patrick O’Brien", code=CODE.replace("7", "8"))],
        {"en": texts()},
        district="Juniper Valley",
        title="Letters",
    )

    first, second = pages_of(made.pdf)
    assert made.fell_back == ()
    assert "Hello, Hoa Nguyễn." in first
    assert CODE in first.replace(" ", "")
    assert "12 Elm Street Juniper Valley, CO 80999" in first
    assert "Patrick O’Brien" in second
    assert CODE not in second


def test_letters_are_made_wherever_the_command_is_called_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typesetting._compiler.cache_clear()

    made = printed([a_letter()], {"en": texts()}, district="Juniper Valley", title="Letters")

    assert "Hello, Hoa Nguyễn." in pages_of(made.pdf)[0]


def test_the_pdf_is_tagged_for_screen_readers() -> None:
    made = printed([a_letter()], {"en": texts()}, district="Juniper Valley", title="Your code")

    root = PdfReader(BytesIO(made.pdf)).trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"].startswith("en")
    assert "pdfuaid:part>1<" in root["/Metadata"].get_object().get_data().decode()


def test_a_reader_whose_language_is_not_known_gets_both() -> None:
    both = {"en": texts(), "es": texts("es", greeting="Hola, %(name)s:")}
    made = printed([a_letter(languages=("en", "es"))], both, district="Juniper Valley", title="Letters")

    (page,) = pages_of(made.pdf)
    assert "Hello, Hoa Nguyễn." in page
    assert "Hola, Hoa Nguyễn:" in page
    assert page.replace(" ", "").count(CODE) == 1


@pytest.mark.parametrize(
    ("language", "speaks"),
    [
        ("en", ("en",)),
        ("es", ("es",)),
        ("es-MX", ("es",)),
        (None, ("en", "es")),
        ("", ("en", "es")),
        ("vi", ("en", "es")),
    ],
)
def test_a_letter_speaks_the_reader_s_language_or_every_one(language: str | None, speaks: tuple[str, ...]) -> None:
    assert files.languages_for(language, {"en": texts(), "es": texts("es")}) == speaks


@pytest.mark.parametrize("name", ["#strong[x] $a$ \\ *b* _c_ @d <e> // f", 'Quote " ] } #sys.inputs', "`raw` = = -"])
def test_a_name_is_never_markup(name: str) -> None:
    made = printed([a_letter(name)], {"en": texts()}, district="J", title="L")

    (page,) = pages_of(made.pdf)
    assert " ".join(name.split()) in page
    assert made.fell_back == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë \U0001fbff Ray", "Hello, Zoë Ray."),
        ("\U0001fbff\U0001fbfe", "Hello, 00ff00ff00ff00ff."),
        ("A\x00da", "Hello, Ada."),
    ],
)
def test_a_character_no_font_has_stops_no_run(name: str, shown: str) -> None:
    letters = [a_letter(), a_letter(name), a_letter()]
    made = printed(letters, {"en": texts()}, district="J", title="L")

    pages = pages_of(made.pdf)
    assert made.fell_back == ("00ff00ff00ff00ff",)
    assert len(pages) == 3
    assert shown in pages[1]
    assert "Hoa Nguyễn" in pages[2]


def test_an_endless_name_still_takes_one_page() -> None:
    made = printed([a_letter("name " * 400), a_letter()], {"en": texts()}, district="J", title="L")

    assert len(pages_of(made.pdf)) == 2


def test_a_pdf_holds_at_most_500_letters() -> None:
    with pytest.raises(ValueError, match="500"):
        printed([a_letter()] * 501, {"en": texts()}, district="J", title="L")


def test_the_square_on_the_page_is_the_qr_code_of_the_address() -> None:
    """Read the printed page as a picture and compare every module with the code of the URL."""
    typeset = typesetting._typeset([a_letter()], {"en": texts()}, district="J", title="L")
    wanted = [[bool(module) for module in row] for row in segno.make(URL, error="m", micro=False).matrix]

    drawn = modules_drawn_in(typeset)

    assert drawn == wanted


def modules_drawn_in(pdf: bytes) -> list[list[bool]]:
    """Which modules are black: each row of the square is drawn as strokes through the middle of its modules."""
    content = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    strokes = re.findall(r"(\d+) (\d+)\.5 m (\d+) \2\.5 l", content.get_data().decode("latin-1"))
    black = {(int(row), column) for start, row, end in strokes for column in range(int(start), int(end))}
    first, last = min(min(each) for each in black), max(max(each) for each in black)
    return [[(row, column) in black for column in range(first, last + 1)] for row in range(first, last + 1)]


def test_a_run_writes_letters_in_each_reader_s_language(app: Flask, world: World, tmp_path: Path) -> None:
    ran = issue_codes(app, "guardians", tmp_path / "letters.pdf")

    assert ran.exit_code == 0, ran.output
    pages = pages_of((tmp_path / "letters.pdf").read_bytes())
    (denise,) = [page for page in pages if "Denise Carter" in page]
    (carmen,) = [page for page in pages if "Carmen" in page]
    assert "Your code for the family portal" in denise
    assert "Works through December 9, 2026" in denise
    assert "http://localhost/portal/activate" in denise.replace(" ", "")
    assert "9 de diciembre de 2026" in carmen
    assert "December" not in carmen
    assert len({re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", page)[0] for page in pages}) == len(pages)


def test_a_large_run_writes_numbered_parts(app: Flask, world: World, tmp_path: Path) -> None:
    with db.transaction():
        for number in range(501):
            people.a_guardian(f"Ann{number}", "Marsh", of=(world.jalen,), language="en")
    ran = issue_codes(app, "guardians", tmp_path / "letters.pdf")

    assert ran.exit_code == 0, ran.output
    parts = sorted(tmp_path.glob("letters*.pdf"))
    assert [each.name for each in parts] == ["letters-1.pdf", "letters-2.pdf"]
    assert len(PdfReader(parts[0]).pages) == 500
    assert len(PdfReader(parts[1]).pages) > 1
    assert f"Written: {parts[1]}" in ran.output


def test_a_letter_that_lost_a_character_is_named(app: Flask, world: World, tmp_path: Path) -> None:
    with db.transaction():
        fox = people.a_guardian("Ida \U0001fbff", "Fox", of=(world.jalen,), language="en")
    ran = issue_codes(app, "guardians", tmp_path / "letters.pdf")

    assert ran.exit_code == 0
    assert "1 letters lost a character" in ran.output
    assert fox.public_id in ran.output


def test_the_guardians_of_a_real_district_get_one_letter_each(
    app: Flask, grand_bend: list[str], tmp_path: Path
) -> None:
    """Grand Bend: every guardian of a minor, by the feed’s own names; a second run finds nothing to do."""
    ran = issue_codes(app, "guardians", tmp_path / "letters.csv")

    rows = rows_of(tmp_path / "letters.csv")
    assert ran.exit_code == 0, ran.output
    assert len(rows) == len({row["code"] for row in rows}) == len({row["person_id"] for row in rows})
    assert sorted(f"{row['first_name']} {row['last_name']}" for row in rows) == sorted(grand_bend)
    again = issue_codes(app, "guardians", tmp_path / "again.csv")
    assert rows_of(tmp_path / "again.csv") == []
    assert f"{len(rows):,} have a code that still works" in again.output


def test_two_colleagues_print_at_one_moment() -> None:
    """The compiler belongs to one thread while it works; the web has several."""
    with ThreadPoolExecutor(4) as threads:
        made = list(
            threads.map(
                lambda name: printed([a_letter(name)], {"en": texts()}, district="Juniper Valley", title="Letters"),
                ("Ana", "Bo", "Cleo", "Dan", "Eva", "Finn"),
            )
        )

    assert ["Ana" in pages_of(made[0].pdf)[0], "Finn" in pages_of(made[5].pdf)[0]] == [True, True]
