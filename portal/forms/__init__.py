"""The forms of this room: getting an account, asking for a code, and the help desk's."""

from portal.forms.campaigns import CampaignForm
from portal.forms.family import AccountForm, CodeForm, NewCodeForm
from portal.forms.funnel import FunnelFilter
from portal.forms.inviting import ContactForm, GiveRoleForm, InviteForm
from portal.forms.people import DeskSearchForm, ReasonForm
from portal.forms.queues import SchoolQueueForm
from portal.forms.requests import AskOfficeForm, CloseForm, CounterForm, IssueForm, MessageForm

__all__ = [
    "AccountForm",
    "AskOfficeForm",
    "CampaignForm",
    "CloseForm",
    "CodeForm",
    "ContactForm",
    "CounterForm",
    "DeskSearchForm",
    "FunnelFilter",
    "GiveRoleForm",
    "InviteForm",
    "IssueForm",
    "MessageForm",
    "NewCodeForm",
    "ReasonForm",
    "SchoolQueueForm",
]
