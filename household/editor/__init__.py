"""Families as the office sees them: search, people, households, and who has looked."""
