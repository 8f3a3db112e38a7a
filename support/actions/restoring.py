"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A survey may have been answered after the backup was made, and its mail lie in somebody’s folder: its links end. Who
does not want surveys says so under Surveys, or with the link of the next one.
"""

from __future__ import annotations

from foundation.backups import Revived
from support.models import Survey

REVIVED = (
    Revived(
        Survey,
        "links of surveys",
        Survey.answer_until.is_not(None) | Survey.opt_out_until.is_not(None),
        lambda at: {"answer_until": None, "opt_out_until": None},
    ),
)
