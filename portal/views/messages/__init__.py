"""Messages to families, on the side of those who write them: `/portal/staff/messages`."""

from portal.views.messages import answering, composing, families, files, sending, templates
from portal.views.messages.door import bp, is_office, know_offices, teaches

__all__ = [
    "answering",
    "bp",
    "composing",
    "families",
    "files",
    "is_office",
    "know_offices",
    "sending",
    "teaches",
    "templates",
]
