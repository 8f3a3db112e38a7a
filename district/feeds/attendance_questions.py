"""What attendance leaves for a person to settle: a category of which nobody has said what it means here."""

from __future__ import annotations

from dataclasses import replace

from district.feeds.queue import Question, question
from district.feeds.report import shown
from district.feeds.staging import Stage

UNKNOWN = "unknown-descriptor"


def of_words(stage: Stage, file: str, *, was_said: bool = False) -> list[Question]:
    """One question for each category without a word of ours, however many events it stands in. None is lost by it."""
    return [
        replace(
            question(UNKNOWN, file, row.line, f"attendance {row.said}", shown(row.said), {"refers": row.said}, rows=0),
            was_said=was_said,
        )
        for row in stage.rows(
            "SELECT said, min(line) AS line FROM in_attendance WHERE category = 'unknown' AND NOT gone "
            "GROUP BY said ORDER BY said"
        )
    ]
