"""Deeds: decide, change, tell of the accounts floor."""
