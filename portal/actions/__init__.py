"""Deeds: decide, change, tell of the family portal."""
