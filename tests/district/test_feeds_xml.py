"""XML read as a stream: what is refused, with file and line, and what is never read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from district.feeds.report import Refused, Report
from district.feeds.xml_files import DEEPEST, LONGEST_RECORD, LONGEST_TAG, LONGEST_VALUE, MOST_PARTS, XmlFile, root_of

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def opened(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)


def read(content: bytes, report: Report | None = None) -> list[tuple[str, int, str]]:
    file = XmlFile("a.xml", opened(content), report or Report())
    return [(each.name, each.line, each.text) for each in file.records()]


def refusal(content: bytes) -> tuple[str, int]:
    with pytest.raises(Refused) as caught:
        read(content)
    (error,) = caught.value.report.errors
    assert error.file == "a.xml"
    return error.code, error.line


def test_records_come_with_their_lines_and_without_prefixes() -> None:
    content = HEAD + b'<e:Root xmlns:e="x">\n<e:A>one\n two</e:A>\n<e:B/>\n</e:Root>'

    assert read(content) == [("A", 3, "one two"), ("B", 5, "")]


def test_what_is_inside_is_found_by_path_by_name_and_deep() -> None:
    content = HEAD + b"<R><A><B><C>1</C></B><B>2</B><D><E><F>3</F></E></D></A></R>"
    (record,) = XmlFile("a.xml", opened(content), Report()).records()

    assert (record.get("B/C"), record.get("X", "B/C"), record.get("X")) == ("1", "1", "")
    assert [each.text for each in record.all("B")] == ["", "2"]
    assert (record.deep("F"), record.deep("X")) == ("3", "")


BOMB = b'<!DOCTYPE r [\n<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;&a;&a;">\n]>\n<r><A>&b;</A></r>'


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (HEAD + BOMB, "xml-doctype", 2),
        (HEAD + b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><A>&x;</A></r>', "xml-doctype", 2),
        (HEAD + b'\n\n<!DOCTYPE r SYSTEM "http://example.org/r.dtd"><r/>', "xml-doctype", 4),
        (HEAD + b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]><r/>', "xml-doctype", 2),
        (HEAD + b"<r>\n<A>&nothing;</A></r>", "xml-broken", 3),
        (HEAD + b"<r>\n<A>\n</B></r>", "xml-broken", 4),
        (HEAD + b"<r>\n<A>1</A>\n", "xml-broken", 4),
        (HEAD + b"<r>\n<A>\x01</A></r>", "xml-broken", 3),
        (HEAD + b"<r>\n<A>\xff</A></r>", "xml-broken", 3),
        (HEAD + b"<r>\n<A>a\0b</A></r>", "xml-broken", 3),
        (b'<?xml version="1.0" encoding="klingon"?>\n<r/>', "xml-broken", 1),
        (b"", "xml-broken", 1),
        (HEAD + b"<r>\n" + b"<A>" * DEEPEST + b"</A>" * DEEPEST + b"</r>", "xml-too-deep", 3),
        (HEAD + b"<r>\n<A>" + b"x" * (LONGEST_VALUE + 1) + b"</A></r>", "xml-too-long", 3),
        (HEAD + b"<r>\n<A>" + b"<B>x</B>" * (MOST_PARTS + 1) + b"</A></r>", "xml-too-many", 3),
        (HEAD + b"<r>\n<!--" + b"x" * (3 * LONGEST_TAG), "xml-too-long", 3),
        (HEAD + b'<r>\n<A b="' + b"x" * (3 * LONGEST_TAG), "xml-too-long", 3),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, bytes) else str(value),
)
def test_an_unsafe_or_broken_file_is_refused_with_its_line(content: bytes, code: str, line: int) -> None:
    assert refusal(content) == (code, line)


def test_many_values_of_one_record_together_have_a_limit() -> None:
    part = b"<B>" + b"x" * LONGEST_VALUE + b"</B>"
    content = HEAD + b"<r>\n<A>" + part * (LONGEST_RECORD // LONGEST_VALUE + 1) + b"</A></r>"

    assert refusal(content)[0] == "xml-too-long"


def test_a_file_over_its_limit_is_not_read() -> None:
    with pytest.raises(Refused) as caught:
        XmlFile("a.xml", opened(HEAD + b"<r/>"), Report(), limit=10)

    assert [each.code for each in caught.value.report.errors] == ["too-large"]


def test_no_file_outside_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the passphrase")
    content = HEAD + f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><r><A>&x;</A></r>'.encode()
    with pytest.raises(Refused) as caught:
        read(content)

    assert "passphrase" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_when_they_are_declared(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?><r><A>Núñez</A></r>'.encode(encoding)

    assert read(content) == [("A", 1, "Núñez")]


def test_the_root_is_told_from_the_beginning() -> None:
    report = Report()
    root = root_of("a.xml", opened(HEAD + b'<e:InterchangeStudent xmlns:e="http://ed-fi.org/0200"><e:Stu'), report)

    assert root is not None
    assert (root.name, root.namespaces) == ("InterchangeStudent", ("http://ed-fi.org/0200",))
    assert root_of("a.xml", opened(b"not xml"), report) is None
    with pytest.raises(Refused):
        root_of("a.xml", opened(HEAD + BOMB), report)
