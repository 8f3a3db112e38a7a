"""The status page as files that any web server can host, so that it answers when Hearth does not (S1).

Each file is written beside its place and then put into it in one step: whoever reads meanwhile gets the old or the new
one, never half. The sheet carries its content in its name, and goes before the pages that name it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import render_template
from flask_babel import force_locale

from foundation.web import look
from foundation.web.language import LANGUAGES
from support.queries import numbers
from support.queries import status as queries
from support.queries.status import Notice
from support.rules.numbers import Period
from support.rules.surveys import Satisfaction
from support.words import numbers as of_numbers
from support.words import status as words

FILES = {"en": "index.html", "es": "es.html"}
"""The page of each language."""
SATISFACTION = {"en": "satisfaction.html", "es": "satisfaction.es.html"}
"""What stands beside it where an administrator lets everybody see how satisfied contacts are."""
FOR_PROGRAMS = "status.json"
KEPT = 100
"""So many closed notices stand on the page: the last ones."""
READABLE = 0o644


@dataclass(frozen=True)
class Written:
    """What was put into the folder."""

    files: tuple[str, ...]
    notices: int


def publish(folder: Path, *, at: datetime) -> Written:
    """Write everything into `folder`, which is made where it is missing. Raises OSError where it cannot be written."""
    standing, (over, _) = queries.open_notices(), queries.closed_notices(most=KEPT)
    css = b"".join(_sheet(each) for each in look.style_sheets())
    sheet = f"status-{hashlib.sha256(css).hexdigest()[:12]}.css"
    texts: dict[str, bytes] = {sheet: css, FOR_PROGRAMS: _for_programs(standing, over, at)}
    told = numbers.surveys(since=Period.YEAR.since(at)).satisfaction if numbers.is_published() else None
    for language, name in FILES.items():
        with force_locale(language):
            texts[name] = _page(standing, over, language, sheet=sheet, at=at).encode()
            if told is not None:
                texts[SATISFACTION[language]] = _satisfaction(told, language, sheet=sheet, at=at).encode()

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in texts.items():
        _put(folder / name, content)
    for older in (*folder.glob("status-*.css"), *(folder / name for name in SATISFACTION.values())):
        if older.name not in texts:
            older.unlink(missing_ok=True)
    return Written(tuple(texts), len(standing) + len(over))


def _page(standing: list[Notice], over: list[Notice], language: str, *, sheet: str, at: datetime) -> str:
    return render_template(
        "status/published.html",
        overall=queries.overall_of(standing, at=at),
        standing=words.told(standing, language, at=at),
        over=words.told(over, language, at=at),
        words=words,
        sheet=sheet,
        elsewhere=_elsewhere(FILES, language),
        written_at=at,
    )


def _satisfaction(found: Satisfaction, language: str, *, sheet: str, at: datetime) -> str:
    return render_template(
        "status/satisfaction.html",
        found=found,
        words=of_numbers,
        sheet=sheet,
        elsewhere=_elsewhere(SATISFACTION, language),
        written_at=at,
    )


def _elsewhere(files: dict[str, str], language: str) -> list[tuple[str, str, str]]:
    return [(code, files[code], name) for code, name in LANGUAGES.items() if code != language]


def _sheet(path: str) -> bytes:
    """What the server sends for one sheet: a file, or a folder of them as one."""
    file = look.STATIC / path
    return file.read_bytes() if file.is_file() else look.joined(file.with_suffix(""))


def _for_programs(standing: list[Notice], over: list[Notice], at: datetime) -> bytes:
    told: dict[str, Any] = {
        "written_at": at.isoformat(),
        "overall": queries.overall_of(standing, at=at).value,
        "notices": [_plain(each, at) for each in (*standing, *over)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _plain(notice: Notice, at: datetime) -> dict[str, Any]:
    moments = {"posted_at": notice.posted_at, **vars(notice.times)}
    return {
        "id": notice.public_id,
        "kind": notice.kind.value,
        "system": notice.system.value,
        "standing": notice.standing(at=at).value,
        "title": notice.title,
        **{name: each.isoformat() if each else None for name, each in moments.items()},
        "updates": [{"said_at": each.said_at.isoformat(), "text": each.texts} for each in notice.said],
    }


def _put(place: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(READABLE)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
