"""Records of the editor: what is found to be wrong, and how much of it there was on which day."""

from household.editor.models.findings import CleanupFinding, CleanupTally

__all__ = ["CleanupFinding", "CleanupTally"]
