"""A file of questions goes into the bank: what is new is added, what says something else becomes a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foundation import audit, db
from foundation.audit import Actor
from household.quiz.actions.questions import rewrite, version_of
from household.quiz.events import QuestionsLoaded
from household.quiz.models import Question
from household.quiz.queries import bank
from household.quiz.rules.bank_file import Entry


@dataclass(frozen=True)
class Loaded:
    """What a file did, or would do."""

    new: int
    changed: int
    unchanged: int


def foretell(entries: Sequence[Entry], *, only_missing: bool = False) -> Loaded:
    """What `load` would do."""
    known = bank.by_code()
    new = sum(each.code not in known for each in entries)
    changed = 0 if only_missing else sum(_says_something_else(each, known) for each in entries)
    return Loaded(new, changed, len(entries) - new - changed)


def load(entries: Sequence[Entry], *, source: str, only_missing: bool = False, by: Actor, at: datetime) -> Loaded:
    """Bring the bank up to a file. With `only_missing` what the bank knows already stays as the district has it.

    A question that is in the bank keeps its state: a file never makes an old one active again by accident.
    """
    known = bank.by_code()
    told = foretell(entries, only_missing=only_missing)
    missing = [each for each in entries if each.code not in known]
    added = [Question(code=each.code, state=each.state.value, version=1, created_at=at) for each in missing]
    db.session().add_all(added)
    db.session().flush()
    pairs = zip(added, missing, strict=True)
    db.session().add_all(version_of(question.id, 1, each.content, by=by, at=at) for question, each in pairs)
    for each in [] if only_missing else entries:
        if _says_something_else(each, known):
            question, _ = known[each.code]
            rewrite(question, each.content, based_on=question.version, by=by, at=at)
    db.session().flush()

    if told.new or told.changed:
        audit.record(QuestionsLoaded(source, told.new, told.changed), by=by, at=at)
    return told


def _says_something_else(entry: Entry, known: bank.ByCode) -> bool:
    return entry.code in known and known[entry.code][1].content != entry.content
