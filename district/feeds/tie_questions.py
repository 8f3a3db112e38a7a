"""What a feed leaves for a person to settle about ties: meetings with an office edit, and restrictions.

The words of a restriction stay with the restriction; a question has none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from district.feeds.intake import Scope
from district.feeds.queue import Question, question
from district.feeds.relationships import FIELDS, FLAGS
from district.feeds.staging import Stage
from district.feeds.users import digest
from district.rules.tie_questions import GONE, LISTED, OFFICE_EDIT, kept

Words = dict[str, str]


def of_ties(stage: Stage, scope: Scope) -> list[Question]:
    """Everything about ties that this run leaves open."""
    return [*_restrictions(stage, scope), *_meetings(stage, scope), *_dropped(stage, scope)]


def _restrictions(stage: Stage, scope: Scope) -> Iterator[Question]:
    """Ties with a restriction in the feed's own words, and restrictions that nobody has read and it tells no more."""
    file = scope.files["in_user"]
    keys = "p.adult_key || ' → ' || p.student_key AS key"
    for row in stage.rows(
        f"SELECT p.line, {keys}, p.restriction, ps.person_id AS adult_id FROM in_pair p "
        "LEFT JOIN person_source ps ON ps.source = :source AND ps.source_key = p.adult_key "
        "WHERE p.restriction <> '' ORDER BY p.line"
    ):
        which = {"words": digest((row.restriction,))}
        yield question("contact-restriction", file, row.line, row.key, row.key, which, row.adult_id, rows=0)
    for row in stage.rows(
        f"SELECT p.line, {keys}, o.id, o.adult_id FROM restriction o "
        "JOIN in_pair p ON p.adult_id = o.adult_id AND p.student_id = o.student_id "
        "WHERE o.source = :source AND o.verified_by_id IS NULL AND o.said <> p.restriction "
        "AND (o.ends IS NULL OR o.ends > :today) ORDER BY o.id"
    ):
        key = f"{row.key} #{row.id}"
        yield question("restriction-untold", file, row.line, key, row.key, {}, row.adult_id, rows=0)


def _meetings(stage: Stage, scope: Scope) -> Iterator[Question]:
    """Fields of a tie that the feed says otherwise now, where the office has set its own."""
    values = ", ".join(f"r.{each} AS office_{each}, p.{each} AS feed_{each}" for each in FIELDS)
    for row in stage.rows(
        f"SELECT e.field, t.was, t.adult_key, t.student_key, r.student_id, p.line, p.said, {values} FROM todo_pair t "
        "JOIN in_pair p ON p.adult_key = t.adult_key AND p.student_key = t.student_key "
        "JOIN relationship r ON r.id = t.held_id JOIN tie_edit e ON e.relationship_id = r.id "
        "ORDER BY t.adult_key, t.student_key, e.field"
    ):
        if row.field not in FIELDS:
            continue
        office, now = (kept(row.field, getattr(row, f"{end}_{row.field}")) for end in ("office", "feed"))
        before, own = _words_of(row.was).get(row.field, ""), _words_of(row.said).get(row.field, "")
        if before != own and office != now:
            yield _met(scope, row, office, before, now)


def _dropped(stage: Stage, scope: Scope) -> Iterator[Question]:
    """Ties that the feed lists no more, where the office itself has said through when."""
    for row in stage.rows(
        "SELECT 'ends' AS field, a.source_key AS adult_key, s.source_key AS student_key, r.student_id, r.ends, "
        "0 AS line FROM gone_relationship g JOIN relationship r ON r.id = g.held_id "
        "JOIN tie_edit e ON e.relationship_id = r.id AND e.field = 'ends' "
        "JOIN person_source a ON a.source = :source AND a.person_id = r.adult_id "
        "JOIN person_source s ON s.source = :source AND s.person_id = r.student_id "
        "WHERE r.ends IS NULL OR r.ends > :today ORDER BY a.source_key, s.source_key"
    ):
        yield _met(scope, row, kept(row.field, row.ends), LISTED, GONE)


def _met(scope: Scope, row: Row[Any], office: str, before: str, now: str) -> Question:
    pair = f"{row.adult_key} → {row.student_key}"
    data = {"field": row.field, "office": office, "feed_before": before, "feed_now": now}
    name, file = f"{row.field.replace('_', ' ')} of {pair}", scope.files["in_user"]
    return question(OFFICE_EDIT, file, row.line, f"{pair} {row.field}", name, data, row.student_id, rows=0)


def _words_of(said: str) -> Words:
    """What a feed's last word says of each field: `parent until 2027-06-01`, `mother; guardian=y; priority=1;`."""
    first, *rest = (each.strip() for each in said.split(";"))
    kind, _, ends = first.partition(" until ")
    words = {"type": kind} | ({"ends": ends} if ends else {})
    for each in rest:
        name, _, value = each.partition("=")
        if name in FLAGS:
            words[name] = "yes" if value == "y" else "no"
        elif name == "priority":
            words["emergency_priority"] = value
    is_of_record = words.get("guardian") == "yes" or (not rest and kind in ("parent", "guardian"))
    if is_of_record and "restricted" not in said:
        words["portal"] = "yes"
    if is_of_record:
        words["guardian"] = "yes"
    return words
