"""Decisions of the case room: pure functions and frozen values."""
