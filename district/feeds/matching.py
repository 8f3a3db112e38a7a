"""Finds out which newcomers of a feed are people we know from elsewhere.

Candidates are found in SQL, and `district/rules/meeting.py` decides on each. People of one feed are never taken for
one another: brothers share a telephone, and homonyms a name. In doubt a newcomer becomes a person of her own, so that
nothing is held back, and the question waits in the queue.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row

from district.feeds.staging import Stage
from district.rules.meeting import Candidate, meeting

BATCH = 10_000


@dataclass
class _Newcomer:
    """A newcomer with everyone she might be."""

    row: Row[Any]
    by_number: set[int] = field(default_factory=set)
    by_own_number: set[int] = field(default_factory=set)
    """Of these, by a number of the district's own: of a student or of the staff."""
    by_name: set[int] = field(default_factory=set)


@dataclass
class _Known:
    """What is held of the candidates."""

    people: dict[int, Row[Any]]
    contacts: dict[int, set[str]]
    owners: Counter[str]
    """How many people, held or staged, have a contact that two sides share."""


def match(stage: Stage) -> None:
    """Write into `todo_person` whom a newcomer meets, and into `doubt` what a person must decide."""
    stage.make("doubt", "n {number}, why TEXT, among TEXT")
    stage.make("elsewhere", "person_id {row}, name_key TEXT")
    if not stage.number("SELECT count(*) FROM todo_person WHERE source_id IS NULL") or not _know_others(stage):
        return
    newcomers = _candidates(stage)
    known = _known(stage, newcomers)
    answers = {n: meeting(_weigh(each, known), born=_day(each.row.born)) for n, each in newcomers.items()}
    taken = Counter(answer.person_id for answer in answers.values() if answer.person_id is not None)
    owning = Counter(a.person_id for n, a in answers.items() if a.person_id in newcomers[n].by_own_number)
    numbered = {answer.person_id for n, answer in answers.items() if newcomers[n].by_number}
    met, doubts = [], []
    for n, answer in answers.items():
        owns = answer.person_id in newcomers[n].by_own_number and owning[answer.person_id] == 1
        if answer.person_id is not None and taken[answer.person_id] > 1 and not owns:
            doubts.append((n, "several-name-one", str(answer.person_id)))
        elif answer.person_id is not None:
            met.append((n, answer.person_id))
        elif answer.doubt == "same-name-only" and numbered.issuperset(answer.among):
            continue  # whoever has that name is another one of this feed, known by her number
        elif answer.doubt:
            doubts.append((n, answer.doubt, ",".join(map(str, answer.among))))
    _write(stage, met, doubts)


def _write(stage: Stage, met: list[tuple[int, int]], doubts: list[tuple[int, str, str]]) -> None:
    stage.fill("doubt", ("n", "why", "among"), doubts)
    stage.make("met", "n {row}, person_id {number}")
    stage.fill("met", ("n", "person_id"), met)
    stage.run("UPDATE todo_person SET person_id = met.person_id, is_met = true FROM met WHERE met.n = todo_person.n")


def _know_others(stage: Stage) -> bool:
    """Fill `elsewhere` with the people this source has not named, by folded name."""
    others = stage.rows(
        "SELECT p.id, p.first_name, p.last_name FROM person p WHERE NOT EXISTS "
        "(SELECT 1 FROM person_source ps WHERE ps.person_id = p.id AND ps.source = :source)"
    )
    folded = [(row.id, f"{row.first_name} {row.last_name}".casefold()) for row in others]
    for start in range(0, len(folded), BATCH):
        stage.fill("elsewhere", ("person_id", "name_key"), folded[start : start + BATCH])
    stage.index("elsewhere", "name_key")
    return bool(folded)


_NEWCOMER = (
    "u.n, u.first_name, u.last_name, u.name_key, lower(u.email) AS email, u.phone, u.phone_dialled, u.sms, "
    "u.sms_dialled, CAST(b.birth_date AS TEXT) AS born"
)
_NEITHER = "NOT coalesce(side.is_student, false) AND NOT coalesce(side.is_staff, false)"
_FROM = (
    "FROM todo_person t JOIN in_user u ON u.n = t.n LEFT JOIN in_birth b ON b.key = u.key "
    "LEFT JOIN side ON side.user_key = u.key"
)


_SAME_CONTACT = f"""
SELECT u.n, e.person_id {_FROM} JOIN elsewhere e ON e.name_key = u.name_key
JOIN person_source o ON o.person_id = e.person_id AND o.source <> :source AND o.source_key = u.identifier
WHERE t.source_id IS NULL AND u.identifier <> '' AND {_NEITHER}
UNION
SELECT u.n, e.person_id {_FROM} JOIN elsewhere e ON e.name_key = u.name_key
JOIN person_identifier o ON o.person_id = e.person_id AND o.source <> :source AND o.type = 'identifier'
AND (o.value = u.identifier OR o.value = u.key)
WHERE t.source_id IS NULL AND {_NEITHER}"""
"""Contacts have no number of the district's own: the same id and the same name in two systems make one."""


