"""What a question of the quiz is made of, and what keeps it from being asked.

A question is asked in English and in Spanish; each language stands for itself, none is a translation made at reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 1000
LONGEST_OPTION = 300
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    """One of several answers is right."""
    MULTIPLE = "multiple"
    """Two or more are right, at least one is wrong; all of the right ones and none else must be chosen."""
    TRUE_FALSE = "true-false"


class Topic(StrEnum):
    """What a question is about; a quiz is spread over all of them."""

    HOUSEHOLDS = "households"
    ADDRESSES = "addresses"
    MOVES = "moves"
    RELATIONSHIPS = "relationships"
    CUSTODY = "custody"
    EMERGENCY_CONTACTS = "emergency-contacts"
    CONFIDENTIAL_ADDRESSES = "confidential-addresses"
    ELIGIBLE_STUDENTS = "eligible-students"
    NAMES = "names"
    DUPLICATES = "duplicates"
    PRIVACY = "privacy"
    ACCESS = "access"


class State(StrEnum):
    """Where a question is in its life. None is ever deleted: attempts keep what they drew."""

    DRAFT = "draft"
    """Being written; never drawn."""
    ACTIVE = "active"
    RETIRED = "retired"
    """Drawn no more."""


class Fault(StrEnum):
    """What keeps a question from being asked."""

    TEXT_MISSING = "text-missing"
    EXPLANATION_MISSING = "explanation-missing"
    PROCEDURE_MISSING = "procedure-missing"
    SPANISH_MISSING = "spanish-missing"
    TOO_LONG = "too-long"
    UNPRINTABLE = "unprintable"
    LINK_UNUSABLE = "link-unusable"
    OPTIONS_OUT_OF_NUMBER = "options-out-of-number"
    OPTION_WITHOUT_ENGLISH = "option-without-english"
    OPTION_TWICE = "option-twice"
    NOT_ONE_RIGHT = "not-one-right"
    NOT_SEVERAL_RIGHT = "not-several-right"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    en: str
    es: str
    is_right: bool = False

    def text(self, language: str) -> str:
        """In the reader's language, English where it has no other."""
        return self.es if language == "es" and self.es else self.en


@dataclass(frozen=True, slots=True)
class Content:
    """All that one version of a question says."""

    kind: Kind
    topic: Topic
    text_en: str
    text_es: str
    explanation_en: str
    explanation_es: str
    procedure_en: str
    """The name of the procedure the question is about."""
    procedure_es: str
    link: str
    """Where that procedure can be read: https, or a path of this site; empty where the district has not said yet."""
    options: tuple[Option, ...]

    def text(self, language: str) -> str:
        return self.text_es if language == "es" and self.text_es else self.text_en

    def explanation(self, language: str) -> str:
        return self.explanation_es if language == "es" and self.explanation_es else self.explanation_en

    def procedure(self, language: str) -> str:
        return self.procedure_es if language == "es" and self.procedure_es else self.procedure_en

    @property
    def right(self) -> frozenset[int]:
        """The places of the right options, from 0."""
        return frozenset(place for place, each in enumerate(self.options) if each.is_right)


def true_or_false(*, is_true: bool) -> tuple[Option, ...]:
    """The two answers of a true/false question."""
    return (Option("True", "Verdadero", is_true), Option("False", "Falso", not is_true))


def faults_of(content: Content, *, state: State) -> list[Fault]:
    """What keeps the question from that state, each fault once. A draft may wait for its Spanish."""
    found = dict.fromkeys((*_faults_of_texts(content), *_faults_of_options(content)))
    return [each for each in found if not (state is State.DRAFT and each is Fault.SPANISH_MISSING)]


def _faults_of_texts(content: Content) -> Iterator[Fault]:
    needed = (
        (Fault.TEXT_MISSING, content.text_en, content.text_es),
        (Fault.EXPLANATION_MISSING, content.explanation_en, content.explanation_es),
        (Fault.PROCEDURE_MISSING, content.procedure_en, content.procedure_es),
    )
    for fault, english, spanish in needed:
        if not english:
            yield fault
        if english and not spanish:
            yield Fault.SPANISH_MISSING
    texts = [each for _, *both in needed for each in both] + [content.link]
    if any(len(each) > LONGEST_TEXT for each in texts):
        yield Fault.TOO_LONG
    if not all(_is_printable(each) for each in texts):
        yield Fault.UNPRINTABLE
    if content.link and not _is_usable(content.link):
        yield Fault.LINK_UNUSABLE


def _faults_of_options(content: Content) -> Iterator[Fault]:
    options, right = content.options, len(content.right)
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        yield Fault.OPTIONS_OUT_OF_NUMBER
    if any(not each.en for each in options):
        yield Fault.OPTION_WITHOUT_ENGLISH
    if any(each.en and not each.es for each in options):
        yield Fault.SPANISH_MISSING
    for said in ([each.en for each in options], [each.es for each in options if each.es]):
        if len({each.casefold() for each in said}) < len(said):
            yield Fault.OPTION_TWICE
    if any(len(each) > LONGEST_OPTION for option in options for each in (option.en, option.es)):
        yield Fault.TOO_LONG
    if not all(_is_printable(each) for option in options for each in (option.en, option.es)):
        yield Fault.UNPRINTABLE
    if content.kind is Kind.MULTIPLE:
        if right < FEWEST_OPTIONS or right == len(options):
            yield Fault.NOT_SEVERAL_RIGHT
    elif right != 1:
        yield Fault.NOT_ONE_RIGHT


def _is_printable(text: str) -> bool:
    return all(each.isprintable() or each == "\n" for each in text)


def _is_usable(link: str) -> bool:
    return link.startswith("https://") or (link.startswith("/") and not link.startswith(("//", "/\\")))
