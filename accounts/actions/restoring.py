"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A session, a link or an invitation that was open in the backup may have been ended or used since; none of them counts.
"""

from __future__ import annotations

from accounts.models import Draft, KnownDevice, MailedLink, ProgramKey, SessionRecord, StaffInvitation
from foundation.backups import Revived

REVIVED = (
    Revived(
        SessionRecord,
        "sessions",
        SessionRecord.ended_at.is_(None),
        lambda at: {"ended_at": at, "ended_because": "restored"},
    ),
    Revived(KnownDevice, "known devices", KnownDevice.forgotten_at.is_(None), lambda at: {"forgotten_at": at}),
    Revived(Draft, "drafts", Draft.expires_at > Draft.kept_at, lambda at: {"expires_at": Draft.kept_at}),
    Revived(
        MailedLink,
        "mailed links",
        MailedLink.used_at.is_(None) & MailedLink.superseded_at.is_(None),
        lambda at: {"superseded_at": at},
    ),
    Revived(
        StaffInvitation,
        "staff invitations",
        StaffInvitation.used_at.is_(None) & StaffInvitation.superseded_at.is_(None),
        lambda at: {"superseded_at": at},
    ),
    Revived(ProgramKey, "keys of programs", ProgramKey.ended_at.is_(None), lambda at: {"ended_at": at}),
)
