"""The questions that ship: enough of them, whole, in both languages, and not to be guessed."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace

import pytest

from household.quiz.queries.bank import STARTER, starter
from household.quiz.rules.bank import Hint, hints_of
from household.quiz.rules.bank_file import Entry, Flaw, read_bank, written
from household.quiz.rules.questions import Kind, State, Topic, faults_of
from tests.household.quiz.test_rules_questions import GOOD

LEAST, LEAST_A_TOPIC = 40, 3
ENTRY = Entry("who-moves", State.DRAFT, GOOD)


def test_there_are_enough_about_each_topic() -> None:
    topics = Counter(each.content.topic for each in starter())

    assert len(starter()) >= LEAST
    assert set(topics) == set(Topic)
    assert min(topics.values()) >= LEAST_A_TOPIC


def test_each_is_whole_and_active() -> None:
    assert {each.code: faults_of(each.content, state=State.ACTIVE) for each in starter()} == {
        each.code: [] for each in starter()
    }
    assert {each.state for each in starter()} == {State.ACTIVE}


def test_no_answer_is_told_by_its_length_or_by_its_place() -> None:
    bank = {each.code: each.content for each in starter()}

    assert [found for found in hints_of(bank, questions=15) if found[0] is not Hint.NO_LINK] == []
    places = Counter(place for each in bank.values() if each.kind is Kind.SINGLE for place in each.right)
    assert len(places) >= 3


def test_the_languages_say_different_words_and_ask_no_less() -> None:
    for each in starter():
        content = each.content
        pairs = [(content.text_en, content.text_es), (content.explanation_en, content.explanation_es)]
        assert all(en != es and len(es) >= len(en) / 2 for en, es in pairs), each.code
        if content.text_en.endswith("?"):
            assert "¿" in content.text_es, each.code


def test_the_file_reads_again_as_it_was_written() -> None:
    text = written(starter())

    assert read_bank(tomllib.loads(text)) == list(starter())
    assert read_bank(tomllib.loads(STARTER.read_text("utf-8"))) == list(starter())


@pytest.mark.parametrize("text", ['a "quoted" \\ word', "¿ñandú? 李 — “so”", "two\nlines", "# no comment"])
def test_any_text_survives_the_file(text: str) -> None:
    entry = replace(ENTRY, content=replace(GOOD, text_en=text, text_es=text))

    assert read_bank(tomllib.loads(written([entry]))) == [entry]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"code": "Not A Code"}, Flaw("question 1", "unreadable code"), id="code"),
        pytest.param({"kind": "essay"}, Flaw("who-moves", "unreadable kind"), id="kind"),
        pytest.param({"topic": "weather"}, Flaw("who-moves", "unreadable topic"), id="topic"),
        pytest.param({"state": "asleep"}, Flaw("who-moves", "unreadable state"), id="state"),
        pytest.param({"text_en": 7}, Flaw("who-moves", "unreadable text_en"), id="a number for a text"),
        pytest.param({"text_en": "  "}, Flaw("who-moves", "text-missing"), id="no text"),
        pytest.param({"options": "none"}, Flaw("who-moves", "unreadable options"), id="options"),
        pytest.param({"options": [{"en": "A", "wrong": True}]}, Flaw("who-moves", "unreadable options"), id="a key"),
        pytest.param({"is_true": True}, Flaw("who-moves", "unreadable options"), id="both kinds of answers"),
        pytest.param({"points": 3}, Flaw("who-moves", "unknown points"), id="an unknown key"),
    ],
)
def test_a_file_says_what_is_wrong_with_it(change: dict[str, object], expected: Flaw) -> None:
    row = tomllib.loads(written([ENTRY]))["questions"][0]

    assert read_bank({"questions": [row | change]}) == [expected]


def test_a_code_stands_once_in_a_file_and_a_file_holds_questions() -> None:
    row = tomllib.loads(written([ENTRY]))["questions"][0]

    assert read_bank({"questions": [row, row]}) == [Flaw("who-moves", "code-twice")]
    assert read_bank({}) == read_bank({"questions": 3}) == [Flaw("file", "unreadable questions")]
    assert read_bank({"questions": [row], "more": 1}) == [Flaw("file", "unknown more")]
    assert read_bank({"questions": ["text"]}) == [Flaw("question 1", "unreadable question")]
