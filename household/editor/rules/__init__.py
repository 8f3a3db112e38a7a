"""Decisions of the editor: values in, a value out."""
