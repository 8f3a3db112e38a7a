"""What rows refer to: which keys are known, and the rows whose references lead nowhere.

In a bulk file a reference must resolve inside the package; in a delta it may point at what we hold. A row that leads
nowhere is set aside in `bad` for a person to settle, and stays *listed*, so that its record is not ended for it.
"""

from __future__ import annotations

from district.feeds.intake import Scope
from district.feeds.kinds import Kind, Need
from district.feeds.packages import BadRow
from district.feeds.report import Report, shown
from district.feeds.staging import Stage


def begin(stage: Stage, bad_rows: list[BadRow]) -> None:
    """Make the tables of rows set aside, with those the reading has set aside already."""
    stage.make("bad", "file TEXT, line {number}, key TEXT, code TEXT, refers TEXT")
    stage.make("listed", "file TEXT, key TEXT")
    stage.make("unheld", "file TEXT, line {number}, key TEXT")
    stage.fill("listed", ("file", "key"), [(row.file, row.source_key) for row in bad_rows])


def know(stage: Stage, scope: Scope) -> None:
    """Fill `known_user`, `known_class`, `known_org` and `known_item`; set aside what leads nowhere."""
    know_users(stage, scope)
    for table, staged, record, is_live in (
        ("known_org", "in_org", "school", "h.is_open"),
        ("known_class", "in_class", "section", "h.is_current"),
    ):
        _know(stage, scope, table, staged, record, is_live)
    _set_items_aside(stage, scope.files.get("in_item", ""))
    _know(stage, scope, "known_item", "in_item", "line_item", "h.is_current")
    for table in ("known_user", "known_org", "known_class", "known_item"):
        stage.look_at(table)
    _set_roles_aside(stage, scope.files["in_role"])
    _set_agents_aside(stage, scope.files["in_user"])


def _know(stage: Stage, scope: Scope, table: str, staged: str, record: str, is_live: str) -> None:
    stage.make(table, "key {name}")
    stage.run(f"INSERT INTO {table} SELECT key FROM {staged} WHERE NOT gone")
    stage.run(
        f"INSERT INTO {table} SELECT h.source_key FROM {record} h "
        f"WHERE h.source = :source AND {is_live} AND {_still_counts(staged)}",
        **_counting(scope, staged),
    )


def know_users(stage: Stage, scope: Scope) -> None:
    """Fill `known_user` with the people one may refer to, and `spared` with those who have a row set aside."""
    stage.make("known_user", "key {name}, person_id {number}")
    stage.run(
        "INSERT INTO known_user SELECT u.key, ps.person_id FROM in_user u "
        "LEFT JOIN person_source ps ON ps.source = :source AND ps.source_key = u.key WHERE NOT u.gone"
    )
    stage.run(
        "INSERT INTO known_user SELECT h.source_key, h.person_id FROM person_source h "
        f"WHERE h.source = :source AND h.is_active AND {_still_counts('in_user')}",
        **_counting(scope, "in_user"),
    )
    stage.make("spared", "person_id {number}")
    stage.run(
        "INSERT INTO spared SELECT h.person_id FROM person_source h JOIN listed l ON l.key = h.source_key "
        "WHERE h.source = :source AND l.file = :file",
        file=scope.files["in_user"],
    )


def set_aside(stage: Stage, kind: Kind, need: Need, file: str) -> int:
    """Take the rows whose reference leads nowhere out of a kind's difference; tells how many."""
    record = kind.record
    found = stage.run(
        f"INSERT INTO bad SELECT :file, s.line, s.key, :code, s.{need.column} FROM todo_{record} t "
        f"JOIN {kind.staged} s ON s.n = t.n LEFT JOIN {need.known} k ON k.key = s.{need.column} "
        f"WHERE k.key IS NULL AND {need.only}",
        file=file,
        code=need.code,
    ).rowcount
    if found:
        stage.run(
            f"DELETE FROM todo_{record} WHERE n IN (SELECT s.n FROM {kind.staged} s "
            f"LEFT JOIN {need.known} k ON k.key = s.{need.column} WHERE k.key IS NULL AND {need.only})"
        )
    return found


def note_unheld(stage: Stage, staged: str, record: str, file: str) -> None:
    """Remember which ids a delta takes back that were never ours: worth a warning, nothing more."""
    stage.run(
        f"INSERT INTO unheld SELECT :file, s.line, s.key FROM {staged} s LEFT JOIN {record} h ON h.source = :source "
        "AND h.source_key = s.key WHERE s.gone AND h.id IS NULL",
        file=file,
    )


def warn_of_unheld(stage: Stage, report: Report) -> None:
    """Warn of what `note_unheld` found."""
    for row in stage.rows("SELECT DISTINCT file, line, key FROM unheld ORDER BY file, line"):
        report.warn("unknown-deletion", row.file, row.line, f"{shown(row.key)} is taken back and was never here.")


def _still_counts(staged: str) -> str:
    """SQL: a record `h` that may be referred to though the package does not bring it."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {staged} s WHERE s.key = h.source_key) "
        "AND (:is_partial OR EXISTS (SELECT 1 FROM listed l WHERE l.file = :file AND l.key = h.source_key))"
    )


def _counting(scope: Scope, staged: str) -> dict[str, object]:
    return {"is_partial": scope.modes.get(staged) != "bulk", "file": scope.files.get(staged, "")}


def _set_roles_aside(stage: Stage, file: str) -> None:
    for code, column, known in (("unknown-person", "user_key", "known_user"), ("unknown-org", "org", "known_org")):
        lost = f"FROM in_role s LEFT JOIN {known} k ON k.key = s.{column} WHERE k.key IS NULL AND NOT s.gone"
        if stage.run(f"INSERT INTO bad SELECT :file, s.line, s.key, '{code}', s.{column} {lost}", file=file).rowcount:
            stage.run(f"INSERT INTO listed SELECT :file, s.key {lost}", file=file)
            stage.run(f"DELETE FROM in_role WHERE n IN (SELECT s.n {lost})")


def _set_items_aside(stage: Stage, file: str) -> None:
    """Line items of a class nobody knows, so that their results are known to lead nowhere too."""
    lost = "FROM in_item s LEFT JOIN known_class k ON k.key = s.class WHERE k.key IS NULL AND NOT s.gone"
    named = f"INSERT INTO bad SELECT :file, s.line, s.key, 'unknown-class', s.class {lost}"
    if stage.run(named, file=file).rowcount:
        stage.run(f"INSERT INTO listed SELECT :file, s.key {lost}", file=file)
        stage.run(f"DELETE FROM in_item WHERE n IN (SELECT s.n {lost})")


def _set_agents_aside(stage: Stage, file: str) -> None:
    lost = "FROM in_agent s LEFT JOIN known_user k ON k.key = s.other WHERE k.key IS NULL"
    if stage.run(
        f"INSERT INTO bad SELECT :file, s.line, s.owner || ' → ' || s.other, 'unknown-agent', s.other {lost}", file=file
    ).rowcount:
        stage.run(f"DELETE FROM in_agent WHERE other IN (SELECT s.other {lost})")
    for end in ("adult", "student"):
        lost = f"FROM in_tie s LEFT JOIN known_user k ON k.key = s.{end} WHERE k.key IS NULL"
        named = f"INSERT INTO bad SELECT :file, s.line, s.key, 'unknown-agent', s.{end} {lost}"
        if stage.run(named, file=file).rowcount:
            stage.run(f"DELETE FROM in_tie WHERE n IN (SELECT s.n {lost})")
