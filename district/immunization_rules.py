"""The immunizations this district asks for: `instance/immunizations.toml`, or the starting set until it has its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog

from district.rules import grades
from district.rules.immunizations import Requirement, RuleSet, Vaccine

STARTER = Path(__file__).parent / "starter" / "immunizations.toml"
FILE = "immunizations.toml"
LANGUAGES = ("en", "es")
NO_RULES = RuleSet({}, ())
_NUMBERS = ("doses", "first_months", "apart_days", "enough_doses", "enough_months")
_OF_REQUIREMENT = {"vaccine", "from", "through", *_NUMBERS}
_OF_FILE = {"reviewed_by", "reviewed_on", "grace_days", "vaccine", "requirement"}

log = structlog.get_logger()


class RuleSetProblem(Exception):
    """The rule set cannot be used; says why and where."""


def kept_in(instance: Path) -> Path:
    """The file in force."""
    own = instance / FILE
    return own if own.exists() else STARTER


def rule_set(instance: Path) -> RuleSet:
    """The rules in force. Raises RuleSetProblem, and tells the log, where the district's own file cannot be used."""
    path = kept_in(instance)
    changed_at = path.stat().st_mtime_ns
    try:
        return _read_once(path, changed_at)
    except RuleSetProblem as problem:
        _log_once(path, changed_at, str(problem))
        raise


def read(path: Path) -> RuleSet:
    """The rules in a file. Raises RuleSetProblem."""
    try:
        return _rule_set(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleSetProblem(f"It cannot be read: {error}.") from error


@lru_cache(maxsize=4)
def _read_once(path: Path, changed_at: int) -> RuleSet:
    return read(path)


@lru_cache(maxsize=4)
def _log_once(path: Path, changed_at: int, problem: str) -> None:
    """Of each version of the file one line from each process, however many families open a page meanwhile."""
    log.error("immunization-rules-unusable", file=path.name, problem=problem)


def _rule_set(said: Mapping[str, Any]) -> RuleSet:
    if strange := sorted(said.keys() - _OF_FILE):
        raise RuleSetProblem(f"It says {', '.join(strange)}, which is nothing of a rule set.")
    vaccines = {code: _vaccine(code, each) for code, each in _table(said, "vaccine").items()}
    told = said.get("requirement", [])
    if not isinstance(told, list) or not told:
        raise RuleSetProblem("It has no [[requirement]].")
    needed = tuple(_requirement(number, each, vaccines) for number, each in enumerate(told, 1))
    reviewed_on = said.get("reviewed_on")
    if reviewed_on is not None and not isinstance(reviewed_on, date):
        raise RuleSetProblem("reviewed_on is no day. Write it without quotes: reviewed_on = 2026-08-01.")
    reviewed_by = str(said.get("reviewed_by", "")).strip()
    if reviewed_by and reviewed_on is None:
        raise RuleSetProblem("reviewed_by says who looked it over; say on which day as well: reviewed_on.")
    return RuleSet(vaccines, needed, _number(said, "grace_days", "the file"), reviewed_by, reviewed_on)


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name, {})
    if not isinstance(found, dict) or not found or not all(isinstance(each, dict) for each in found.values()):
        raise RuleSetProblem(f"It has no [{name}.CODE].")
    return found


def _vaccine(code: str, said: Mapping[str, Any]) -> Vaccine:
    title, codes = said.get("title"), said.get("codes")
    if not isinstance(title, dict) or any(not str(title.get(each, "")).strip() for each in LANGUAGES):
        raise RuleSetProblem(f"vaccine.{code} needs a title in each language: {', '.join(LANGUAGES)}.")
    if not isinstance(codes, list) or not codes or not all(isinstance(each, str) and each.strip() for each in codes):
        raise RuleSetProblem(f"vaccine.{code} needs the codes by which sources call it.")
    return Vaccine(code, {each: str(title[each]) for each in LANGUAGES}, frozenset(each.casefold() for each in codes))


def _requirement(number: int, said: Any, vaccines: Mapping[str, Vaccine]) -> Requirement:
    where = f"requirement {number}"
    if not isinstance(said, dict):
        raise RuleSetProblem(f"{where} is {said!r}. Write it under [[requirement]].")
    if strange := sorted(said.keys() - _OF_REQUIREMENT):
        raise RuleSetProblem(f"{where} says {', '.join(strange)}, which is nothing of a requirement.")
    vaccine, first, last = (said.get(each, "") for each in ("vaccine", "from", "through"))
    if vaccine not in vaccines:
        raise RuleSetProblem(f"{where} is about {vaccine!r}, which is none of the vaccines above.")
    for name, grade in (("from", first), ("through", last)):
        if not isinstance(grade, str) or not grades.is_code(grade):
            raise RuleSetProblem(f"{where}: {name} = {grade!r} is no grade. Write KG, 01 … 12.")
    if grades.place(first) > grades.place(last):
        raise RuleSetProblem(f"{where} ends in a grade before the one it begins in.")
    doses, youngest, apart, enough, enough_at = (_number(said, name, where) for name in _NUMBERS)
    if doses < 1:
        raise RuleSetProblem(f"{where} needs doses, one at least.")
    if enough >= doses or bool(enough) != bool(enough_at):
        raise RuleSetProblem(f"{where}: enough_doses is fewer than doses and goes with enough_months.")
    return Requirement(vaccine, first, last, doses, youngest, apart, enough, enough_at)


def _number(said: Mapping[str, Any], name: str, where: str) -> int:
    found = said.get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise RuleSetProblem(f"{where}: {name} = {found!r} is no number from 0 up.")
    return found
