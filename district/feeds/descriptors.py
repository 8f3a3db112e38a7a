"""What the descriptors of Ed-Fi mean in our words, from a file that can be edited; what it does not know is counted.

A descriptor stands as `uri://ed-fi.org/RelationDescriptor#Mother`, as `Mother`, or as `<CodeValue>Mother</CodeValue>`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from district.feeds.report import Report, shown
from district.feeds.xml_files import Element

STARTER = Path(__file__).parent.parent / "starter" / "descriptors.toml"


@cache
def starter() -> dict[str, dict[str, Any]]:
    """The words the program brings, by kind of descriptor."""
    said: dict[str, dict[str, Any]] = tomllib.loads(STARTER.read_text("utf-8"))
    return {kind: {_folded(name): word for name, word in words.items()} for kind, words in said.items()}


def code_of(element: Element | None) -> str:
    """The code value of a descriptor; "" where there is none."""
    if element is None:
        return ""
    return (element.text or element.get("CodeValue") or element.deep("CodeValue")).rpartition("#")[2].strip()


class Words:
    """Translates descriptors, and remembers which it could not, with how often and where first."""

    def __init__(self) -> None:
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.first: dict[tuple[str, str], tuple[str, int]] = {}

    def of(self, kind: str, element: Element | None, file: str) -> str:
        """Our word for a descriptor of this kind; "" where there is none, or none we know."""
        code = code_of(element)
        if element is None or not code:
            return ""
        word = starter()[kind].get(_folded(code))
        if word is None:
            self.unknown[kind, code] += 1
            self.first.setdefault((kind, code), (file, element.line))
        return str(word or "")

    def tell(self, report: Report) -> None:
        """Name every descriptor that is not in the file of words, with how often it stood."""
        for (kind, code), number in sorted(self.unknown.items()):
            file, line = self.first[kind, code]
            message = (
                f"{shown(code)} is none of the {kind} in starter/descriptors.toml. It stands {number:,} "
                f"{'time' if number == 1 else 'times'} and was left unknown."
            )
            report.warn("unknown-descriptor", file, line, message)


def word_of(kind: str, said: str) -> str:
    """Our word for a text of this kind that need not be one of the list; "" where it is none."""
    return str(starter()[kind].get(_folded(said)) or "")


def order(kind: str, word: str) -> int:
    """The place of a word in its list: the first is used first, an unknown one last."""
    words = list(starter()[kind].values())
    return words.index(word) if word in words else len(words)


def guardians_of_record() -> frozenset[str]:
    """The words of which an adult is a guardian of record where the feed says nothing else."""
    return frozenset(starter()["guardians"][_folded("of_record")])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
