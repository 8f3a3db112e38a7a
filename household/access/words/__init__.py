"""Codes of household access as people read them: in a few words, and in whole sentences."""

from household.access.words.labels import after_lapse, after_return, ending, event, on_change, state
from household.access.words.voice import Voice

__all__ = ["Voice", "after_lapse", "after_return", "ending", "event", "on_change", "state"]
