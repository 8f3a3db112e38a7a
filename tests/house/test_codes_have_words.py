"""Every code of a rule that people may meet is said as a sentence, in both languages."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import accounts.words
import portal.words
from accounts.rules import passwords, usernames
from accounts.rules.problems import Problem

SAID: dict[str, Callable[[Enum], str]] = {
    "portal.rules.greetings.PartOfDay": lambda part: portal.words.greeting(part, "Rosa"),  # type: ignore[arg-type]
}
UNSAID = {
    "portal.rules.codes.Kind": "asked for by commands in its own word; its sentences stand in letters and mails",
    "portal.rules.codes.Delivery": "a command's word, kept with the code",
    "portal.rules.codes.Refusal": "a stranger is never told which; kept for the office's page, which is to come",
    "district.rules.guardianship.Reason": "why a student is shown or not; said on the office's page, which is to come",
    "household.access.rules.answers.State": "said on the pages of household access, which are to come",
    "household.access.rules.answers.EndsBy": "said on the pages of household access, which are to come",
    "household.access.rules.answers.ReasonCode": "said on the pages of household access, which are to come",
    "household.access.rules.answers.StepCode": "said on the pages of household access, which are to come",
    "household.access.rules.answers.LineCode": "said on the pages of household access, which are to come",
    "household.access.rules.answers.RequirementKind": "said on the pages of household access, which are to come",
    "household.access.rules.quiz.QuizRefusal": "said on the pages of household access, which are to come",
    "household.access.rules.policy.OnChange": "a setting; said on the Rules page, which is to come",
    "household.access.rules.policy.AfterLapse": "a setting; said on the Rules page, which is to come",
    "household.access.rules.policy.AfterReturn": "a setting; said on the Rules page, which is to come",
}
ROOMS = ("district", "accounts", "portal", "household/access", "household/editor")


def enums_of_rules(root: Path) -> dict[str, type[Enum]]:
    found = {}
    for path in sorted(file for room in ROOMS for file in (root / room / "rules").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, Enum) and each.__module__ == name:
                found[f"{name}.{each.__name__}"] = each
    return found


def problem_codes(root: Path) -> list[str]:
    files = [file for room in ROOMS for file in (root / room / "rules").rglob("*.py")]
    return sorted({code for file in files for code in re.findall(r'Problem\("([a-z-]+)"', file.read_text("utf-8"))})


def test_every_enumeration_of_a_rule_is_said_or_known_to_be_unsaid(root: Path) -> None:
    found = enums_of_rules(root)

    assert set(found) == set(SAID) | set(UNSAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_each_member_has_a_sentence_in_both_languages(app: Flask, root: Path, name: str) -> None:
    members = list(enums_of_rules(root)[name])

    said = {
        language: spoken(app, language, lambda: [SAID[name](each) for each in members]) for language in ("en", "es")
    }

    assert [each for each in said["en"] + said["es"] if not each.strip()] == []
    assert len(set(said["en"])) == len(members)
    assert [(en, es) for en, es in zip(said["en"], said["es"], strict=True) if en == es] == []


def test_every_problem_has_a_sentence_in_both_languages(app: Flask, root: Path) -> None:
    problems = [Problem(code, 8) for code in problem_codes(root)]

    said = {
        language: spoken(app, language, lambda: [accounts.words.error(each) for each in problems])
        for language in ("en", "es")
    }

    assert problems != []
    assert [(en, es) for en, es in zip(said["en"], said["es"], strict=True) if en == es] == []


@pytest.mark.parametrize("mode", ["district", "nist"])
def test_every_requirement_has_a_hint(app: Flask, mode: str) -> None:
    asked = [*passwords.requirements(mode), *usernames.requirements()]

    assert "" not in spoken(app, "en", lambda: [accounts.words.hint(each) for each in asked])


def spoken(app: Flask, language: str, say: Callable[[], list[str]]) -> list[str]:
    with app.test_request_context(), force_locale(language):
        return say()
