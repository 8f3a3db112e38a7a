"""Mails that came back later: reports of other servers (RFC 3464), read from a folder, mark the mail they are about.

A server that takes a mail may find only then that nobody has that address, and writes so to the sender. Each mail has
128 random bits in its Message-ID, which the report repeats: nobody marks a mail that they did not get or carry.
Records no event: the row of the mail keeps it, and a second reading finds nothing to mark.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, update

from foundation import db
from foundation.envelopes import one_line
from foundation.leases import LONGEST_ERROR
from foundation.outbox import Mail

LARGEST = 2_000_000
"""Bytes; a report repeats at most one mail of ours."""
OURS = re.compile(r"<\s*([0-9a-f]{32})@")
GONE = re.compile(r"5\.(?:0\.\d+|1\.\d+|2\.[01]|4\.\d+)")
"""Codes that say the address takes nothing (RFC 3463): none such, disabled, or no way there. A full mailbox (5.2.2)
and a mail that is refused for what it is (5.3, 5.6, 5.7) say nothing of the address."""


@dataclass(frozen=True)
class Report:
    """What one report says: which mail of ours came back, and why."""

    message_id: str
    reason: str


@dataclass(frozen=True)
class Read:
    """What came of reading a folder."""

    marked: int = 0
    known: int = 0
    """Marked before, or of no mail that is kept."""
    other: int = 0
    """Files that are no report of an address that takes nothing."""


def read_folder(folder: Path, *, at: datetime, since: datetime | None = None) -> Read:
    """Mark the mails that the reports in a folder, or a Maildir, are about; with `since` those of files changed since
    then. The files stay as they are."""
    earliest = since.timestamp() if since else 0.0
    found = [report_in(path) for path in _files(folder) if path.stat().st_mtime >= earliest]
    reports = [each for each in found if each is not None]
    marked = sum(mark_returned(each, at=at) for each in reports)
    return Read(marked, len(reports) - marked, len(found) - len(reports))


def mark_returned(report: Report, *, at: datetime) -> bool:
    """Note that a mail came back. False where that was noted before, or no such mail was sent."""
    marked = db.session().execute(
        update(Mail)
        .where(Mail.message_id == report.message_id, Mail.sent_at.is_not(None), Mail.returned_at.is_(None))
        .values(returned_at=at, last_error=report.reason[:LONGEST_ERROR])
    )
    return cast(CursorResult[Any], marked).rowcount == 1


def report_in(path: Path) -> Report | None:
    """What a file reports; None where it is no report, or of something else than an address that takes nothing."""
    if path.stat().st_size > LARGEST:
        return None
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    parts = [each for each in message.walk() if isinstance(each, Message)]
    reason = next((said for each in parts if (said := _failed(each))), "")
    original = next((each for each in map(_original_id, parts) if each), "")
    return Report(original, reason) if reason and original else None


def _failed(part: Message) -> str:
    """`5.1.1 550 No such user` where this block of a report says that its recipient takes nothing."""
    if str(part.get("Action", "")).strip().lower() != "failed":
        return ""
    status = str(part.get("Status", "")).split(" ")[0].strip()
    if GONE.fullmatch(status) is None:
        return ""
    said = str(part.get("Diagnostic-Code", "")).partition(";")[2]
    return one_line(f"{status} {said}").strip()


def _original_id(part: Message) -> str:
    """The Message-ID of the mail that a report brings back, whole or by its headers."""
    if part.get_content_type() == "text/rfc822-headers" and isinstance(part, EmailMessage):
        found = OURS.search(str(part.get_content()))
    elif part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        whole = inner[0] if isinstance(inner, list) and inner else None
        found = OURS.search(str(whole.get("Message-ID", ""))) if isinstance(whole, Message) else None
    else:
        return ""
    return found[1] if found else ""


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, or of a Maildir’s `new` and `cur`, by name."""
    for place in (folder, folder / "new", folder / "cur"):
        if place.is_dir():
            yield from sorted(each for each in place.iterdir() if each.is_file() and not each.is_symlink())
