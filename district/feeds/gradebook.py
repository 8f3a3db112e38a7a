"""The gradebook of a OneRoster package as staged rows, and what must be settled before they are compared.

OneRoster knows no marks of a term: systems send them as line items of a category of their own. By the category's title
(`district/starter/gradebook.toml`) they are told from assignments, and become marks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from district.feeds.report import Report, shown
from district.feeds.staging import ROW, Stage
from district.feeds.users import digest

if TYPE_CHECKING:
    from district.feeds.intake import Scope

STARTER = Path(__file__).parent.parent / "starter" / "gradebook.toml"
TABLES = {
    "in_category": f"{ROW}, title TEXT, weight {{real}}, purpose TEXT",
    "in_item": f"{ROW}, class TEXT, category TEXT, session TEXT, title TEXT, description TEXT, assigned_on {{day}}, "
    "due_on {day}, points {real}",
    "in_result": f"{ROW}, item TEXT, user_key TEXT, status TEXT, score {{real}}, text_score TEXT, comment TEXT, "
    "scored_on {day}, is_late {flag}, is_missing {flag}, is_incomplete {flag}, in_progress {flag}",
    "in_mark": f"{ROW}, class TEXT, user_key TEXT, session TEXT, title TEXT, mark TEXT, percent {{real}}, "
    "is_final {flag}, comment TEXT, earned_on {day}",
}
STATUSES = {
    "exempt": "exempt",
    "fully graded": "graded",
    "partially graded": "partly-graded",
    "submitted": "submitted",
    "not submitted": "not-submitted",
}
"""`scoreStatus` in our words; an exporter's own word (`ext:…`) says nothing to us."""


@cache
def purposes() -> dict[str, str]:
    """What a category is for, by its folded title."""
    said: dict[str, list[str]] = tomllib.loads(STARTER.read_text("utf-8"))["purposes"]
    return {folded(title): purpose for purpose, titles in said.items() for title in titles}


def folded(title: str) -> str:
    return " ".join(title.casefold().split())


def category(key: str, title: str, weight: float | None) -> tuple[Any, ...]:
    """A category as `in_category` holds it, from its key on."""
    purpose = purposes().get(folded(title), "")
    return (key, digest((title, _written(weight), purpose)), False, title, weight, purpose)


def categories(numbers: Iterator[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, (line, key, status, _, title, *more) in zip(numbers, rows, strict=False):
        _, said, _, *values = category(key, title, _number(more[0]) if more else None)
        yield (number, line, key, said, status != "active", *values)


def line_items(numbers: Iterator[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, row in zip(numbers, rows, strict=False):
        line, key, status, _, title, about, assigned, due, section, kind, session, _, most, *_ = row
        told = (section, kind, session, title, about, assigned, due, most)
        days = (assigned or None, due or None)
        yield (
            *(number, line, key, digest(told), status != "active"),
            *(section, kind, session, title, about, *days, _number(most)),
        )


def results(numbers: Iterator[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """1.1 has no flags: what it does not say stays unknown."""
    for number, row in zip(numbers, rows, strict=False):
        line, key, status, _, item, student, word, score, scored, comment, *more = row
        text, _, *flags = more or ("", "", "", "", "", "")
        in_progress, incomplete, late, missing = map(_truth, flags)
        told = (item, student, STATUSES.get(word, ""), score, text, comment, scored, *flags)
        yield (
            *(number, line, key, digest(told), status != "active"),
            *(item, student, STATUSES.get(word, ""), _number(score), text, comment, scored or None),
            *(late, missing, incomplete, in_progress),
        )


def settle(stage: Stage, scope: Scope, report: Report) -> None:
    """Tell of categories and terms nobody knows, and set the marks among the results apart. Once, before comparing."""
    for column, staged, record, code, word in (
        ("category", "in_category", "grade_category", "unknown-category", "category"),
        ("session", "in_session", "academic_session", "unknown-session", "term"),
    ):
        _leave_out(stage, report, scope.files.get("in_item", ""), column, staged, record, code, word)
    _set_marks_apart(stage)
    stage.look_at("in_mark")


def _leave_out(
    stage: Stage, report: Report, file: str, column: str, staged: str, record: str, code: str, word: str
) -> None:
    """A line item counts without the category or term it names, when there is none: its scores are worth more."""
    lost = (
        f"{column} <> '' AND NOT gone AND {column} NOT IN (SELECT key FROM {staged} WHERE NOT gone) "
        f"AND {column} NOT IN (SELECT source_key FROM {record} WHERE source = :source)"
    )
    found = stage.rows(f"SELECT {column} AS named, count(*) AS number FROM in_item WHERE {lost} GROUP BY 1 ORDER BY 1")
    for row in found:
        message = f"There is no {word} {shown(row.named)}: {row.number:,} line items were taken without one."
        report.warn(code, file, 0, message)
    if found:
        stage.run(f"UPDATE in_item SET {column} = '' WHERE {lost}")


def _set_marks_apart(stage: Stage) -> None:
    """Results of a line item that is a mark of a term become marks. In a delta the item may be one we hold."""
    stage.make("term_item", "key {name}, class TEXT, session TEXT, title TEXT, points {real}")
    of_terms = (
        "SELECT key FROM in_category WHERE purpose = 'term' UNION SELECT c.source_key FROM grade_category c "
        "WHERE c.source = :source AND c.purpose = 'term' AND c.source_key NOT IN (SELECT key FROM in_category)"
    )
    stage.run(
        f"INSERT INTO term_item SELECT key, class, session, title, points FROM in_item WHERE category IN ({of_terms})"
    )
    stage.run(
        "INSERT INTO term_item "
        "SELECT i.source_key, section.source_key, coalesce(term.source_key, ''), i.title, i.points "
        "FROM grade_category c JOIN line_item i ON i.category_id = c.id JOIN section ON section.id = i.section_id "
        "LEFT JOIN academic_session term ON term.id = i.session_id WHERE c.source = :source AND c.purpose = 'term' "
        "AND NOT EXISTS (SELECT 1 FROM in_item n WHERE n.key = i.source_key)"
    )
    stage.run(
        "INSERT INTO in_mark SELECT r.n, r.line, r.key, r.digest || t.class || t.session, r.gone, t.class, r.user_key, "
        "t.session, t.title, r.text_score, CASE WHEN t.points > 0 THEN 100.0 * r.score / t.points ELSE r.score END, "
        "r.status = 'graded' AND NOT coalesce(r.in_progress, false), r.comment, r.scored_on "
        "FROM in_result r JOIN term_item t ON t.key = r.item WHERE r.gone OR r.score IS NOT NULL OR r.text_score <> ''"
    )
    stage.run("DELETE FROM in_result WHERE item IN (SELECT key FROM term_item)")


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _truth(cell: str) -> bool | None:
    return cell == "true" if cell else None
