"""Papers about a child, read back from the PDF as a person and a screen reader would."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from foundation.web.answers import pdf_answer
from portal.papers import Document, Heading, Note, Paragraph, Part, Table, paper


def a_document(*parts: Part, **changes: str) -> Document:
    given = {
        "title": "Fees",
        "district": "Juniper Valley Public Schools",
        "child": "Ana Ortiz",
        "made": "Made on November 28, 2026",
        "page_of": "Page {page} of {pages}",
        "lost": "A letter is missing.",
    }
    return Document(details=("Grade 7", "Cedar Middle"), parts=parts, **given | changes)


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def kinds_in(pdf: bytes) -> list[str]:
    """The structure types of a tagged PDF, in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for each in node:
                walk(each.get_object() if hasattr(each, "get_object") else each)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append(str(node["/S"]).lstrip("/"))
            walk([node["/K"]] if "/K" in node and not isinstance(node["/K"], list) else node.get("/K", []))

    root = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"]
    walk(root if isinstance(root, list) else [root])
    return found


LONG = Table("What is owed", ("Fee", "Amount"), tuple((f"Trip {n}", f"${n}.00") for n in range(90)), frozenset({1}))


def test_every_page_says_the_district_the_day_its_number_and_what_is_repeated() -> None:
    pages = pages_of(paper(a_document(LONG, repeated="Unofficial"), "en"))

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert page.startswith("Juniper Valley Public Schools Unofficial")
        assert page.endswith(f"Made on November 28, 2026 Page {number} of {len(pages)}")


def test_the_head_of_a_table_is_said_again_where_it_goes_on() -> None:
    first, second, *_ = pages_of(paper(a_document(LONG), "en"))

    assert "Fee Amount" in first
    assert "Fee Amount" in second


def test_a_screen_reader_is_told_headings_tables_and_their_heads() -> None:
    parts = (Heading("Owed"), Paragraph("Pay at the office."), Note("Closed on Friday."))
    kinds = kinds_in(paper(a_document(*parts, LONG), "en"))

    assert {"H1", "H2", "P", "Table", "THead", "TBody", "TR", "TH", "TD", "Caption"} <= set(kinds)
    assert kinds.index("H1") < kinds.index("H2") < kinds.index("Table")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_file_is_tagged_and_says_its_language_and_title(language: str) -> None:
    read = PdfReader(BytesIO(paper(a_document(LONG), language)))  # type: ignore[arg-type]
    root = read.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert read.metadata is not None
    assert read.metadata.title == "Fees"
    assert read.xmp_metadata is not None
    assert b"pdfuaid:part" in read.xmp_metadata.stream.get_data()


def test_what_people_wrote_is_never_markup() -> None:
    wrote = '#read("/etc/passwd") *bold* $x$ = no heading <label> // gone'
    text = " ".join(pages_of(paper(a_document(Paragraph(wrote), Table(wrote, (wrote,), ((wrote,),))), "en")))

    assert text.count('#read("/etc/passwd") *bold* $x$ = no heading <label> // gone') == 4


def test_a_letter_no_font_has_is_marked_and_said() -> None:
    (page,) = pages_of(paper(a_document(child="አበበ Ortiz"), "en"))

    assert "??? Ortiz" in page
    assert "A letter is missing." in page
    assert "A letter is missing." not in pages_of(paper(a_document(), "en"))[0]


def test_a_table_of_ragged_rows_is_refused_before_it_is_printed() -> None:
    for rows in ((), (("one",),), (("a", "b"), ("a", "b", "c"))):
        with pytest.raises(ValueError, match="rows of 2 cells"):
            Table("Ragged", ("A", "B"), rows)


def test_papers_of_two_children_tell_nothing_of_each_other() -> None:
    first = paper(a_document(Paragraph("CANARY-ONE")), "en")
    second = paper(a_document(Paragraph("CANARY-TWO")), "en")

    assert "CANARY-ONE" not in json.dumps(pages_of(second))
    assert b"CANARY-ONE" not in second
    assert "CANARY-ONE" in json.dumps(pages_of(first))


def test_the_answer_is_a_file_to_keep_by_a_name_that_tells_nobody(app: Flask) -> None:
    with app.test_request_context():
        answered = app.process_response(pdf_answer(b"%PDF-1.7", name="fees"))  # type: ignore[arg-type]

    assert answered.mimetype == "application/pdf"
    assert answered.headers["Content-Disposition"] == 'attachment; filename="fees.pdf"'
    assert answered.headers["Cache-Control"] == "no-store"
