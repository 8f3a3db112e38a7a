"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A mailed link opens nothing without a sign-in of whoever may answer; still it ends, as every link does. The requests
stay open on the page of those who answer them. A reminder to a list, on its way, would write to people once more.
"""

from __future__ import annotations

from foundation.backups import Revived
from household.access.models import ApprovalLink, BulkReminder
from household.access.rules.bulk import Progress, Stop

REVIVED = (
    Revived(
        ApprovalLink,
        "links to requests for approval",
        ApprovalLink.expires_at > ApprovalLink.created_at,
        lambda at: {"expires_at": ApprovalLink.created_at},
    ),
    Revived(
        BulkReminder,
        "reminders on their way to a list",
        BulkReminder.state.not_in((Progress.DONE.value, Progress.STOPPED.value)),
        lambda at: {"state": Progress.STOPPED.value, "stopped_because": Stop.RESTORED.value, "ended_at": at},
    ),
)
