"""Codes of the bank as DoTS reads them."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from household.quiz.rules.bank import Hint
from household.quiz.rules.questions import LONGEST_OPTION, LONGEST_TEXT, MOST_OPTIONS, Fault, Kind, State, Topic

_KINDS: dict[Kind, Callable[[], str]] = {
    Kind.SINGLE: lambda: _("one right answer"),
    Kind.MULTIPLE: lambda: _("several right answers"),
    Kind.TRUE_FALSE: lambda: _("true or false"),
}

_TOPICS: dict[Topic, Callable[[], str]] = {
    Topic.HOUSEHOLDS: lambda: _("Households"),
    Topic.ADDRESSES: lambda: _("Addresses"),
    Topic.MOVES: lambda: _("Moves"),
    Topic.RELATIONSHIPS: lambda: _("Relationships"),
    Topic.CUSTODY: lambda: _("Custody and restrictions"),
    Topic.EMERGENCY_CONTACTS: lambda: _("Emergency contacts"),
    Topic.CONFIDENTIAL_ADDRESSES: lambda: _("Confidential addresses"),
    Topic.ELIGIBLE_STUDENTS: lambda: _("Students of 18"),
    Topic.NAMES: lambda: _("Names"),
    Topic.DUPLICATES: lambda: _("Duplicates"),
    Topic.PRIVACY: lambda: _("Privacy (FERPA)"),
    Topic.ACCESS: lambda: _("Access"),
}

_STATES: dict[State, Callable[[], str]] = {
    State.DRAFT: lambda: _("draft"),
    State.ACTIVE: lambda: _("active"),
    State.RETIRED: lambda: _("retired"),
}

_FAULTS: dict[Fault, Callable[[], str]] = {
    Fault.TEXT_MISSING: lambda: _("Write the question in English."),
    Fault.EXPLANATION_MISSING: lambda: _("Write in English why the right answer is right."),
    Fault.PROCEDURE_MISSING: lambda: _("Name the procedure the question is about, in English."),
    Fault.SPANISH_MISSING: lambda: _("Write the Spanish of each text; without it the question stays a draft."),
    Fault.TOO_LONG: lambda: _(
        "Keep each text to %(text)s characters and each answer to %(option)s.", text=LONGEST_TEXT, option=LONGEST_OPTION
    ),
    Fault.UNPRINTABLE: lambda: _("A text holds a sign that cannot be printed. Type it again instead of pasting it."),
    Fault.LINK_UNUSABLE: lambda: _("The link must begin with https://, or with / for a page here."),
    Fault.OPTIONS_OUT_OF_NUMBER: lambda: _("Give from 2 to %(most)s answers to choose from.", most=MOST_OPTIONS),
    Fault.OPTION_WITHOUT_ENGLISH: lambda: _("Write each answer in English."),
    Fault.OPTION_TWICE: lambda: _("Two answers say the same."),
    Fault.NOT_ONE_RIGHT: lambda: _("Mark exactly one answer as right."),
    Fault.NOT_SEVERAL_RIGHT: lambda: _("Mark two or more answers as right, and leave at least one wrong."),
}

_HINTS: dict[Hint, Callable[[], str]] = {
    Hint.TOO_FEW: lambda: _("active questions are fewer than one attempt asks; the quiz does not open."),
    Hint.TOPIC_EMPTY: lambda: _("no active question is about this topic."),
    Hint.RIGHT_IS_LONG: lambda: _("the right answer is much longer than the others and tells itself."),
    Hint.LONGEST_IS_RIGHT: lambda: _("In too many questions the longest answer is the right one."),
    Hint.TRUE_FALSE_UNEVEN: lambda: _("Too many of the true-or-false statements have the same answer."),
    Hint.NO_LINK: lambda: _("the procedure has no link yet."),
}


def kind(code: str) -> str:
    return str(_KINDS[Kind(code)]())


def topic(code: str) -> str:
    return str(_TOPICS[Topic(code)]())


def state(code: str) -> str:
    return str(_STATES[State(code)]())


def fault(code: Fault) -> str:
    """What to change."""
    return str(_FAULTS[code]())


def hint(code: Hint) -> str:
    """What is worth another look; it stands behind what it is about."""
    return str(_HINTS[code]())


def flaw(what: str) -> str:
    """What is wrong with a question of a file."""
    if what in set(Fault):
        return fault(Fault(what))
    if what == "code-twice":
        return str(_("Another question of the file has the same code."))
    way, _separator, name = what.partition(" ")
    if way == "unknown":
        return str(_("%(name)s is not known here.", name=name))
    return str(_("%(name)s is missing or cannot be read.", name=name))


def truth(*, is_true: bool) -> str:
    return str(_("true") if is_true else _("false"))


def any_state() -> str:
    return str(_("All states"))


def any_topic() -> str:
    return str(_("All topics"))


def any_review() -> str:
    return str(_("Confirmed or not"))


def only_waiting() -> str:
    return str(_("Only those that wait for it"))


def how_many(active: int, waiting: int) -> str:
    """The first sentence of the list of questions."""
    if not active:
        return str(_("There is no active question yet, and the quiz is shut."))
    if not waiting:
        return str(
            ngettext(
                "One question is active, and it is confirmed.", "%(num)s questions are active, all confirmed.", active
            )
        )
    return str(
        ngettext(
            "One question is active, and it waits for the district’s review.",
            "%(num)s questions are active; %(waiting)s of them wait for the district’s review.",
            active,
            waiting=waiting,
        )
    )


def loaded(new: int) -> str:
    """How many questions that ship were added."""
    return str(ngettext("One question was added.", "%(num)s questions were added.", new))


def moved(state: str) -> str:
    """What a change of state means."""
    if state == State.ACTIVE:
        return str(_("The question is active: attempts that begin from now on may draw it."))
    return str(_("The question is retired. Attempts that drew it keep it; no new one does."))
