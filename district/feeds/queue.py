"""What a run leaves for a person to settle: rows set aside, doubtful matches, meetings with an office edit.

A row seen again keeps its place in the queue and only its last run moves on. What was settled stays settled while the
feed says the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from district.feeds.intake import Scope
from district.feeds.packages import BadRow
from district.feeds.report import Report, shown
from district.feeds.staging import Stage
from district.models import QueuedRow
from foundation import db

OF_PEOPLE = ("doubtful-match", "office-edit", "contact-restriction", "restriction-untold")
"""Codes of questions that only a person can answer, whatever a later file says."""
TOGETHER = ("unknown-line-item", "results-of-unknown", "marks-of-unknown")
"""Codes asked once for whatever the rows refer to, and not once for each row: a child may have hundreds."""
ANSWERED = "answered"
"""How a question is settled that the feed itself has answered since."""
PLACED = "placed"
"""How a question is settled whose rows a person has given their person or course: more such rows ask anew."""
SET_ASIDE = "set-aside"
"""How a question is settled that is no concern of this district: more such rows do not ask."""
SENTENCES = {
    "unknown-person": "The user {refers} is not among the users. The row was set aside.",
    "unknown-org": "The organization {refers} is not among the organizations. The row was set aside.",
    "unknown-class": "The class {refers} is not among the classes. The row was set aside.",
    "unknown-line-item": "The line item {refers} is not among the line items. Its results were set aside.",
    "results-of-unknown": "The user {refers} is not among the users. The results were set aside.",
    "marks-of-unknown": "The class {refers} is not among the classes. The marks were set aside.",
    "unknown-agent": "The agent {refers} is not among the users. The tie was set aside, the user was taken.",
    "unknown-course": "The course {refers} is none that the district asks for. It was set aside.",
    "unknown-employee": "Nobody on record has the employee id or e-mail {refers}. The completion was set aside.",
    "several-employees": "Several people have the employee id or e-mail {refers}. The completion was set aside.",
    "completed-in-future": "This was completed on {refers}, which is to come. The row was set aside.",
    "unknown-descriptor": "Nobody has said what the attendance category {refers} means. It is shown as unknown.",
    "unknown-student": "Nobody on record has the student number {refers}. The row was set aside.",
    "several-students": "Several people have the student number {refers}. The row was set aside.",
    "same-file-twice": "The file of the student {refers} stands in several rows. They were set aside.",
    "same-id-twice": "The id {refers} stands in several rows. They were set aside.",
    "rows-contradict": "Rows give the job {refers} different days. They were set aside.",
    "doubtful-match": "{refers} may be someone on record already. Taken as a person of her own until that is decided.",
    "contact-restriction": "The feed restricts {refers}. The adult sees nothing until a person has read it.",
    "restriction-untold": "The feed no longer says why it restricted {refers}. It stands until two people lift it.",
    "office-edit": "The feed has a new {refers} where the office set its own. The office’s stands until then.",
}


@dataclass(frozen=True)
class Question:
    """One row of the queue before it is written."""

    code: str
    file: str
    line: int
    source_key: str
    message: str
    person_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict, hash=False)
    rows: int = 1
    """Rows not taken because of it: none where a doubt or an office edit took nothing away."""
    was_said: bool = False
    """The reading has warned of it already."""

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.code, self.file, self.source_key)


def questions(stage: Stage, scope: Scope, bad_rows: list[BadRow]) -> list[Question]:
    """Everything this run leaves open. A doubtful newcomer has no id before she is written."""
    asked = of_bad_rows(bad_rows)
    asked += [
        question(row.code, row.file, row.line, row.key, shown(row.refers), {"refers": row.refers}, rows=row.number)
        for row in stage.rows(_LEADING_NOWHERE)
    ]
    asked += [
        question(
            "doubtful-match",
            scope.files["in_user"],
            row.line,
            row.key,
            f"{row.first_name} {row.last_name}",
            {"why": row.why, "among": [int(one) for one in row.among.split(",")]},
            row.person_id,
            rows=0,
        )
        for row in stage.rows(
            "SELECT u.line, u.key, u.first_name, u.last_name, d.why, d.among, t.person_id FROM doubt d "
            "JOIN in_user u ON u.n = d.n JOIN todo_person t ON t.n = d.n ORDER BY u.line"
        )
    ]
    return asked + _meetings(stage, scope)


_LEADING_NOWHERE = f"""
SELECT code, file, min(line) AS line, place AS key, refers, count(DISTINCT key) AS number FROM (
  SELECT code, file, line, key, refers, CASE WHEN code IN {TOGETHER} THEN refers ELSE key END AS place FROM bad) b