def _candidates(stage: Stage) -> dict[int, _Newcomer]:
    found: dict[int, _Newcomer] = {}
    for row in stage.rows(
        f"SELECT {_NEWCOMER}, e.person_id {_FROM} "
        "JOIN person_identifier i ON i.value = u.identifier AND i.source <> :source "
        "AND (i.type = 'student-number' AND side.is_student OR i.type = 'staff-id' AND side.is_staff) "
        "JOIN elsewhere e ON e.person_id = i.person_id WHERE t.source_id IS NULL AND u.identifier <> '' "
        "AND NOT EXISTS (SELECT 1 FROM in_number o WHERE o.user_key = u.key AND o.type = i.type) "
        f"UNION SELECT {_NEWCOMER}, e.person_id {_FROM} JOIN in_number o ON o.user_key = u.key "
        "JOIN person_identifier i ON i.value = o.value AND i.type = o.type AND i.source <> :source "
        "AND o.type <> 'identifier' "
        "JOIN elsewhere e ON e.person_id = i.person_id WHERE t.source_id IS NULL"
    ):
        newcomer = found.setdefault(row.n, _Newcomer(row))
        newcomer.by_number.add(row.person_id)
        newcomer.by_own_number.add(row.person_id)
    for row in stage.rows(
        f"SELECT {_NEWCOMER}, x.person_id FROM ({_SAME_CONTACT}) x JOIN in_user u ON u.n = x.n "
        "LEFT JOIN in_birth b ON b.key = u.key"
    ):
        found.setdefault(row.n, _Newcomer(row)).by_number.add(row.person_id)
    for row in stage.rows(
        f"SELECT {_NEWCOMER}, e.person_id {_FROM} JOIN elsewhere e ON e.name_key = u.name_key WHERE t.source_id IS NULL"
    ):
        found.setdefault(row.n, _Newcomer(row)).by_name.add(row.person_id)
    return found


def _known(stage: Stage, newcomers: dict[int, _Newcomer]) -> _Known:
    stage.make("candidate", "person_id {row}")
    ids = sorted({one for each in newcomers.values() for one in each.by_number | each.by_name})
    stage.fill("candidate", ("person_id",), [(one,) for one in ids])
    people = stage.rows(
        "SELECT p.id, p.first_name, p.last_name, CAST(p.birth_date AS TEXT) AS born FROM person p "
        "JOIN candidate c ON c.person_id = p.id"
    )
    contacts: dict[int, set[str]] = defaultdict(set)
    for row in stage.rows(
        "SELECT p.person_id, lower(p.value) AS value FROM contact_point p "
        "JOIN candidate c ON c.person_id = p.person_id WHERE p.ends IS NULL"
    ):
        contacts[row.person_id].add(row.value)
    return _Known({row.id: row for row in people}, contacts, _owners(stage, newcomers, contacts))


def _owners(stage: Stage, newcomers: dict[int, _Newcomer], contacts: dict[int, set[str]]) -> Counter[str]:
    """How many people of either side have each contact that a newcomer shares with a candidate."""
    stage.make("shared", "value {name}")
    held = {value for values in contacts.values() for value in values}
    shared = sorted({value for each in newcomers.values() for value in _reached(each.row)} & held)
    stage.fill("shared", ("value",), [(value,) for value in shared])
    owners: Counter[str] = Counter()
    for row in stage.rows(
        "SELECT s.value, count(DISTINCT p.person_id) AS number FROM shared s "
        "JOIN contact_point p ON lower(p.value) = s.value AND p.ends IS NULL GROUP BY s.value"
    ):
        owners[row.value] = max(owners[row.value], row.number)
    staged = " UNION ALL ".join(
        f"SELECT {column} AS value, n FROM in_user WHERE NOT gone"
        for column in ("lower(email)", "lower(phone)", "phone_dialled", "lower(sms)", "sms_dialled")
    )
    for row in stage.rows(
        f"SELECT s.value, count(DISTINCT x.n) AS number FROM shared s JOIN ({staged}) x ON x.value = s.value "
        "GROUP BY s.value"
    ):
        owners[row.value] = max(owners[row.value], row.number)
    return owners


def _weigh(newcomer: _Newcomer, known: _Known) -> list[Candidate]:
    hers = _reached(newcomer.row)
    weighed = []
    for person_id in sorted(newcomer.by_number | newcomer.by_name):
        held, theirs = known.people[person_id], known.contacts.get(person_id, set())
        shared = hers & theirs
        weighed.append(
            Candidate(
                person_id,
                same_number=person_id in newcomer.by_number,
                same_name=person_id in newcomer.by_name,
                shares_name=_same(held.first_name, newcomer.row.first_name)
                or _same(held.last_name, newcomer.row.last_name),
                same_contact=bool(shared),
                contact_is_unique=any(known.owners[value] == 1 for value in shared),
                has_contact=bool(hers and theirs),
                born=_day(held.born),
            )
        )
    return weighed


def _reached(row: Row[Any]) -> set[str]:
    """E-mail and telephones as they are held: dialled where they can be, otherwise as written."""
    phones = (row.phone_dialled or row.phone.lower(), row.sms_dialled or row.sms.lower())
    return {row.email or "", *phones} - {""}


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
