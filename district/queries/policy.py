"""What the district's settings say of who sees a student."""

from __future__ import annotations

from district.rules.guardianship import SightPolicy
from foundation.settings import Settings


def sight_policy(settings: Settings) -> SightPolicy:
    """The policy an installation is set to."""
    return SightPolicy(
        before_entry_days=settings.portal_before_entry_days,
        after_exit_days=settings.portal_after_exit_days,
        eligible_student_policy=settings.eligible_student_policy,
        student_account_grades=frozenset(settings.student_account_grades),
    )