GROUP BY code, file, place, refers ORDER BY file, min(line), place"""


_SAID = (
    "SELECT w.person_id, w.source_id, w.field, w.was, w.says FROM new_word w UNION ALL "
    "SELECT w.person_id, w.source_id, 'birth_date', CAST(w.was AS TEXT), CAST(w.says AS TEXT) FROM new_birth w"
)
"""Every word that changed, and every birth date."""


def _meetings(stage: Stage, scope: Scope) -> list[Question]:
    """Words that changed where the office has set its own, unless both now say the same."""
    return [
        question(
            "office-edit",
            scope.files["in_user"],
            row.line,
            f"{row.source_key} {row.field}",
            row.field.replace("_", " "),
            {"field": row.field, "office": row.value, "feed_before": row.was, "feed_now": row.says},
            row.person_id,
            rows=0,
        )
        for row in stage.rows(
            "SELECT w.person_id, w.field, w.was, w.says, e.value, ps.source_key, coalesce(u.line, 0) AS line "
            f"FROM ({_SAID}) w JOIN office_edit e ON e.person_id = w.person_id AND e.field = w.field "
            "JOIN person_source ps ON ps.id = w.source_id LEFT JOIN in_user u ON u.key = ps.source_key "
            "WHERE e.value <> w.says ORDER BY ps.source_key, w.field"
        )
    ]


def of_bad_rows(bad_rows: list[BadRow]) -> list[Question]:
    """The questions of the rows that the reading set aside, and warned of."""
    return [Question(row.code, row.file, row.line, row.source_key, row.message, was_said=True) for row in bad_rows]


def question(
    code: str,
    file: str,
    line: int,
    key: str,
    refers: str,
    data: dict[str, Any],
    person_id: int | None = None,
    *,
    rows: int = 1,
) -> Question:
    """A question in the words of its code."""
    return Question(code, file, line, key, SENTENCES[code].format(refers=refers), person_id, data, rows)


def warn(report: Report, asked: list[Question], *, file: str = "") -> None:
    """Name every question that the reading has not; `file` is what the file was called this time."""
    for each in asked:
        if not each.was_said:
            more = f" So it is with {each.rows:,} rows." if each.rows > 1 else ""
            report.warn(each.code, file or each.file, each.line, each.message + more)


def unheard(asked: list[Question], *, source: str) -> list[Question]:
    """The questions that the queue does not hold yet, that say something else, or that a file had answered."""
    held = {
        (row.code, row.file, row.source_key): _said(row.data)
        for row in db.session().execute(
            select(QueuedRow.code, QueuedRow.file, QueuedRow.source_key, QueuedRow.data).where(
                QueuedRow.source == source, QueuedRow.settled_as.not_in((ANSWERED, PLACED))
            )
        )
    }
    return [each for each in asked if each.place not in held or held[each.place] != _said(_data(each))]


def write(asked: list[Question], *, source: str, run_id: int) -> None:
    """Put the questions into the queue; those it holds are only marked as seen again, and opened when they changed."""
    changed = {each.place for each in unheard(asked, source=source)}
    held = {
        (row.code, row.file, row.source_key): row.id
        for row in db.session().execute(
            select(QueuedRow.id, QueuedRow.code, QueuedRow.file, QueuedRow.source_key).where(QueuedRow.source == source)
        )
    }
    new = {each.place: _row(each, source, run_id) for each in asked if each.place not in held}
    known = {each.place: each for each in asked if each.place in held}
    seen = [
        {"id": held[place], "line": each.line, "data": _data(each), "last_run_id": run_id}
        for place, each in known.items()
    ]
    opened = [
        {"id": held[place], "settled_at": None, "settled_as": ""} for place, each in known.items() if place in changed
    ]
    for statement, rows in (
        (insert(QueuedRow), list(new.values())),
        (update(QueuedRow), seen),
        (update(QueuedRow), opened),
    ):
        if rows:
            db.session().execute(statement, rows)


def _row(each: Question, source: str, run_id: int) -> dict[str, Any]:
    return {
        "source": source,
        "code": each.code,
        "file": each.file,
        "line": each.line,
        "source_key": each.source_key,
        "person_id": each.person_id,
        "data": _data(each),
        "first_run_id": run_id,
        "last_run_id": run_id,
        "settled_as": "",
    }


def settle_unasked(*, source: str, run_id: int, at: datetime, unspoken: Collection[str] = ()) -> None:
    """Settle the rows set aside before that a whole file has just not set aside: it was corrected, or taken out.

    What stands in the files `unspoken`, which the package does not have, is still open.
    """
    db.session().execute(
        update(QueuedRow)
        .where(QueuedRow.source == source, QueuedRow.settled_at.is_(None), QueuedRow.last_run_id != run_id)
        .where(QueuedRow.code.not_in((*OF_PEOPLE, *(TOGETHER if unspoken else ()))), QueuedRow.file.not_in(unspoken))
        .values(settled_at=at, settled_as=ANSWERED)
    )


def close_agreed(stage: Stage) -> None:
    """An office edit that the feed has come to agree with is settled: the feed's word is enough from now on."""
    stage.run(
        f"UPDATE queued_row SET settled_at = :at, settled_as = '{ANSWERED}' WHERE source = :source "
        "AND code = 'office-edit' AND settled_at IS NULL AND EXISTS (SELECT 1 "
        f"FROM ({_SAID}) w JOIN office_edit e ON e.person_id = w.person_id AND e.field = w.field "
        "JOIN person_source ps ON ps.id = w.source_id WHERE e.value = w.says "
        "AND queued_row.source_key = ps.source_key || ' ' || w.field)"
    )
    stage.run(
        "DELETE FROM office_edit WHERE EXISTS (SELECT 1 FROM new_word w WHERE w.person_id = office_edit.person_id "
        "AND w.field = office_edit.field AND w.says = office_edit.value) OR EXISTS (SELECT 1 FROM new_birth w WHERE "
        "w.person_id = office_edit.person_id AND office_edit.field = 'birth_date' "
        "AND CAST(w.says AS TEXT) = office_edit.value)"
    )


def _data(each: Question) -> dict[str, Any]:
    return {"message": each.message, **each.data, **({"rows": each.rows} if each.rows > 1 else {})}


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What a question says; how many rows it is about grows from file to file and asks nothing new."""
    return {name: value for name, value in data.items() if name != "rows"}
