"""What a family asks to have changed: how each field stands, which answers that allows, and how the whole stands.

Three values meet in a field: what the family saw when they asked, what they ask, and what is true now. Only the last
one moves. A clerk who sees all three never undoes by accident what somebody else has changed meanwhile.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from district.rules.business_days import DAY, Closed, Closure, why_closed
from district.rules.phones import as_dialled

IN_PERSON, ON_REQUEST = "in-person", "request"
"""How a home address is changed (ADDRESS_CHANGE)."""
LONGEST_VALUE = 200
LONGEST_TEXT = 1000
LONGEST_REASON = 500


class Kind(StrEnum):
    """What is asked."""

    NAME = "own-name"
    CONTACT_NEW = "emergency-new"
    CONTACT_CHANGE = "emergency-change"
    CONTACT_END = "emergency-end"
    REACH = "child-contact"
    ADDRESS = "home-address"
    WRONG = "something-wrong"


FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NAME: ("first_name", "middle_name", "last_name", "preferred_first_name", "preferred_last_name"),
    Kind.CONTACT_NEW: ("contact_first_name", "contact_last_name", "relation", "phone"),
    Kind.CONTACT_CHANGE: ("relation", "phone"),
    Kind.CONTACT_END: ("contact",),
    Kind.REACH: ("email", "phone", "sms"),
    Kind.ADDRESS: ("address",),
    Kind.WRONG: ("text",),
}
"""The fields of each kind, in the order of the page. Nothing else is ever asked, whatever a form carries."""

NEEDED: Mapping[Kind, frozenset[str]] = {
    Kind.NAME: frozenset({"first_name", "last_name"}),
    Kind.CONTACT_NEW: frozenset(FIELDS[Kind.CONTACT_NEW]),
    Kind.CONTACT_CHANGE: frozenset({"relation", "phone"}),
    Kind.ADDRESS: frozenset({"address"}),
    Kind.WRONG: frozenset({"text"}),
}
"""Fields that cannot be asked to be empty."""

TELEPHONES = ("phone", "sms")
RELATIONS = ("grandparent", "relative", "neighbor", "friend", "caregiver")
"""What an emergency contact may be asked to be to a child; a guardian is none, and is recorded otherwise."""
AT_ONCE = frozenset({Kind.CONTACT_NEW})
"""Kinds of which every field is answered together: nobody keeps half a person."""
NAMES_OF_NEW = ("contact_first_name", "contact_last_name")
WHO_IS_NEW = (*NAMES_OF_NEW, "relation")
"""What a new contact cannot be without."""
CHANGES_NOTHING = frozenset({Kind.ADDRESS, Kind.WRONG})
"""Kinds whose acceptance changes no record by itself: a home moves on its own page, with proof, and words are read."""


class Difference(StrEnum):
    """How the record stands to what was seen and what is asked."""

    AS_SEEN = "as-seen"
    """Nobody changed it since."""
    ARRIVED = "arrived"
    """Somebody changed it since, to just what is asked."""
    CONFLICT = "conflict"
    """Somebody changed it since, to something else."""
    ALREADY_SO = "already-so"
    """It said so when they asked."""
    GONE = "gone"
    """What it is about is no longer on record."""


class Answer(StrEnum):
    """What became of one field."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """How a request as a whole stands: it follows from the answers to its fields and is never set by hand."""

    WAITING = "waiting"
    PARTLY_ANSWERED = "partly-answered"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly-accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = (Status.WAITING, Status.PARTLY_ANSWERED)


class FilingRefusal(StrEnum):
    """Why a request is not taken."""

    NOTHING_ASKED = "nothing-asked"
    VALUE_MISSING = "value-missing"
    NO_SUCH_PHONE = "no-such-phone"
    NO_SUCH_RELATION = "no-such-relation"
    TOO_LONG = "too-long"
    IN_PERSON_ONLY = "in-person-only"
    """The address is kept confidential: it is written into no request."""
    TOO_MANY = "too-many"
    TOO_MANY_PAPERS = "too-many-papers"


class AnswerProblem(StrEnum):
    """Why an answer does not stand."""

    NOTHING_ANSWERED = "nothing-answered"
    REASON_MISSING = "reason-missing"
    NOT_POSSIBLE = "not-possible"
    NAME_FIRST = "name-first"
    ALL_AT_ONCE = "all-at-once"
    LIVES_HERE = "lives-here"
    """The contact lives with the student: by what they would be to the student they live elsewhere."""


@dataclass(frozen=True)
class Given:
    """What a clerk answers to one field, and why."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True)
class Counting:
    """How a due day was counted."""

    filed_on: date
    due_on: date
    days: int
    """Business days after the filing, the due day included."""
    skipped: tuple[tuple[date, Closed], ...]
    """Holidays and closures between; weekends are not named."""


MOST_PAPERS = 10
"""Files attached to one request."""
PAPERS_KEPT_DAYS = 60
"""How long after a request is settled its files are kept: the move it is about is entered by then."""
MOST_WAITING = 20
"""Of one family at a time: whoever has more to say had better call."""


