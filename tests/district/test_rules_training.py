"""Which words of a training system say that a course is done."""

from __future__ import annotations

import pytest

from district.rules.training import is_finished


@pytest.mark.parametrize("status", ["completed", "Completed", "PASSED", "passed"])
def test_these_words_say_that_a_course_is_done(status: str) -> None:
    assert is_finished(status)


@pytest.mark.parametrize("status", ["", "In Progress", "failed", "complete", "not passed", "Registered"])
def test_no_other_word_does(status: str) -> None:
    assert not is_finished(status)
