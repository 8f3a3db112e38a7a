"""The articles of this district (`starter/articles.toml`). Read once; a file that is not as it says there stops it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from support.rules.articles import Article, Audience, like, paragraphs

STARTER = Path(__file__).parent / "starter" / "articles.toml"


@cache
def articles() -> Mapping[str, Article]:
    """Every article by its code, in the order of the file."""
    read = tomllib.loads(STARTER.read_text(encoding="utf-8"))
    return {code: _article(code, said) for code, said in read.items()}


def articles_like(subject: str, module: str = "") -> list[Article]:
    """The three most like what somebody is about to ask, as a new case shows them first. No statement."""
    return like(articles().values(), subject, module)


def marked(*, technical: bool) -> list[Article]:
    """What a contact should know: release notes first, then in the order of the file. What is for technical contacts
    stands there for them alone."""
    found = [
        each for each in articles().values() if each.is_marked and (technical or each.audience is Audience.CONTACTS)
    ]
    return sorted(found, key=lambda each: not each.is_release_notes)


def _article(code: str, said: dict[str, Any]) -> Article:
    return Article(
        code=code,
        module=said["module"],
        audience=Audience(said["audience"]),
        is_release_notes=said["release_notes"],
        is_marked=said["marked"],
        updated_on=said["updated"],
        title=said["title"],
        body={language: paragraphs(text) for language, text in said["body"].items()},
    )
