"""What may be attached is told by its content, and nothing is kept beside it (T18, T19, T20)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from foundation.file_kinds import LARGEST, PAPERS, Fault, Kind, Upload, judged, safe_name
from tests.papers import GPS, PDF, jpeg, png

ALL = tuple(Kind)


def kept(name: str, content: bytes) -> Upload:
    found = judged(name, content, kinds=ALL)
    assert isinstance(found, Upload), found
    return found


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, Kind.PDF), (png(), Kind.PNG), (jpeg(), Kind.JPEG), ("Línea 1\r\n\tLínea 2\n".encode(), Kind.TEXT)],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: Kind) -> None:
    assert kept("whatever.exe", content).kind is kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>", b"\xef\xbb\xbf <svg onload='x'/>", b"MZ\x90\x00", b"PK\x03\x04abc",
        b"GIF89a/*\x00*/=1", "grün".encode("latin-1"), b"text with \x00 in it", b" %PDF-1.4\n%%EOF\x00",
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused(content: bytes) -> None:
    assert judged("lease.pdf", content, kinds=ALL) is Fault.UNKNOWN


def test_only_the_kinds_asked_for_are_taken() -> None:
    assert judged("note.txt", b"a note", kinds=PAPERS) is Fault.UNKNOWN


@pytest.mark.parametrize(("size", "fault"), [(0, Fault.EMPTY), (LARGEST + 1, Fault.TOO_LARGE)])
def test_an_empty_file_and_one_too_large_are_refused(size: int, fault: Fault) -> None:
    assert judged("a.pdf", PDF[:size].ljust(size, b"%")) is fault


def test_a_file_of_exactly_the_largest_size_is_taken() -> None:
    assert kept("a.pdf", PDF[:-6].ljust(LARGEST - 6, b" ") + b"%%EOF\n").size == LARGEST


@pytest.mark.parametrize(
    "content",
    [
        PDF[:-7], png()[:-6], png()[:20], b"\x89PNG\r\n\x1a\n", png(width=30_000), png(height=0), jpeg()[:-2],
        jpeg()[:30], jpeg(width=30_000), jpeg(width=0), b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xff\xff",
    ],
)  # fmt: skip
def test_what_is_cut_off_or_would_open_into_too_much_is_refused(content: bytes) -> None:
    assert judged("a", content) is Fault.DAMAGED


@pytest.mark.parametrize(
    "said", [b"/JavaScript (app.alert(1))", b"/#4aavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"]
)
def test_a_pdf_that_says_it_would_run_something_is_refused(said: bytes) -> None:
    assert judged("a.pdf", PDF.replace(b"/Catalog", b"/Catalog " + said)) is Fault.ACTIVE


@pytest.mark.parametrize("content", [png(told=GPS), jpeg(told=GPS), jpeg(turn=6, told=GPS)])
def test_where_a_picture_was_taken_is_not_kept(content: bytes) -> None:
    assert GPS in content
    assert GPS not in kept("photo", content).content


def test_which_way_a_picture_was_held_is_kept() -> None:
    assert kept("a", jpeg(turn=6, told=GPS)).content.count(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06") == 1
    assert b"Exif" not in kept("a", jpeg(told=b"-")).content


@pytest.mark.parametrize("content", [png(), jpeg()])
def test_what_follows_a_picture_is_not_kept(content: bytes) -> None:
    assert kept("a", content + b"<script>alert(1)</script>").content == kept("a", content).content


@pytest.mark.parametrize("content", [png(), jpeg(), jpeg(turn=3), PDF])
def test_what_was_kept_once_is_kept_as_it_is(content: bytes) -> None:
    once = kept("a", content)
    assert kept("a", once.content) == once


@given(any_of.sampled_from([png(told=GPS), jpeg(turn=6)]), any_of.integers(2, 80), any_of.binary(max_size=6))
def test_no_damaged_picture_is_a_fault_of_ours(whole: bytes, where: int, other: bytes) -> None:
    assert isinstance(judged("a", whole[:where] + other + whole[where + len(other) :], kinds=ALL), (Upload, Fault))


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("lease.pdf", "lease.pdf"),
        ("Lease.PDF", "Lease.pdf"),
        ("lease.html", "lease.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\Contrato de alquiler.pdf", "Contrato de alquiler.pdf"),
        ("a\r\nBcc: e@x.pdf", "a Bcc e@x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("成绩单.pdf", "成绩单.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..pdf", "file.pdf"),
        ("", "file.pdf"),
        ('"><svg onload=1>.pdf', "svg onload=1.pdf"),
        ("a\x00b\u2028c.pdf", "a b c.pdf"),
        ("x%0a.pdf", "x 0a.pdf"),
        ("a" * 300, "a" * 100 + ".pdf"),
        ("\ud800.pdf", "file.pdf"),
    ],
)
def test_a_name_is_made_plain(given: str, called: str) -> None:
    assert safe_name(given, Kind.PDF) == called
