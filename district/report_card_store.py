"""Where the PDFs of report cards lie: one folder inside `instance/`, each under a random name."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = "report-cards"


def store_in(instance: Path) -> Path:
    """The store of this installation."""
    return instance / FOLDER


def path_in(store: Path, stored_as: str) -> Path:
    """Where a stored file lies."""
    return store / f"{stored_as}.pdf"


def content_of(store: Path, stored_as: str, *, sha256: str) -> bytes | None:
    """A stored file as it came; None where the store does not hold it, or not unchanged."""
    try:
        content = path_in(store, stored_as).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
