"""Work of the support desk that nobody waits for."""

from support.jobs import cases

__all__ = ["cases"]
