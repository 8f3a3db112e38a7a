"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A household being entered may have been saved or thrown away since: its draft would enter it a second time.
"""

from __future__ import annotations

from foundation.backups import Revived
from household.editor.models import HouseholdDraft

REVIVED = (
    Revived(
        HouseholdDraft,
        "households being entered",
        HouseholdDraft.finished_at.is_(None),
        lambda at: {"finished_at": at, "sealed": b""},
    ),
)
