"""The forms of household access."""

from household.access.forms.auditing import DayForm, OnDayForm
from household.access.forms.bulk import BulkForm
from household.access.forms.decisions import GrantForm, ReasonForm, ReinstatementForm
from household.access.forms.policies import AreaForm, PolicyForm, PublishForm
from household.access.forms.reports import ReportForm
from household.access.forms.reviews import ReviewFilter

__all__ = [
    "AreaForm",
    "BulkForm",
    "DayForm",
    "GrantForm",
    "OnDayForm",
    "PolicyForm",
    "PublishForm",
    "ReasonForm",
    "ReinstatementForm",
    "ReportForm",
    "ReviewFilter",
]
