"""What is told of the tools of the desk’s advisors."""

from __future__ import annotations

from dataclasses import dataclass

from foundation import audit


@dataclass(frozen=True)
class CannedReplyChanged(audit.Event):
    """A canned reply was written, or written anew."""

    code: str
    title: str
    language: str
    version: int


@dataclass(frozen=True)
class CannedReplyWithdrawn(audit.Event):
    """A canned reply is offered no more."""

    code: str
    title: str
