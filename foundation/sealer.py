"""The sealer: chains audit entries after commit, so that what was written cannot be changed unseen.

Each seal's digest is SHA-256 over the digest before it and the canonical JSON of the entry. Entries are sealed in the
order they are found unsealed, not by number: a long transaction commits small numbers late. One sealer works at a time.
The head of the chain goes to the log, and so off the machine: cutting off the chain's end shows against it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, func, insert, select, text

from foundation import db
from foundation.audit import AuditEntry, AuditSeal

BATCH = 1000
NEAR = 100_000
"""How far behind the newest sealed number the minute's sealing looks; the day's looks everywhere."""
LOCK = 0x4865_6172_7468  # "Hearth"
BEFORE_ALL = "0" * 64

WRITTEN = (
    *("id", "at", "event", "actor_kind", "actor_label", "actor_account_id", "actor_person_id"),
    *("person_id", "data", "address", "browser"),
)
"""What a digest covers. For ever: a column added later is not in it, or no old seal would hold."""

ENTRY = AuditEntry.__table__
SEAL = AuditSeal.__table__

log = structlog.get_logger()


@dataclass(frozen=True)
class Finding:
    """What verifying found. `broken` names the first entry or seal that is not as it was written, or is empty."""

    entries: int
    sealed: int
    head: str
    broken: str = ""


def seal(*, at: datetime, thoroughly: bool = False, progress: Callable[[int], None] | None = None) -> int:
    """Chain all entries not yet sealed, in batches of one transaction each; returns how many.

    Where another sealer is at work there is nothing to do. Killed in between, the next run goes on.
    """
    total = 0
    while True:
        with db.transaction():
            done, head = _seal_batch(at=at, thoroughly=thoroughly)
        if not done:
            return total
        total += done
        log.info("audit-sealed", entries=done, head=head)
        if progress is not None:
            progress(done)


def verify(*, progress: Callable[[int], None] | None = None) -> Finding:
    """Walk the whole chain in batches and compare every digest. Memory does not grow with the audit."""
    sealed, head, broken = 0, BEFORE_ALL, ""
    for row in _sealed_entries():
        broken = _fault(row, sequence=sealed + 1, before=head)
        if broken:
            break
        sealed, head = sealed + 1, row.digest
        if progress is not None:
            progress(1)
    entries = db.session().scalar(select(func.count()).select_from(ENTRY)) or 0
    return Finding(entries=entries, sealed=sealed, head=head, broken=broken)


def digest_of(entry: Row[Any], *, before: str) -> str:
    """The digest that seals `entry` (the columns of AuditEntry) after the digest `before`."""
    written = {name: _canonical(getattr(entry, name)) for name in WRITTEN}
    canonical = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{canonical}".encode()).hexdigest()


def _seal_batch(*, at: datetime, thoroughly: bool) -> tuple[int, str]:
    session = db.session()
    if not db.is_sqlite() and not session.scalar(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")):
        return 0, ""
    last = session.execute(select(SEAL).order_by(SEAL.c.sequence.desc()).limit(1)).one_or_none()
    sequence, head = (last.sequence, last.digest) if last else (0, BEFORE_ALL)
    wanted = select(ENTRY).where(~select(1).where(SEAL.c.entry_id == ENTRY.c.id).exists())
    if not thoroughly:
        newest = session.scalar(select(func.max(SEAL.c.entry_id))) or 0
        wanted = wanted.where(ENTRY.c.id > newest - NEAR)
    seals = []
    for entry in session.execute(wanted.order_by(ENTRY.c.id).limit(BATCH)):
        sequence, head = sequence + 1, digest_of(entry, before=head)
        seals.append({"sequence": sequence, "entry_id": entry.id, "digest": head, "sealed_at": at})
    if seals:
        session.execute(insert(AuditSeal), seals)
    return len(seals), head


def _sealed_entries() -> Iterator[Row[Any]]:
    """Seals in order, each with its entry (None in place of a missing one)."""
    last = 0
    while True:
        batch = (
            db.session()
            .execute(
                select(SEAL.c.sequence, SEAL.c.entry_id, SEAL.c.digest, ENTRY)
                .join_from(SEAL, ENTRY, ENTRY.c.id == SEAL.c.entry_id, isouter=True)
                .where(SEAL.c.sequence > last)
                .order_by(SEAL.c.sequence)
                .limit(BATCH)
            )
            .all()
        )
        db.close()
        if not batch:
            return
        yield from batch
        last = batch[-1].sequence


def _fault(row: Row[Any], *, sequence: int, before: str) -> str:
    """What is wrong with this link of the chain, in a sentence, or nothing."""
    if row.sequence != sequence:
        return f"Seal {sequence} is missing."
    if row.id is None:
        return f"Entry {row.entry_id} is missing."
    if digest_of(row, before=before) != row.digest:
        return f"Entry {row.entry_id} or its seal {row.sequence} has been altered."
    return ""


def _canonical(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
