"""Deeds of the support desk."""
