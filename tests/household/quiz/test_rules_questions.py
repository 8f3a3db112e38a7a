"""What keeps a question from being asked, and what a bank gives away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from household.quiz.rules.bank import Hint, hints_of
from household.quiz.rules.questions import Content, Fault, Kind, Option, State, Topic, faults_of, true_or_false

GOOD = Content(
    kind=Kind.SINGLE,
    topic=Topic.MOVES,
    text_en="Who moves?",
    text_es="¿Quién se muda?",
    explanation_en="Whoever is ticked.",
    explanation_es="Quien esté marcado.",
    procedure_en="Moving a family",
    procedure_es="Mudanza de una familia",
    link="",
    options=(Option("All", "Todos"), Option("Ticked", "Marcados", is_right=True), Option("None", "Nadie")),
)
MULTIPLE = replace(
    GOOD,
    kind=Kind.MULTIPLE,
    options=(Option("A", "Á", is_right=True), Option("B", "Bé", is_right=True), Option("C", "Cé")),
)


def options(*right: bool) -> tuple[Option, ...]:
    return tuple(Option(f"answer {n}", f"respuesta {n}", is_right) for n, is_right in enumerate(right))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(GOOD, [], id="good"),
        pytest.param(MULTIPLE, [], id="several right"),
        pytest.param(replace(GOOD, kind=Kind.TRUE_FALSE, options=true_or_false(is_true=True)), [], id="true or false"),
        pytest.param(replace(GOOD, text_en=""), [Fault.TEXT_MISSING], id="no question"),
        pytest.param(replace(GOOD, text_es=""), [Fault.SPANISH_MISSING], id="no Spanish"),
        pytest.param(replace(GOOD, explanation_en="", explanation_es=""), [Fault.EXPLANATION_MISSING], id="no reason"),
        pytest.param(replace(GOOD, procedure_en=""), [Fault.PROCEDURE_MISSING], id="no procedure"),
        pytest.param(replace(GOOD, link="http://x.example"), [Fault.LINK_UNUSABLE], id="not https"),
        pytest.param(replace(GOOD, link="javascript:alert(1)"), [Fault.LINK_UNUSABLE], id="a script"),
        pytest.param(replace(GOOD, link="//evil.example"), [Fault.LINK_UNUSABLE], id="another host"),
        pytest.param(replace(GOOD, link="/household/"), [], id="a page here"),
        pytest.param(replace(GOOD, text_en="x" * 1001), [Fault.TOO_LONG], id="too long"),
        pytest.param(replace(GOOD, text_en="a\x7fb"), [Fault.UNPRINTABLE], id="a sign that cannot be printed"),
        pytest.param(replace(GOOD, text_en="a\nb"), [], id="two lines"),
        pytest.param(replace(GOOD, options=options(True)), [Fault.OPTIONS_OUT_OF_NUMBER], id="one answer"),
        pytest.param(replace(GOOD, options=options(True, *[False] * 6)), [Fault.OPTIONS_OUT_OF_NUMBER], id="seven"),
        pytest.param(replace(GOOD, options=options(True, *[False] * 5)), [], id="six"),
        pytest.param(replace(GOOD, options=options(False, False)), [Fault.NOT_ONE_RIGHT], id="none right"),
        pytest.param(replace(GOOD, options=options(True, True)), [Fault.NOT_ONE_RIGHT], id="two right of one"),
        pytest.param(
            replace(MULTIPLE, options=options(True, False)), [Fault.NOT_SEVERAL_RIGHT], id="one right of several"
        ),
        pytest.param(replace(MULTIPLE, options=options(True, True)), [Fault.NOT_SEVERAL_RIGHT], id="none wrong"),
        pytest.param(
            replace(GOOD, options=(Option("Yes", "Sí", is_right=True), Option("YES", "No"))),
            [Fault.OPTION_TWICE],
            id="two answers the same",
        ),
    ],
)
def test_a_question_that_is_asked_has_all_it_needs(content: Content, expected: list[Fault]) -> None:
    assert faults_of(content, state=State.ACTIVE) == expected


def test_a_draft_may_wait_for_its_spanish_and_for_nothing_else() -> None:
    assert faults_of(replace(GOOD, text_es=""), state=State.DRAFT) == []
    assert faults_of(replace(GOOD, text_en="", text_es=""), state=State.DRAFT) == [Fault.TEXT_MISSING]


def test_a_reader_gets_her_language_and_english_where_it_is_missing() -> None:
    waiting = replace(GOOD, explanation_es="")

    assert (waiting.text("es"), waiting.explanation("es")) == ("¿Quién se muda?", "Whoever is ticked.")
    assert [each.text("en") for each in waiting.options] == ["All", "Ticked", "None"]


def test_a_bank_tells_what_gives_its_answers_away() -> None:
    long = replace(GOOD, link="/x", options=(Option("No", "No"), Option("Yes, on the day named", "Sí", is_right=True)))
    bank = {f"q-{n}": long for n in range(8)}
    statements = {
        f"s-{n}": replace(GOOD, kind=Kind.TRUE_FALSE, link="/x", options=true_or_false(is_true=True)) for n in range(8)
    }

    found = {each for each, _ in hints_of(bank | statements, questions=17)}

    assert found == {
        Hint.TOO_FEW,
        Hint.TOPIC_EMPTY,
        Hint.RIGHT_IS_LONG,
        Hint.LONGEST_IS_RIGHT,
        Hint.TRUE_FALSE_UNEVEN,
    }
    assert (Hint.NO_LINK, "one") in hints_of({"one": GOOD}, questions=1)
