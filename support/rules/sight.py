"""Who sees the parts of a case that tell of students: those with the right to that record (decision note).

Every contact of an organization sees its cases. What is flagged is narrower: its author sees it, and whoever reaches
the record of everybody it tells of. Where an id stands on the case that nobody on record has, nobody can be said to
reach it, and the part stays with its author.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


def sees(
    *,
    has_student_data: bool,
    about_id: int | None,
    author_id: int | None,
    viewer_id: int,
    people: Mapping[int, int | None],
    reached: Collection[int],
) -> bool:
    """Whether a part is shown. `people`: of each named on the case the person on record, or None; `reached`: the
    people whose record the viewer reaches today. `about_id` names one of them; None is all of them."""
    if not has_student_data or author_id == viewer_id:
        return True
    told = [people.get(about_id)] if about_id is not None else list(people.values())
    return bool(told) and all(each is not None and each in reached for each in told)
