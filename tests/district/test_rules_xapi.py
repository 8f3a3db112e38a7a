"""Which statements are valid xAPI 1.0.3, what they mean, and which are the same."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.rules.xapi import Invalid, Verb, check_statement, digest_of, id_of, meaning_of, with_id
from tests.district.statements import ADL, CMI5, HOME, Statement, an_id, changed, statement, voiding

HOUSE = Path(__file__).parents[2]
DATA = Path(os.environ.get("HEARTH_TEST_DATA", HOUSE.parent / "shared" / "data"))
TEMPLATES = DATA / "xapi" / "adl-conformance-templates"
MBOX = {"mbox": "mailto:ana@example.org"}
UUID = an_id(7)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", UUID.upper()),
        ("actor", MBOX | {"objectType": "Agent", "name": "Ana"}),
        ("actor", {"mbox_sha1sum": "ab" * 20}),
        ("actor", {"openid": "https://id.example.org/ana"}),
        ("actor", {"objectType": "Group", "member": [MBOX]}),
        ("actor", {"objectType": "Group", "mbox": "mailto:team@example.org"}),
        ("verb.display", {"en-US": "completed", "es": "completó"}),
        ("object.definition", {"name": {"en": "Household"}, "type": "http://x.org/t", "moreInfo": "http://x.org/m"}),
        ("object.definition", {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "b"}]}),
        ("object.definition.extensions", {"http://x.org/e": None}),
        ("result", {"score": {"scaled": -1, "raw": 3, "min": 0, "max": 3}, "success": True, "duration": "PT4M30.5S"}),
        ("result.duration", "P1Y2M3DT4H"),
        ("result.duration", "P2W"),
        ("context", {"registration": UUID, "language": "en-US", "platform": "LMS", "revision": "2"}),
        ("context.contextActivities", {"category": {"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}}),
        ("context.statement", {"objectType": "StatementRef", "id": UUID}),
        ("context.team", {"objectType": "Group", "member": [MBOX]}),
        ("timestamp", "2026-09-08T14:30:00.123456789+02:00"),
        ("timestamp", "20260908T143000Z"),
        ("timestamp", "2026-09-08T14:30:00"),
        ("version", "1.0.3"),
        ("authority", {"objectType": "Group", "member": [MBOX, MBOX]}),
        ("attachments", []),
        (
            "attachments",
            [
                {
                    "usageType": "http://x.org/u",
                    "display": {"en": "Certificate"},
                    "contentType": "text/plain",
                    "length": 4,
                    "sha2": "ab" * 32,
                    "fileUrl": "https://x.org/f",
                }
            ],
        ),
    ],
)
def test_what_the_standard_allows_passes(path: str, value: Any) -> None:
    check_statement(changed(statement(), path, value))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("id", "7ccd3322e1a5411aa67d6a735c76f119", "$.id"),
        ("id", None, "$.id"),
        ("note", "more", "$.note"),
        ("Actor", MBOX, "$.Actor"),
        ("actor", {}, "$.actor"),
        ("actor", "ana", "$.actor"),
        ("actor", MBOX | {"openid": "https://id.example.org"}, "$.actor"),
        ("actor", {"mbox": "ana@example.org"}, "$.actor.mbox"),
        ("actor", {"mbox": "mailto:ana"}, "$.actor.mbox"),
        ("actor", {"mbox_sha1sum": "ab" * 19}, "$.actor.mbox_sha1sum"),
        ("actor", {"openid": "ana"}, "$.actor.openid"),
        ("actor", {"account": {"homePage": "lms", "name": "1"}}, "$.actor.account.homePage"),
        ("actor", {"account": {"homePage": HOME}}, "$.actor.account"),
        ("actor", {"account": {"homePage": HOME, "name": 1}}, "$.actor.account.name"),
        ("actor", {"account": {"homePage": HOME, "name": "1", "id": "2"}}, "$.actor.account.id"),
        ("actor.objectType", "agent", "$.actor.objectType"),
        ("actor", {"objectType": "Group"}, "$.actor"),
        (
            "actor",
            {"objectType": "Group", "member": [{"objectType": "Group", "member": []}]},
            "$.actor.member[0].member",
        ),
        ("actor.name", None, "$.actor.name"),
        ("verb", {"display": {"en": "did"}}, "$.verb"),
        ("verb.id", "completed", "$.verb.id"),
        ("verb.id", "http://x.org/two words", "$.verb.id"),
        ("verb.display", {"english please": "did"}, "$.verb.display['english please']"),
        ("verb.display", "did", "$.verb.display"),
        ("verb.display", {"en": 1}, "$.verb.display.en"),
        ("object", [], "$.object"),
        ("object.id", "IC-HOUSEHOLD", "$.object.id"),
        ("object.objectType", "activity", "$.object.objectType"),
        ("object.definition", {"name": "Household"}, "$.object.definition.name"),
        ("object.definition", {"interactionType": "quiz"}, "$.object.definition.interactionType"),
        ("object.definition", {"interactionType": "likert", "choices": []}, "$.object.definition.choices"),
        ("object.definition", {"correctResponsesPattern": ["a"]}, "$.object.definition"),
        (
            "object.definition",
            {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]},
            "$.object.definition.choices[1].id",
        ),
        ("object.definition.extensions", {"key": 1}, "$.object.definition.extensions.key"),
        ("object", {"objectType": "StatementRef", "id": "one"}, "$.object.id"),
        ("object", {"objectType": "SubStatement", **statement(nth=2)}, "$.object.id"),
        ("result", {"score": {"scaled": 1.01}}, "$.result.score.scaled"),
        ("result", {"score": {"scaled": "1"}}, "$.result.score.scaled"),
        ("result", {"score": {"raw": 11, "max": 10}}, "$.result.score.raw"),
        ("result", {"score": {"min": 5, "max": 5}}, "$.result.score.min"),
        ("result", {"score": {"raw": True}}, "$.result.score.raw"),
        ("result", {"score": {"raw": 10**400}}, "$.result.score.raw"),
        ("result", {"success": "true"}, "$.result.success"),
        ("result", {"completion": 1}, "$.result.completion"),
        ("result", {"duration": "4 minutes"}, "$.result.duration"),
        ("result", {"duration": "P"}, "$.result.duration"),
        ("result", {"duration": "PT"}, "$.result.duration"),
        ("context", {"registration": "1"}, "$.context.registration"),
        ("context", {"team": MBOX}, "$.context.team"),
        ("context", {"language": "en_US!"}, "$.context.language"),
        ("context", {"contextActivities": {"parents": []}}, "$.context.contextActivities.parents"),
        ("context", {"contextActivities": {"parent": [{}]}}, "$.context.contextActivities.parent[0]"),
        ("context", {"extensions": {"": 1}}, "$.context.extensions['']"),
        ("timestamp", "2026-09-08", "$.timestamp"),
        ("timestamp", "2026-02-30T00:00:00Z", "$.timestamp"),
        ("timestamp", "2026-09-08T14:30:00-00:00", "$.timestamp"),
        ("timestamp", "0000-01-01T00:00:00Z", "$.timestamp"),
        ("timestamp", "9999-12-31T23:59:59-10:00", "$.timestamp"),
        ("timestamp", 1788877800, "$.timestamp"),
        ("version", "2.0.0", "$.version"),
        ("version", "1.1", "$.version"),
        ("authority", {"objectType": "Group", "member": [MBOX]}, "$.authority"),
        ("attachments", [{}], "$.attachments[0]"),
        ("attachments", {}, "$.attachments"),
    ],
)
def test_what_the_standard_forbids_is_refused_at_its_place(path: str, value: Any, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_statement(changed(statement(), path, value))

    assert refused.value.path == where


@pytest.mark.parametrize("left_out", ["actor", "verb", "object"])
def test_a_statement_without_its_parts_is_none(left_out: str) -> None:
    broken = statement()
    del broken[left_out]
    with pytest.raises(Invalid, match=f"{left_out} is missing"):
        check_statement(broken)


@pytest.mark.parametrize("value", [None, [], "text", 1, True])
def test_only_an_object_is_a_statement(value: Any) -> None:
    with pytest.raises(Invalid):
        check_statement(value)


def test_revision_and_platform_are_of_activities_alone() -> None:
    about_somebody = changed(statement(), "object", MBOX | {"objectType": "Agent"})
    check_statement(about_somebody)
    for word in ("revision", "platform"):
        with pytest.raises(Invalid, match="Only a statement about an activity"):
            check_statement(changed(about_somebody, f"context.{word}", "2"))


def test_a_statement_within_a_statement_has_no_third() -> None:
    within = {"objectType": "SubStatement", **statement(nth=None)}
    check_statement(changed(statement(), "object", within))
    with pytest.raises(Invalid, match="no third one"):
        check_statement(changed(statement(), "object", changed(within, "object", within)))


def test_what_is_voided_is_named_by_a_reference() -> None:
    check_statement(voiding(1))
    with pytest.raises(Invalid, match="must be a StatementRef"):
        check_statement(statement(f"{ADL}voided"))


def test_content_of_attachments_is_refused_plainly() -> None:
    attachment = {
        "usageType": "http://x.org/u",
        "display": {"en": "Certificate"},
        "contentType": "text/plain",
        "length": 4,
        "sha2": "ab" * 32,
    }
    with pytest.raises(Invalid, match="Content of attachments is not received here"):
        check_statement(statement(attachments=[attachment]))


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_001])
def test_texts_no_database_keeps_are_refused_wherever_they_stand(text: str) -> None:
    for path in ("actor.name", "result.response", "context.platform"):
        with pytest.raises(Invalid):
            check_statement(changed(statement(), path, text))
    with pytest.raises(Invalid):
        check_statement(changed(statement(), "result.extensions", {"http://x.org/e": [{"deep": text}]}))


def test_nesting_without_end_is_refused_without_recursion() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(Invalid, match="nested deeper"):
        check_statement(changed(statement(), "result.extensions", {"http://x.org/e": deep}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from(["actor", "verb", "object", "result", "context", "timestamp", "authority", "attachments", "id"]),
)
def test_anything_at_all_is_valid_or_refused_and_breaks_nothing(value: Any, where: str) -> None:
    made = changed(statement(), where, value)
    try:
        check_statement(made)
    except Invalid:
        return
    assert digest_of(made) == digest_of(with_id(made))
    assert meaning_of(made).id == id_of(made)


@pytest.mark.skipif(not TEMPLATES.is_dir(), reason="the conformance templates are not here")
def test_the_pieces_of_the_conformance_suite_are_told_apart() -> None:
    """A piece whose name says that it lacks or spoils something is refused; skeletons to be filled are, too."""
    skeletons = {"actor", "authority", "verb", "activity", "agent", "group", "instructor", "team", "voided"}
    skeletons |= {"object_activity", "object_actor", "object_substatement"}
    places = {"activities": "object", "agents": "actor", "groups": "actor", "verbs": "verb"}
    places |= {"contexts": "context", "results": "result"}
    harmless = {"no_definition", "no_extensions", "no_languages", "no_objectType", "no_platform", "no_revision"}
    harmless |= {"no_display"}
    seen = 0
    for file in sorted(TEMPLATES.glob("*/*.json")):
        kind, name = file.parent.name, file.stem
        piece = json.loads(file.read_text("utf-8"))
        if kind == "statements":
            whole: Statement = piece
        elif kind == "substatements":
            whole = changed(statement(), "object", {"objectType": "SubStatement", **piece})
        else:
            whole = changed(statement(), places[kind], piece)
        lacks = ("no_" in name and "no_member" not in name and name not in harmless) or name == "anonymous_no_member"
        spoilt = "invalid" in name or name in {"numeric_name", "numeric_description", "string_name"}
        spoilt |= name == "string_description" or (name in skeletons)
        try:
            check_statement(whole)
            refused = False
        except Invalid:
            refused = True
        assert refused == (lacks or spoilt), (kind, name)
        seen += 1
    assert seen > 100


# What they mean


@pytest.mark.parametrize(
    ("iri", "verb", "counts"),
    [
        (f"{ADL}completed", Verb.COMPLETED, True),
        ("http://id.tincanapi.com/verb/completed", Verb.COMPLETED, True),
        (f"{ADL}passed", Verb.PASSED, True),
        (f"{CMI5}satisfied", Verb.SATISFIED, True),
        (f"{CMI5}waived", Verb.WAIVED, True),
        (f"{ADL}failed", Verb.FAILED, False),
        (f"{ADL}attempted", Verb.OTHER, False),
        (f"{ADL}Completed", Verb.OTHER, False),
        (f"{CMI5}abandoned", Verb.OTHER, False),
    ],
)
def test_verbs_are_known_by_their_addresses(iri: str, verb: Verb, counts: bool) -> None:
    said = meaning_of(statement(iri))

    assert (said.verb, said.counts) == (verb, counts)


@pytest.mark.parametrize("word", ["success", "completion"])
@pytest.mark.parametrize("verb", ["completed", "passed"])
def test_a_result_that_says_no_goes_before_the_verb(word: str, verb: str) -> None:
    assert not meaning_of(statement(ADL + verb, result={word: False})).counts
    assert meaning_of(statement(ADL + verb, result={word: True})).counts


def test_what_was_satisfied_by_doing_nothing_does_not_count() -> None:
    move_on = "https://w3id.org/xapi/cmi5/context/extensions/moveon"
    for word, counts in (("NotApplicable", False), ("CompletedAndPassed", True)):
        said = meaning_of(statement(f"{CMI5}satisfied", context={"extensions": {move_on: word}}))
        assert said.counts is counts


def test_a_waiver_keeps_its_reason() -> None:
    reason = {"https://w3id.org/xapi/cmi5/result/extensions/reason": "Tested Out"}
    assert meaning_of(statement(f"{CMI5}waived", result={"extensions": reason})).reason == "Tested Out"


@pytest.mark.parametrize(
    ("actor", "who", "by"),
    [
        ({"account": {"homePage": HOME, "name": " 42 "}}, f"{HOME} 42", "account"),
        ({"mbox": "mailto:Ana@Example.org"}, "ana@example.org", "email"),
        ({"mbox_sha1sum": "AB" * 20}, "ab" * 20, "email-sum"),
        ({"openid": "https://id.example.org/Ana"}, "https://id.example.org/Ana", "openid"),
        ({"objectType": "Group", "mbox": "mailto:team@example.org"}, "", ""),
    ],
)
def test_who_it_was_is_one_identifier(actor: Statement, who: str, by: str) -> None:
    said = meaning_of(statement(who=actor))

    assert (said.who, said.who_by, said.counts) == (who, by, bool(who))


@pytest.mark.parametrize(
    ("score", "kept"),
    [({"scaled": 0.875, "raw": 7}, 87.5), ({"raw": 7, "max": 8}, 7.0), ({}, None), ({"min": 0}, None)],
)
def test_a_score_is_in_percent_or_points(score: dict[str, float], kept: float | None) -> None:
    assert meaning_of(statement(result={"score": score})).score == kept


def test_a_moment_is_told_in_utc() -> None:
    said = meaning_of(statement(at="2026-09-08T23:30:00-0600"))

    assert said.at == datetime(2026, 9, 9, 5, 30, tzinfo=UTC)
    assert meaning_of(statement(at=None)).at is None


# Which are the same


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stored", "2026-09-09T00:00:00Z"),
        ("authority", MBOX),
        ("version", "1.0.0"),
        ("id", an_id(1).upper()),
        ("verb.display", {"en": "done"}),
        ("object.definition", {"name": {"en": "Household"}}),
        ("object.objectType", "Activity"),
        ("actor.objectType", "Agent"),
        ("timestamp", "2026-09-08T08:30:00.000-06:00"),
    ],
)
def test_what_the_receiver_sets_or_names_makes_no_other_statement(path: str, value: Any) -> None:
    other = changed(statement(), path, value)

    assert (digest_of(other), id_of(other)) == (digest_of(statement()), id_of(statement()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("verb.id", f"{ADL}passed"),
        ("object.id", "https://lms.example.org/courses/2"),
        ("actor.account.name", "e2"),
        ("timestamp", "2026-09-08T14:30:01Z"),
        ("result", {"success": True}),
        ("actor.name", "Ana"),
    ],
)
def test_what_is_said_makes_another_statement(path: str, value: Any) -> None:
    assert digest_of(changed(statement(), path, value)) != digest_of(statement())


def test_a_list_of_one_activity_is_that_activity() -> None:
    one = changed(statement(), "context.contextActivities", {"parent": {"id": "http://x.org/p"}})
    listed = changed(statement(), "context.contextActivities", {"parent": [{"id": "http://x.org/p"}]})

    assert digest_of(one) == digest_of(listed)


def test_a_statement_without_an_id_gets_the_same_one_again() -> None:
    nameless = statement(nth=None)

    assert id_of(nameless) == id_of(dict(reversed(nameless.items())))
    assert id_of(nameless) != id_of(statement(nth=None, who="e2"))
    check_statement(with_id(nameless))
