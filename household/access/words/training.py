"""What training systems left open, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from markupsafe import Markup

from district.queries.training_queue import COURSES, PEOPLE, ROWS, OpenQuestion
from district.words import QUEUE
from household.access.rules.policy import Policy

KINDS = {
    PEOPLE: lazy_gettext("people nobody knows"),
    COURSES: lazy_gettext("courses nobody knows"),
    ROWS: lazy_gettext("rows that cannot be used"),
}
HEADINGS = {
    PEOPLE: lazy_gettext("Whose courses are these"),
    COURSES: lazy_gettext("Which courses are these"),
    ROWS: lazy_gettext("Rows that cannot be used"),
}

STATUSES = {
    "completed": lazy_gettext("completed"),
    "passed": lazy_gettext("passed"),
    "satisfied": lazy_gettext("all of it done"),
    "waived": lazy_gettext("excused"),
}


def headline(numbers: dict[str, int]) -> Markup:
    """How much waits."""
    total = sum(numbers.values())
    if not total:
        return Markup(_("Nothing from the training systems waits for you."))  # noqa: S704
    return Markup(  # noqa: S704
        ngettext(
            "<b>%(num)s question</b> from the training systems waits for you.",
            "<b>%(num)s questions</b> from the training systems wait for you.",
            total,
        )
    )


def rows(number: int) -> str:
    """How many finished courses a question is about."""
    return str(ngettext("%(num)s finished course", "%(num)s finished courses", number))


def why(question: OpenQuestion) -> str:
    """What is wrong, in the reader’s language; in the words of the reading where we have no others."""
    return str(QUEUE.get(question.code, question.message))


def title(question: OpenQuestion) -> Markup:
    """The question itself; what a training system wrote in it is text and nothing else."""
    if question.kind == PEOPLE:
        return Markup(_("Who is <b>%(key)s</b>?")) % {"key": question.key}  # noqa: S704
    if question.kind == COURSES:
        return Markup(_("Which course is <b>%(key)s</b>?")) % {"key": question.key}  # noqa: S704
    return Markup(_("A row that cannot be used"))  # noqa: S704


def where(question: OpenQuestion) -> str:
    """File and line of a bad row."""
    if not question.line:
        return question.key
    return str(_("Line %(line)s: %(key)s", line=question.line, key=question.key))


def courses(policies: tuple[Policy, ...], codes: frozenset[str], language: str) -> list[tuple[str, str]]:
    """Every course that counts for something, by code and title."""
    titles = {each.code: each.title(language) for policy in policies for each in policy.courses}
    return [(code, titles.get(code, "")) for code in sorted(codes)]


def status(word: str) -> str:
    """How a finished course is called."""
    return str(STATUSES.get(word, word))
