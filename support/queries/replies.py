"""Canned replies: those of the starter file, each as the desk has changed it since, and its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from foundation import db
from support.canned_replies import Starter, starters
from support.models import CannedReply


@dataclass(frozen=True)
class Canned:
    """A canned reply as it stands; version 0 where it was never changed since the starter file."""

    code: str
    title: str
    body: str
    language: str
    version: int
    is_retired: bool = False


def canned_replies() -> list[Canned]:
    """All that are offered, by language and title. One statement."""
    kept = {each.code: _kept(each) for each in db.session().scalars(select(CannedReply))}
    known = {code: _starter(each) for code, each in starters().items()} | kept
    return sorted(
        (each for each in known.values() if not each.is_retired),
        key=lambda each: (each.language, each.title.casefold(), each.code),
    )


def canned_reply(code: str) -> Canned | None:
    """One of them; None where there is none, or none any more. One statement."""
    kept = db.session().scalar(select(CannedReply).where(CannedReply.code == code))
    if kept is not None:
        return None if kept.retired_at else _kept(kept)
    return _starter(starters()[code]) if code in starters() else None


def _kept(each: CannedReply) -> Canned:
    return Canned(each.code, each.title, each.body, each.language, each.version, each.retired_at is not None)


def _starter(each: Starter) -> Canned:
    return Canned(each.code, each.title, each.body, each.language, version=0)
