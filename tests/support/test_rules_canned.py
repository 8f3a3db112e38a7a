"""Canned replies: gaps that a case fills, and an error with its place where it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.canned import Flaw, Gap, Wrong, fill, flaws, left_over

ANA = {Gap.CONTACT: "Ana Ruiz", Gap.CASE: "JV-1042", Gap.RELEASE: ""}


def test_a_case_fills_the_gaps() -> None:
    assert fill("Hello { contact },\n{case} is solved.", ANA) == "Hello Ana Ruiz,\nJV-1042 is solved."


def test_a_brace_written_twice_is_a_brace() -> None:
    assert fill("Type {{name}}, {contact}.", ANA) == "Type {name}, Ana Ruiz."


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Hello {contakt}", Wrong(Flaw.UNKNOWN, "contakt", 1, 7)),
        ("Hello {}", Wrong(Flaw.UNKNOWN, "", 1, 7)),
        ("First line\nthen {name", Wrong(Flaw.UNCLOSED, "{", 2, 6)),
        ("open {name\n}", Wrong(Flaw.UNCLOSED, "{", 1, 6)),
        ("closed} here", Wrong(Flaw.UNOPENED, "}", 1, 7)),
        ("a {contact.__class__}", Wrong(Flaw.UNKNOWN, "contact.__class__", 1, 3)),
    ],
)
def test_a_flaw_is_named_with_its_place(text: str, wrong: Wrong) -> None:
    assert wrong in flaws(text)
    found = fill(text, ANA)
    assert isinstance(found, tuple)
    assert wrong in found


@pytest.mark.parametrize("gap", [Gap.RELEASE, Gap.ISSUE])
def test_a_gap_this_case_cannot_fill_is_an_error_with_its_place(gap: Gap) -> None:
    text = f"Good news.\nIt is in {{{gap}}}."

    assert flaws(text) == ()
    assert fill(text, ANA) == (Wrong(Flaw.UNFILLED, gap.value, 2, 10),)


def test_a_gap_that_still_stands_in_a_reply_is_found_and_other_braces_are_left_alone() -> None:
    assert left_over('Send {"id": 7} and\nsay { release }.') == (Wrong(Flaw.UNFILLED, "release", 2, 5),)


def test_every_flaw_is_told_at_once() -> None:
    assert [each.flaw for each in flaws("{one} {two}")] == [Flaw.UNKNOWN, Flaw.UNKNOWN]


def test_what_a_contact_is_called_is_never_read_as_a_gap() -> None:
    assert fill("Hello {contact}", {Gap.CONTACT: "{case}{{7*7}}"}) == "Hello {case}{{7*7}}"


@given(st.text())
def test_any_text_is_filled_or_refused_and_never_breaks(text: str) -> None:
    found = fill(text, dict.fromkeys(Gap, "x"))

    assert isinstance(found, str) or all(each.line >= 1 and each.character >= 1 for each in found)
