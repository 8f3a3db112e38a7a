"""Records of the support desk."""

from support.models.status import StatusNotice, StatusUpdate

__all__ = ["StatusNotice", "StatusUpdate"]
