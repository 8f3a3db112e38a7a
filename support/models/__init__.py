"""Records of the support desk."""

from support.models.organizations import BuildingCoach, Organization, SupportContact
from support.models.status import StatusNotice, StatusUpdate

__all__ = ["BuildingCoach", "Organization", "StatusNotice", "StatusUpdate", "SupportContact"]
