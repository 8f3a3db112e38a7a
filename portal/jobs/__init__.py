"""Queued work of this room: answers to who asks for a code, everybody counted on the way in, campaigns, messages."""

from portal.jobs import asking, campaigns, limits, messages
from portal.jobs.counting import count, look

__all__ = ["asking", "campaigns", "count", "limits", "look", "messages"]
