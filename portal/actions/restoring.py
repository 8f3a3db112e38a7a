"""What a restored backup would let work again here (T49). Records no event of its own: BackupRestored tells how many.

A code may have been used after the backup was made, and its letter lie in somebody's waste paper. All codes end, also
those in letters still on their way: `flask codes issue` makes new ones for whoever has no account.
The letters of a campaign carry such codes, and one on its way would issue more. A message to families that waited when
the backup was made may have left since: it is stopped, and whoever wrote it looks.
"""

from __future__ import annotations

from foundation.backups import Revived
from portal.models import ActivationCode, CalendarLink, Campaign, CampaignPart, LimitReached, Message, MessageRecipient
from portal.rules.campaigns import State, Stop
from portal.rules.messages import leaving

REVIVED = (
    Revived(
        CalendarLink,
        "addresses of calendars",
        CalendarLink.ended_at.is_(None),
        lambda at: {"ended_at": at},
    ),
    Revived(
        ActivationCode,
        "activation codes",
        ActivationCode.used_at.is_(None) & ActivationCode.superseded_at.is_(None),
        lambda at: {"superseded_at": at},
    ),
    Revived(
        CampaignPart,
        "letters of campaigns",
        CampaignPart.sealed.is_not(None),
        lambda at: {"sealed": None, "erased_at": at},
    ),
    Revived(
        Campaign,
        "campaigns on their way",
        Campaign.state.not_in((State.DONE.value, State.STOPPED.value)),
        lambda at: {"state": State.STOPPED.value, "stopped_because": Stop.RESTORED.value, "ended_at": at},
    ),
    Revived(
        Message,
        "messages to families on their way",
        Message.state.in_((leaving.State.SCHEDULED.value, leaving.State.SENDING.value)),
        lambda at: {"state": leaving.State.STOPPED.value, "stopped_because": leaving.Stop.RESTORED.value},
    ),
    Revived(
        MessageRecipient,
        "messages that waited for the day’s digest",
        MessageRecipient.digest_at.is_not(None),
        lambda at: {"digest_at": None},
    ),
    Revived(
        LimitReached,
        "limits of families that were to be told",
        LimitReached.tell_at.is_not(None),
        lambda at: {"tell_at": None},
    ),
)
