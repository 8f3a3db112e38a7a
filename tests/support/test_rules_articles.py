"""Which articles are like a question, and the district's file of them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from foundation.web.language import LANGUAGES
from support.articles import articles, articles_like, marked
from support.rules.articles import Article, Audience, like, paragraphs
from support.rules.kinds import Module


def article(code: str, title: str, body: str = "", module: str = "other") -> Article:
    return Article(code, module, Audience.CONTACTS, False, False, date(2026, 11, 1), {"en": title}, {"en": (body,)})


SLOW = article("slow", "Pages are slow", "Look at the firewall.", "network")
GRADES = article("grades", "A grade is wrong", "Compare it with the gradebook.", "grades")
BOTH = [SLOW, GRADES]


@pytest.mark.parametrize(
    ("subject", "module", "found"),
    [
        ("the page is slow", "", ["slow"]),
        ("GRADES are wrong!", "", ["grades"]),
        ("the firewall", "", ["slow"]),
        ("slow grades", "grades", ["grades", "slow"]),
        ("slow grades", "network", ["slow", "grades"]),
        ("nothing of the kind", "grades", []),
        ("", "grades", ["grades"]),
        ("", "", []),
        ("are not the", "network", ["slow"]),
        ("gradual", "", []),
    ],
)
def test_what_shares_words_is_like_it(subject: str, module: str, found: list[str]) -> None:
    assert [each.code for each in like(BOTH, subject, module)] == found


def test_no_more_than_asked_for_and_in_the_order_of_the_file_where_equal() -> None:
    same = [article(f"{number}", "Slow pages") for number in range(5)]
    assert [each.code for each in like(same, "slow")] == ["0", "1", "2"]


def test_an_accent_keeps_nobody_from_finding() -> None:
    spanish = Article(
        "es", "grades", Audience.CONTACTS, False, False, date(2026, 1, 1), {"es": "Una calificación"}, {"es": ()}
    )
    assert like([spanish], "calificacion") == [spanish]


def test_a_question_of_any_length_is_answered() -> None:
    assert like(BOTH, "slow " * 20_000)[0] is SLOW


def test_a_body_is_paragraphs_and_steps() -> None:
    assert paragraphs("One\nline.\n\n- First.\n- Second.\n\nAfter - all.\n") == (
        "One line.",
        ("First.", "Second."),
        "After - all.",
    )


def test_every_article_of_the_file_is_whole() -> None:
    found = articles()
    assert len(found) >= 12
    for each in found.values():
        assert re.fullmatch(r"[a-z0-9-]+", each.code)
        assert each.module in {module.value for module in Module}
        assert set(each.title) == set(each.body) == set(LANGUAGES), each.code
        assert len({len(body) for body in each.body.values()}) == 1, f"{each.code} says more in one language"
        assert all(each.body.values())


def test_the_file_answers_what_contacts_ask() -> None:
    assert (
        articles_like("A parent forgot her password and cannot sign in", "accounts")[0].code == "family-cannot-sign-in"
    )
    assert articles_like("la calificación del portal es otra")[0].code == "grades-look-wrong"
    assert marked(technical=True)[0].is_release_notes
    assert {each.audience for each in marked(technical=True)} == set(Audience)
    assert {each.audience for each in marked(technical=False)} == {Audience.CONTACTS}
