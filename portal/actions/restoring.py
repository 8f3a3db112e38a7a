"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A code may have been used after the backup was made, and its letter lie in somebody's waste paper. All codes end, also
those in letters still on their way: `flask codes issue` makes new ones for whoever has no account.
"""

from __future__ import annotations

from foundation.backups import Revived
from portal.models import ActivationCode

REVIVED = (
    Revived(
        ActivationCode,
        "activation codes",
        ActivationCode.used_at.is_(None) & ActivationCode.superseded_at.is_(None),
        lambda at: {"superseded_at": at},
    ),
)
