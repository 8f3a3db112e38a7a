"""Verbs of the editor: what its doors do in their transactions."""
