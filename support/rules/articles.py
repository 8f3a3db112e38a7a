"""Articles: what a contact may read before asking, and which of them are like a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from district.rules.folding import words_of

IN_TITLE, IN_BODY, SAME_MODULE = 3, 1, 2
SHORTEST_WORD, SHORTEST_STEM = 3, 4
"""Letters: shorter words say nothing, and shorter beginnings are no stem (`grade` and `grades` are one word)."""
EMPTY = frozenset(
    words_of(
        "the and for not are was has have had can cannot does did but with from that this they them their when what "
        "how why los las del una uno que con por para como cuando porque esta este esto estan pero sin hay"
    )
)
"""Words of both languages that stand in every question."""


class Audience(StrEnum):
    """For whom an article is."""

    CONTACTS = "contacts"
    TECHNICAL = "technical"


@dataclass(frozen=True)
class Article:
    """One article in every language. `body` holds its paragraphs, each a text or the steps of a list."""

    code: str
    module: str
    audience: Audience
    is_release_notes: bool
    is_marked: bool
    updated_on: date
    title: dict[str, str]
    body: dict[str, tuple[str | tuple[str, ...], ...]]


def paragraphs(text: str) -> tuple[str | tuple[str, ...], ...]:
    """A body as it is written: paragraphs parted by empty lines; one whose lines begin with `- ` is a list of steps."""
    parts = [[line.strip() for line in part.splitlines()] for part in text.strip().split("\n\n")]
    return tuple(
        tuple(line[2:] for line in lines) if all(line.startswith("- ") for line in lines) else " ".join(lines)
        for lines in parts
    )


def like(articles: Iterable[Article], subject: str, module: str = "", *, most: int = 3) -> list[Article]:
    """The articles most like a question, the likest first: by the words they share, and a little by the module.

    Words of any language of an article count: a contact asks in their own. None where no word is shared, but those of
    the module where no word was typed.
    """
    asked = _telling(subject)
    scored = [(_score(each, asked, module), each) for each in articles]
    found = sorted((each for each in scored if each[0]), key=lambda each: -each[0])
    return [article for _, article in found[:most]]


def _score(article: Article, asked: frozenset[str], module: str) -> int:
    in_module = SAME_MODULE if module and article.module == module else 0
    if not asked:
        return in_module
    in_title = _shared(asked, _telling(" ".join(article.title.values())))
    in_body = _shared(asked - in_title, _telling(" ".join(_text(article))))
    shared = IN_TITLE * len(in_title) + IN_BODY * len(in_body)
    return shared + in_module if shared else 0


def _text(article: Article) -> Iterable[str]:
    for body in article.body.values():
        for part in body:
            yield part if isinstance(part, str) else " ".join(part)


def _telling(text: str) -> frozenset[str]:
    return frozenset(each for each in words_of(text) if len(each) >= SHORTEST_WORD and each not in EMPTY)


def _shared(asked: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in asked if any(_is_one(each, other) for other in known))


def _is_one(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return word == other or (
        len(shorter) >= SHORTEST_STEM and longer.startswith(shorter) and len(longer) - len(shorter) <= 3
    )
