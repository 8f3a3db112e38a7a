"""What an editor of the policy relies on: it can be written down and read back, and what differs is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from household.access.rules.policy import Policy
from household.access.rules.policy_changes import Difference, Doubt, differences, doubts
from household.access.rules.policy_reading import Fault, is_area, read_policy
from household.access.rules.policy_writing import document_of
from tests.household.access.telling import POLICY, day, other_policy
from tests.household.access.test_rules_policy import document, faults

texts = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
codes = st.text("ABC-1", min_size=1, max_size=6)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Any policy that can be read."""
    courses = draw(st.lists(codes, min_size=1, max_size=4, unique=True))
    tracks = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    return {
        "assumptions": draw(st.lists(st.sampled_from(["courses", "approvals", "central_teams"]), unique=True)),
        "term_school_years": draw(st.integers(1, 10)),
        "window_opens": draw(st.sampled_from(["01-01", "04-01", "12-31"])),
        "course_fresh_school_years": draw(st.integers(0, 10)),
        "quiz_course": draw(codes),
        "on_job_change": draw(st.sampled_from(["reassess", "keep", "end"])),
        "on_location_change": draw(st.sampled_from(["reassess", "keep", "end"])),
        "after_lapse": draw(st.sampled_from(["full-courses", "quiz"])),
        "after_return": draw(st.sampled_from(["full-courses", "keep-completions"])),
        "reminder_days": draw(st.lists(st.integers(0, 366), max_size=4)),
        "central_teams": draw(st.lists(texts, max_size=3)),
        "courses": [
            {"code": each, "title_en": draw(texts), "title_es": draw(texts), "link": draw(st.sampled_from(["", LINK]))}
            for each in courses
        ],
        "tracks": [
            {
                "code": each,
                "title_en": draw(texts),
                "category": draw(st.sampled_from(["school", "central"])),
                "job_roles": draw(st.lists(texts, max_size=2)),
                "courses": draw(st.lists(st.sampled_from(courses), unique=True)),
                "approval": draw(st.booleans()),
            }
            for each in tracks
        ],
    }


LINK = "https://learn.example.org/courses/7?lang=es"


def reads(table: dict[str, Any], area: str = "household") -> Policy:
    found = read_policy({"areas": {area: table}}, number=7, starts=day("2027-01-01"), area=area)
    assert isinstance(found, Policy), found
    return found


@given(documents())
def test_a_policy_written_down_reads_as_the_same_policy(told: dict[str, Any]) -> None:
    policy = reads(told)
    written = document_of(policy)

    assert reads(json.loads(json.dumps(written))) == policy
    assert document_of(reads(written)) == written
    assert differences(policy, reads(written)) == ()


def test_the_starter_written_down_is_the_starter() -> None:
    assert reads(document_of(POLICY)).tracks == POLICY.tracks


def test_a_track_that_asks_for_all_courses_asks_for_one_added_later() -> None:
    table = document_of(POLICY)
    table["courses"].append({"code": "IC-PRIVACY", "title_en": "Privacy"})

    assert all(each.courses[-1] == "IC-PRIVACY" for each in reads(table).tracks)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"term_school_years": 1}, [Difference("term_school_years", 2, 1)]),
        ({"reminder_days": (7,)}, [Difference("reminder_days", (60, 30, 14, 7, 1, 0), (7,))]),
        ({"assumptions": ()}, [Difference("assumptions", ("courses", "approvals", "central_teams"), ())]),
        ({}, []),
        (
            {"tracks": POLICY.tracks[::-1]},
            [
                Difference(
                    "order",
                    ("office-professional", "other-school-role", "central-office"),
                    ("central-office", "other-school-role", "office-professional"),
                    "tracks",
                )
            ],
        ),
        (
            {"tracks": POLICY.tracks[:2]},
            [Difference("itself", "central office", None, "tracks", "central-office")],
        ),
    ],
)
def test_what_differs_is_told_setting_by_setting(changes: dict[str, Any], told: list[Difference]) -> None:
    assert list(differences(POLICY, other_policy(**changes))) == told


