"""Which questions are drawn: as many as asked, each once, spread over the topics, those not seen today first."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from household.quiz.rules.drawing import Ready, draw
from household.quiz.rules.questions import Kind

TOPICS = ("moves", "names", "custody", "access")


@st.composite
def banks(made: st.DrawFn) -> list[Ready]:
    kinds = st.sampled_from([each.value for each in Kind])
    topics = made(st.lists(st.sampled_from(TOPICS), max_size=30))
    return [Ready(n + 100, n, topic, made(kinds), 4) for n, topic in enumerate(topics)]


@given(bank=banks(), number=st.integers(1, 20), seed=st.integers(0, 2**32))
def test_each_question_is_drawn_once_and_as_many_as_asked_or_there_are(
    bank: list[Ready], number: int, seed: int
) -> None:
    drawn = [each.version_id for each in draw(bank, number, chance=Random(seed))]

    assert len(drawn) == len(set(drawn)) == min(number, len(bank))
    assert set(drawn) <= {each.version_id for each in bank}


@given(bank=banks(), number=st.integers(1, 20), seed=st.integers(0, 2**32))
def test_no_topic_is_asked_twice_more_than_another_that_has_questions_left(
    bank: list[Ready], number: int, seed: int
) -> None:
    topics = {each.version_id: each.topic for each in bank}
    has = Counter(topics.values())
    asked = Counter(topics[each.version_id] for each in draw(bank, number, chance=Random(seed)))

    left = [asked[topic] for topic in has if asked[topic] < has[topic]]
    assert not left or max(asked.values(), default=0) <= min(left) + 1


@given(bank=banks(), seed=st.integers(0, 2**32))
def test_every_answer_is_shown_once_and_true_stands_before_false(bank: list[Ready], seed: int) -> None:
    kinds = {each.version_id: each.kind for each in bank}

    for each in draw(bank, 30, chance=Random(seed)):
        assert sorted(each.shown) == [0, 1, 2, 3]
        if kinds[each.version_id] == Kind.TRUE_FALSE:
            assert each.shown == (0, 1, 2, 3)


def test_questions_of_an_earlier_attempt_come_again_only_where_a_topic_has_no_other() -> None:
    bank = [Ready(n, n, "moves", "single", 4) for n in range(10)] + [Ready(99, 99, "names", "single", 4)]

    drawn = {each.version_id for each in draw(bank, 6, chance=Random(3), seen={0, 1, 2, 3, 4, 99})}

    assert drawn == {5, 6, 7, 8, 9, 99}


def test_order_and_answers_differ_from_attempt_to_attempt() -> None:
    bank = [Ready(n, n, "moves", "single", 4) for n in range(15)]

    orders = {tuple(draw(bank, 15, chance=Random(seed))) for seed in range(5)}
    first = Counter(draw(bank, 15, chance=Random(seed))[0].shown[0] for seed in range(200))

    assert len(orders) == 5
    assert set(first) == {0, 1, 2, 3}
