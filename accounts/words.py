"""Codes of the rules as sentences people read."""