def difference(field: str, *, saw: str, asks: str, now: str | None) -> Difference:
    """How the record stands, compared as people compare. `now` is None where what it is about is gone."""
    if now is None:
        return Difference.GONE
    if is_same(field, now, asks):
        return Difference.ALREADY_SO if is_same(field, saw, asks) else Difference.ARRIVED
    return Difference.AS_SEEN if is_same(field, now, saw) else Difference.CONFLICT


def answers_for(stands: Difference) -> tuple[Answer, ...]:
    """The answers a field allows: where the record says so already there is nothing to decline."""
    if stands in (Difference.ALREADY_SO, Difference.ARRIVED):
        return (Answer.ACCEPTED,)
    if stands is Difference.GONE:
        return (Answer.DECLINED,)
    return (Answer.ACCEPTED, Answer.DECLINED)


def is_same(field: str, one: str, other: str) -> bool:
    """Whether two values are one to a person: a number however it is written; a name in other capitals is another."""
    return _folded(field, one) == _folded(field, other)


def problems_with(
    kind: Kind, given: Mapping[str, Given], stands: Mapping[str, Difference]
) -> dict[str, list[AnswerProblem]]:
    """What is wrong with answers, by field; by the empty name for the form as a whole. `stands`: the open fields."""
    found: dict[str, list[AnswerProblem]] = {}
    if not given:
        return {"": [AnswerProblem.NOTHING_ANSWERED]}
    if kind in AT_ONCE and set(given) != set(stands):
        found[""] = [AnswerProblem.ALL_AT_ONCE]
    for field, each in given.items():
        if field not in stands or each.answer not in answers_for(stands[field]):
            found.setdefault(field, []).append(AnswerProblem.NOT_POSSIBLE)
        if each.answer is Answer.DECLINED and not each.reason:
            found.setdefault(field, []).append(AnswerProblem.REASON_MISSING)
    if kind is Kind.CONTACT_NEW and not _is_whole(given):
        found.setdefault("", []).append(AnswerProblem.NAME_FIRST)
    return found


def status_of(answers: Iterable[Answer | None]) -> Status:
    """How the whole stands by the answers to its fields, None where one still waits."""
    said = list(answers)
    decided = [each for each in said if each in (Answer.ACCEPTED, Answer.DECLINED)]
    if None in said:
        return Status.PARTLY_ANSWERED if decided else Status.WAITING
    if not decided:
        return Status.WITHDRAWN
    if Answer.DECLINED not in decided:
        return Status.ACCEPTED
    return Status.PARTLY_ACCEPTED if Answer.ACCEPTED in decided else Status.DECLINED


def is_overdue(due_on: date, *, on: date) -> bool:
    """Whether a request that still waits is late: the day it is due is its last good one."""
    return on > due_on


def counting(filed_on: date, due_on: date, closures: Sequence[Closure] = ()) -> Counting:
    """How a due day was counted: the business days, and what makes it later than one thinks."""
    days = [filed_on + DAY * step for step in range(1, (due_on - filed_on).days + 1)]
    closed = [(day, why_closed(day, closures)) for day in days]
    skipped = tuple((day, why) for day, why in closed if why is not None and why is not Closed.WEEKEND)
    return Counting(filed_on, due_on, sum(why is None for _, why in closed), skipped)


def refusal_of(kind: Kind, asked: Mapping[str, str]) -> dict[str, FilingRefusal]:
    """What is wrong with the values asked, by field."""
    found: dict[str, FilingRefusal] = {}
    longest = LONGEST_TEXT if kind is Kind.WRONG else LONGEST_VALUE
    for field, value in asked.items():
        if len(value) > longest:
            found[field] = FilingRefusal.TOO_LONG
        elif not value and field in NEEDED.get(kind, frozenset()):
            found[field] = FilingRefusal.VALUE_MISSING
        elif value and field in TELEPHONES and not as_dialled(value):
            found[field] = FilingRefusal.NO_SUCH_PHONE
        elif field == "relation" and value not in RELATIONS:
            found[field] = FilingRefusal.NO_SUCH_RELATION
    return found


def asked_key(kind: Kind, asker_id: int, about: Iterable[int | None], asked: Mapping[str, str]) -> str:
    """Names a request: the same person asking the same of the same record is one request while it waits."""
    said = [kind.value, str(asker_id), *(str(each or 0) for each in about)]
    said += [f"{field}\x1e{_folded(field, value)}" for field, value in sorted(asked.items())]
    return blake2b("\x1f".join(said).encode(), digest_size=16).hexdigest()


def shown_key(values: Mapping[str, str | None]) -> str:
    """Names the values a page showed, so that whoever sends its form tells what they saw."""
    said = (f"{field}\x1e{'-' if value is None else '+' + value}" for field, value in sorted(values.items()))
    return blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()


def _is_whole(given: Mapping[str, Given]) -> bool:
    """Whether a new contact is taken with the name and what they are, or not at all."""
    named = [given[each].answer for each in WHO_IS_NEW if each in given]
    return Answer.DECLINED not in named or all(each.answer is Answer.DECLINED for each in given.values())


def _folded(field: str, value: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", value).split())
    if field in TELEPHONES:
        return as_dialled(plain) or plain
    return plain.casefold() if field in ("email", "address") else plain
