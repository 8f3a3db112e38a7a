"""Records of the family's room."""

from portal.models.calendars import CalendarLink
from portal.models.contact_data import ContactCheck
from portal.models.excuses import ExcuseDay, ExcuseRequest
from portal.models.health import HealthCondition, ImmunizationCorrection
from portal.models.limits import FamilyLimit, LimitReached
from portal.models.messages import (
    Conversation,
    ConversationLine,
    Message,
    MessageFile,
    MessagePart,
    MessageRecipient,
    MessageTemplate,
)
from portal.models.preferences import ContactChoice, ContactPreference
from portal.models.ways_in import (
    ActivationCode,
    Campaign,
    CampaignPart,
    FunnelPerson,
    FunnelRun,
    FunnelSum,
    OfficeRequest,
)

__all__ = [
    "ActivationCode",
    "CalendarLink",
    "Campaign",
    "CampaignPart",
    "ContactCheck",
    "ContactChoice",
    "ContactPreference",
    "Conversation",
    "ConversationLine",
    "ExcuseDay",
    "ExcuseRequest",
    "FamilyLimit",
    "FunnelPerson",
    "FunnelRun",
    "FunnelSum",
    "HealthCondition",
    "ImmunizationCorrection",
    "LimitReached",
    "Message",
    "MessageFile",
    "MessagePart",
    "MessageRecipient",
    "MessageTemplate",
    "OfficeRequest",
]
