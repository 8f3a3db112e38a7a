"""Deeds: decide, change, tell of the district floor."""
