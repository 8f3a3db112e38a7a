"""Records of the editor: what is found to be wrong and how much of it there was, and households being entered."""

from household.editor.models.drafts import HouseholdDraft
from household.editor.models.findings import CleanupFinding, CleanupPlace, CleanupTally

__all__ = ["CleanupFinding", "CleanupPlace", "CleanupTally", "HouseholdDraft"]