def test_a_course_that_is_new_and_a_title_that_changed_are_told_by_their_codes() -> None:
    table = document_of(POLICY)
    table["courses"][0]["title_en"] = "Enrollment"
    table["courses"].append({"code": "IC-PRIVACY", "title_en": "Privacy"})

    assert differences(POLICY, reads(table)) == (
        Difference("title_en", "Infinite Campus Enrollment", "Enrollment", "courses", "IC-ENROLLMENT"),
        Difference("itself", None, "Privacy", "courses", "IC-PRIVACY"),
    )


def test_of_a_first_policy_everything_is_new() -> None:
    told = differences(None, POLICY)

    assert Difference("term_school_years", None, 2) in told
    assert Difference("itself", None, "office professional", "tracks", "office-professional") in told


def changed(name: str, place: int, **values: Any) -> dict[str, Any]:
    table = document_of(POLICY)
    table[name][place].update(values)
    return table


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (document_of(POLICY), []),
        (document_of(POLICY) | {"central_teams": []}, [(Doubt.NO_TEAM, "central-office")]),
        (changed("tracks", 0, job_roles=[]), [(Doubt.NEVER_REACHED, "other-school-role")]),
        (changed("tracks", 1, category="central"), [(Doubt.NEVER_REACHED, "central-office")]),
        (document_of(POLICY) | {"quiz_course": "IC-HOUSEHOLD"}, [(Doubt.QUIZ_IS_COURSE, "IC-HOUSEHOLD")]),
    ],
)
def test_what_may_not_be_meant_is_asked(table: dict[str, Any], told: list[tuple[Doubt, str]]) -> None:
    assert list(doubts(reads(table))) == told


def test_a_course_that_no_track_asks_for_is_asked_about() -> None:
    table = document_of(POLICY)
    for each in table["tracks"]:
        each["courses"] = ["IC-ENROLLMENT"]

    assert doubts(reads(table)) == ((Doubt.UNUSED_COURSE, "IC-HOUSEHOLD"),)


@pytest.mark.parametrize(
    ("course", "fault"),
    [
        ({"code": "A\nB"}, Fault("not-plain", "courses[0].code")),
        ({"code": "A\x1fB"}, Fault("not-plain", "courses[0].code")),
        ({"title_es": "A\u202eB"}, Fault("not-plain", "courses[0].title_es")),
        ({"title_en": "A" * 201}, Fault("too-long", "courses[0].title_en")),
        ({"link": "javascript:alert(1)"}, Fault("not-a-link", "courses[0].link")),
        ({"link": "learn.example.org"}, Fault("not-a-link", "courses[0].link")),
        ({"link": "https://"}, Fault("not-a-link", "courses[0].link")),
        ({"link": "https://x y"}, Fault("not-a-link", "courses[0].link")),
        ({"link": 7}, Fault("not-text", "courses[0].link")),
        ({"link": "https://x/" + "a" * 800}, Fault("too-long", "courses[0].link")),
    ],
)
def test_a_course_is_told_in_plain_letters_and_a_link_is_a_page(course: dict[str, Any], fault: Fault) -> None:
    told = {"code": "A", "title_en": "A"} | course
    assert (fault.code, fault.where) in faults(document(courses=[told], tracks=[ANY_SCHOOL]))


ANY_SCHOOL = {"code": "t", "title_en": "t", "category": "school"}


@pytest.mark.parametrize("link", ["", LINK, "http://learn", "https://learn.example.org/a_(b)#c"])
def test_a_page_is_a_link(link: str) -> None:
    table = document_of(POLICY)
    table["courses"][0]["link"] = link

    assert reads(table).courses[0].link == link


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("household", True),
        ("walk-in-2", True),
        ("a" * 40, True),
        ("a" * 41, False),
        ("", False),
        ("Attendance", False),
        ("-x", False),
        ("x--y", False),
        ("x_y", False),
        ("x/y", False),
        ("año", False),
        ("x\n", False),
    ],
)
def test_an_area_is_called_as_an_address_can_say_it(name: str, is_one: bool) -> None:
    assert is_area(name) is is_one
