"""The small shapes a statement is made of: identifiers, addresses, moments, language tags. Source: xAPI 1.0.3, part 2.

Every check answers nothing, or raises `Invalid` with the place (a JSON path below the statement) and the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

DEEPEST = 60
"""Levels of nesting; extensions may hold anything, and nobody means more than this."""
LONGEST = 100_000
"""Characters of one text."""

LONGEST_NAME = 1_000
"""Bytes of what something or somebody is found by: an index of the database takes no more."""

Object = Mapping[str, Any]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x1f\x7f]+")
_MAIL = re.compile(r"mailto:[^\s@<>\"\x00-\x1f\x7f]+@[^\s@<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.ASCII | re.IGNORECASE)
_SHA2 = re.compile(r"[0-9a-f]{56,128}", re.ASCII | re.IGNORECASE)
_TAG = re.compile(r"(?:[A-Za-z]{2,8}|[ixIX])(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"P(?=.)(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)",
    re.ASCII,
)
_NO_ZERO_WEST = re.compile(r"-00(?::?00)?\Z", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]*", re.ASCII)


class Invalid(ValueError):
    """A statement that is none: `path` is where (`$.actor.mbox`), `why` a sentence."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


def below(path: str, key: str | int) -> str:
    """The path of a member; a key that is no plain name stands in brackets, shortened."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if _NAME.fullmatch(key) and len(key) < 60 else f"{path}[{key[:60]!a}]"


def an_object(value: Any, path: str, known: Collection[str], needed: Collection[str] = ()) -> Object:
    """`value` as an object of these keys and no others."""
    if not isinstance(value, dict):
        raise Invalid(path, "This must be an object in braces.")
    for key, member in value.items():
        if key not in known:
            raise Invalid(below(path, key), "Nothing of this name belongs here; names are written exactly as in xAPI.")
        if member is None:
            raise Invalid(below(path, key), "This is null. Leave it out instead.")
    for key in needed:
        if key not in value:
            raise Invalid(path, f"{key} is missing.")
    return value


def an_array(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise Invalid(path, "This must be a list in brackets.")
    return value


def text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise Invalid(path, "This must be a text in quotes.")
    return value


def truth(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise Invalid(path, "This must be true or false, without quotes.")


def number(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(path, "This must be a number, without quotes.")
    try:
        seen = float(value)
    except OverflowError:
        seen = math.inf
    if not math.isfinite(seen):
        raise Invalid(path, "This number is too large.")
    return seen


def one_of(value: Any, path: str, words: Collection[str]) -> str:
    if text(value, path) not in words:
        raise Invalid(path, f"This must be one of {', '.join(words)}, in exactly these letters.")
    return str(value)


def is_uuid(value: str) -> bool:
    return bool(_UUID.fullmatch(value))


def uuid(value: Any, path: str) -> None:
    if not is_uuid(text(value, path)):
        raise Invalid(path, "This must be a UUID, such as 7ccd3322-e1a5-411a-a67d-6a735c76f119.")


def name(value: Any, path: str) -> str:
    """A text by which something is found again."""
    if len(text(value, path).encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        raise Invalid(path, f"This is longer than {LONGEST_NAME:,} bytes.")
    return str(value)


def iri(value: Any, path: str) -> None:
    if not _IRI.fullmatch(name(value, path)):
        raise Invalid(path, "This must be a whole address (IRI) with its scheme, such as https://lms.example.org/c/1.")


def mail(value: Any, path: str) -> None:
    if not _MAIL.fullmatch(name(value, path)):
        raise Invalid(path, "This must be an e-mail address behind mailto:, such as mailto:ana@example.org.")


def sha1(value: Any, path: str) -> None:
    if not _SHA1.fullmatch(text(value, path)):
        raise Invalid(path, "This must be a SHA-1 sum of 40 hexadecimal digits.")


def sha2(value: Any, path: str) -> None:
    if not _SHA2.fullmatch(text(value, path)):
        raise Invalid(path, "This must be a SHA-2 sum in hexadecimal digits.")


def language(value: Any, path: str) -> None:
    if not _TAG.fullmatch(text(value, path)):
        raise Invalid(path, "This must be a language tag, such as en-US.")


def language_map(value: Any, path: str) -> None:
    """Language tags, each with a text."""
    if not isinstance(value, dict):
        raise Invalid(path, "This must be an object of language tags, each with its text.")
    for tag, said in value.items():
        language(tag, below(path, tag))
        text(said, below(path, tag))


def extensions(value: Any, path: str) -> None:
    """Addresses (IRIs), each with anything, null included."""
    if not isinstance(value, dict):
        raise Invalid(path, "This must be an object.")
    for key in value:
        iri(key, below(path, key))


def duration(value: Any, path: str) -> None:
    if not _DURATION.fullmatch(text(value, path)):
        raise Invalid(path, "This must be an ISO 8601 duration, such as PT4M30S.")


def moment(value: Any, path: str) -> datetime:
    """A moment of ISO 8601, aware; without an offset it is UTC."""
    parts = _MOMENT.fullmatch(text(value, path))
    if not parts or _NO_ZERO_WEST.search(value):
        raise Invalid(path, "This must be a moment of ISO 8601 with its offset, such as 2026-09-08T14:30:00Z.")
    year, month, day, hour, minute, second, fraction, offset = parts.groups()
    digits = ((fraction or "") + "000000")[:6]
    zone = "+00:00" if not offset or offset in "Zz" else _even(offset)
    written = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}.{digits}{zone}"
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(path, "There is no such day or hour.") from error


def _even(offset: str) -> str:
    digits = offset[1:].replace(":", "")
    return f"{offset[0]}{digits[:2]}:{digits[2:] or '00'}"


def check_texts(value: Any) -> None:
    """Refuse what no text may hold and no database keeps, and what is nested without end; walks without recursion."""
    waiting: list[tuple[Any, str, int]] = [(value, "$", 0)]
    while waiting:
        each, path, depth = waiting.pop()
        if depth > DEEPEST:
            raise Invalid(path[:200], f"This is nested deeper than {DEEPEST} levels.")
        if isinstance(each, str):
            _check_text(each, path)
        elif isinstance(each, dict):
            for key, member in each.items():
                _check_text(key, path)
                waiting.append((member, below(path, key), depth + 1))
        elif isinstance(each, list):
            waiting.extend((member, below(path, nth), depth + 1) for nth, member in enumerate(each))
        elif isinstance(each, int | float) and not isinstance(each, bool):
            number(each, path)


def _check_text(said: str, path: str) -> None:
    if len(said) > LONGEST:
        raise Invalid(path, f"This text is longer than {LONGEST:,} characters.")
    if "\0" in said:
        raise Invalid(path, "This text holds the character NUL, which cannot be kept.")
    if not said.isascii() and any("\ud800" <= letter <= "\udfff" for letter in said):
        raise Invalid(path, "This text holds half of a character (a lone surrogate).")
