"""A bank of questions as a document (TOML): read with every fault named, and written so that it reads the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from household.quiz.rules.questions import Content, Kind, Option, State, Topic, faults_of, true_or_false

A_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LONGEST_CODE = 60
TEXTS = ("text_en", "text_es", "explanation_en", "explanation_es", "procedure_en", "procedure_es")
KNOWN = frozenset({"code", "state", "kind", "topic", *TEXTS, "link", "options", "is_true"})
HEAD = (
    "# Questions of the recertification quiz. `flask quiz import FILE` adds them to a bank.",
    "#",
    "# kind: single | multiple | true-false (which has `is_true` in place of options). state: draft|active|retired.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a file."""

    code: str
    state: State
    content: Content


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a file that cannot be taken: the question's code, or its place from 1, and what it is."""

    where: str
    what: str
    """A `Fault`, or `unreadable NAME`, `unknown NAME`, `code-twice`."""


def read_bank(document: Mapping[str, Any]) -> list[Entry] | list[Flaw]:
    """The questions of a document, or everything that is wrong with it; a file is taken whole or not at all."""
    rows = document.get("questions")
    if not isinstance(rows, list) or not rows:
        return [Flaw("file", "unreadable questions")]
    entries: list[Entry] = []
    flaws = [Flaw("file", f"unknown {name}") for name in document if name != "questions"]
    codes: set[str] = set()
    for number, row in enumerate(rows, start=1):
        read = _read(row, number)
        if not isinstance(read, Entry):
            flaws += read
            continue
        if read.code in codes:
            flaws.append(Flaw(read.code, "code-twice"))
        codes.add(read.code)
        entries.append(read)
    return flaws or entries


def written(entries: Iterable[Entry]) -> str:
    """A document that `read_bank` reads as the same questions."""
    lines = [*HEAD]
    for each in entries:
        lines += ["", *_lines(each)]
    return "\n".join(lines) + "\n"


def _read(row: Any, number: int) -> Entry | list[Flaw]:
    if not isinstance(row, dict):
        return [Flaw(f"question {number}", "unreadable question")]
    code = row.get("code")
    is_code = isinstance(code, str) and len(code) <= LONGEST_CODE and A_CODE.match(code) is not None
    where = str(code) if is_code else f"question {number}"
    unreadable = [] if is_code else ["code"]
    kind, topic = _member(Kind, row.get("kind")), _member(Topic, row.get("topic"))
    state = _member(State, row.get("state", State.DRAFT.value))
    unreadable += [name for name, value in (("kind", kind), ("topic", topic), ("state", state)) if value is None]
    unreadable += [name for name in (*TEXTS, "link") if not isinstance(row.get(name, ""), str)]
    options = _options(row, kind)
    if options is None:
        unreadable.append("is_true" if kind is Kind.TRUE_FALSE else "options")
    flaws = [Flaw(where, f"unreadable {name}") for name in unreadable]
    flaws += [Flaw(where, f"unknown {name}") for name in row if name not in KNOWN]
    if flaws or kind is None or topic is None or state is None or options is None:
        return flaws
    texts = {name: row.get(name, "").strip() for name in TEXTS}
    content = Content(kind=kind, topic=topic, link=row.get("link", "").strip(), options=options, **texts)
    faults = faults_of(content, state=state)
    return [Flaw(where, fault.value) for fault in faults] or Entry(str(code), state, content)


def _options(row: Mapping[str, Any], kind: Kind | None) -> tuple[Option, ...] | None:
    if kind is Kind.TRUE_FALSE:
        told = row.get("is_true")
        return true_or_false(is_true=told) if isinstance(told, bool) and "options" not in row else None
    told = row.get("options")
    if not isinstance(told, list) or "is_true" in row or not all(map(_is_option, told)):
        return None
    return tuple(Option(each["en"].strip(), each.get("es", "").strip(), each.get("right", False)) for each in told)


def _is_option(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and set(told) <= {"en", "es", "right"}
        and isinstance(told.get("en"), str)
        and isinstance(told.get("es", ""), str)
        and isinstance(told.get("right", False), bool)
    )


def _member(kind: type[Any], value: Any) -> Any:
    return next((each for each in kind if each.value == value), None)


def _lines(entry: Entry) -> Iterator[str]:
    content = entry.content
    yield "[[questions]]"
    yield f"code = {_quoted(entry.code)}"
    yield f"state = {_quoted(entry.state.value)}"
    yield f"kind = {_quoted(content.kind.value)}"
    yield f"topic = {_quoted(content.topic.value)}"
    for name in TEXTS:
        yield f"{name} = {_quoted(getattr(content, name))}"
    yield f"link = {_quoted(content.link)}"
    if content.kind is Kind.TRUE_FALSE:
        yield f"is_true = {str(0 in content.right).lower()}"
        return
    yield from _option_lines(content.options)


def _option_lines(options: Sequence[Option]) -> Iterator[str]:
    yield "options = ["
    for each in options:
        right = ", right = true" if each.is_right else ""
        yield f"  {{ en = {_quoted(each.en)}, es = {_quoted(each.es)}{right} }},"
    yield "]"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, which escapes the same but DEL; no question may hold one."""
    return json.dumps(text, ensure_ascii=False)
