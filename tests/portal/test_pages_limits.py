"""Limits that families set: each crossing is told once, to who set it, and says how it was worked out (T01, T02)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, func, select, update

from demo.cast import SOURCE, Someone, write
from demo.grades import some_work_is_graded
from demo.world import PASSPHRASE, World
from district.models import AttendanceEvent, FeedRun, HiddenSection, LineItem, Relationship, Result
from foundation import clock, db, postman
from foundation.outbox import Mail
from foundation.settings import Settings
from portal.jobs.limits import compare_all, night, tell_due
from portal.models import FamilyLimit, LimitReached
from tests.browser import Browser
from tests.statements import statements


@pytest.fixture
def graded(world: World) -> World:
    """Minh has 40 of 100 in Biology, and nothing else counts there."""
    with db.transaction() as session:
        some_work_is_graded(world, at=clock.now())
        mine = Result.person_id == world.minh.id
        session.execute(update(Result).where(mine).values(status="exempt", score=None, is_missing=None, is_late=None))
    scores(world, 40.0)
    return world


def biology(world: World) -> int:
    return world.town.classes[world.town.high.id][2]


def scores(world: World, points: float) -> None:
    test = select(LineItem.id).where(LineItem.title == "Unit 4 test", LineItem.section_id == biology(world))
    with db.transaction() as session:
        session.execute(
            update(Result)
            .where(Result.person_id == world.minh.id, Result.line_item_id.in_(test))
            .values(status="graded", score=points)
        )


def absent(who: Someone, *days: int, **more: object) -> None:
    """Away on these days of November."""
    with db.transaction():
        for day in days:
            told = {"excused": None, "period": "", "reason": "", "comment": "", "said": "", **more}
            write(
                AttendanceEvent(
                    person_id=who.id,
                    day=date(2026, 11, day),
                    category="absent",
                    is_current=True,
                    source=SOURCE,
                    source_key=db.new_public_id(),
                    **told,
                )
            )


def at_home(app: Flask, world: World, person: Someone) -> Browser:
    return Browser(app).signs_in(world.sign_in(person).username, PASSPHRASE)


def sets(app: Flask, world: World, person: Someone, child: Someone, **typed: str) -> Browser:
    browser = at_home(app, world, person).open("portal.limits", public_id=child.public_id)
    return browser.fill(**typed).press("Save")


def again() -> int:
    """The limits compared as on another night: how many are new."""
    db.close()
    with db.transaction() as session:
        session.execute(update(FamilyLimit).values(looked_at=None))
    return compare_all()


def mails() -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(Mail).where(Mail.template == "limit-reached")) or 0


def test_a_family_sets_limits_and_sees_what_reached_them(app: Flask, graded: World) -> None:
    absent(graded.minh, 3, 4)
    browser = sets(app, graded, graded.hoa, graded.minh, mark_below="70", absences="2")
    assert "This is what you are told from now on." in browser.text
    assert "Nothing has reached a limit of yours." in browser.text
    assert compare_all() == 2
    browser.open("portal.limits", public_id=graded.minh.public_id)

    assert "Biology: 40%, below your 70%" in browser.text
    assert (
        "The school gives no mark: it is added up from the assignments, by the weight of each category." in browser.text
    )
    assert "Counted for Quarter 2." in browser.text
    assert "2 days absent; you asked to hear from 2 on" in browser.text
    assert "Classes missed do not count." in browser.text
    home = browser.open("portal.home").text
    assert "A mark fell below your limit: Biology" in home
    assert "Absences reached your limit" in home


def test_each_crossing_is_told_once(app: Flask, graded: World) -> None:
    sets(app, graded, graded.hoa, graded.minh, mark_below="70")
    assert [compare_all(), compare_all(), again(), again()] == [1, 0, 0, 0]
    scores(graded, 90.0)
    assert again() == 0
    assert db.session().scalars(select(LimitReached.over_at)).one() == clock.now()
    scores(graded, 30.0)
    assert [again(), again()] == [1, 0]
    assert db.session().scalar(select(func.count()).select_from(LimitReached)) == 2


def test_a_feed_makes_it_look_again_and_nothing_else_does(app: Flask, graded: World) -> None:
    sets(app, graded, graded.hoa, graded.minh, mark_below="30")
    assert compare_all() == 0
    scores(graded, 10.0)
    assert compare_all() == 0
    with clock.at("2026-11-18 10:00"), db.transaction():
        write(
            FeedRun(
                source=SOURCE, format="oneroster", digest="", counts={}, warnings=0,
                started_at=clock.now(), applied_at=clock.now(),
            )
        )  # fmt: skip
    with clock.at("2026-11-18 10:15"):
        assert compare_all() == 1
    with clock.at("2026-11-19 00:30"):
        assert night() == "0 limits reached"


def test_it_is_told_by_the_ways_of_its_kind_and_not_at_night(app: Flask, graded: World, settings: Settings) -> None:
    absent(graded.minh, 3)
    with clock.at("2026-11-18 22:00"):
        sets(app, graded, graded.hoa, graded.minh, mark_below="70", absences="1")
        assert compare_all() == 2
        tell_due({})
        assert mails() == 0
    with clock.at("2026-11-19 07:15"):
        tell_due({})
        assert mails() == 1
        tell_due({})
        assert mails() == 1
    with clock.at("2026-11-19 17:15"):
        tell_due({})
        assert mails() == 2
        postman.deliver(app)
    told = [each.read_text(encoding="utf-8") for each in settings.instance.glob("mail/*.eml")]
    assert len(told) == 2
    for each in told:
        assert "A limit that you set" in each
        for secret in ("Minh", "Biology", "40%"):
            assert secret not in each


def test_nobody_else_reads_or_sets_a_limit(app: Flask, graded: World) -> None:
    sets(app, graded, graded.hoa, graded.minh, mark_below="70")
    compare_all()
    for person in (graded.marisol, graded.samir):
        browser = at_home(app, graded, person).open("portal.limits", public_id=graded.minh.public_id)
        assert browser.status == 404
    own = at_home(app, graded, graded.minh).open("portal.limits", public_id=graded.minh.public_id)
    assert own.status == 200
    assert "Biology" not in own.text
    assert browser.open(f"/portal/students/{graded.minh.public_id}/limits/x.css").status == 404


def test_who_sees_the_student_no_longer_is_told_nothing(app: Flask, graded: World) -> None:
    sets(app, graded, graded.hoa, graded.minh, mark_below="70")
    compare_all()
    with db.transaction() as session:
        session.execute(update(Relationship).where(Relationship.adult_id == graded.hoa.id).values(portal=False))
    scores(graded, 20.0)
    assert again() == 0
    with clock.at("2026-11-18 18:00"):
        tell_due({})
    assert mails() == 0


def test_what_a_school_hides_no_limit_tells(app: Flask, graded: World) -> None:
    with db.transaction():
        write(
            HiddenSection(
                school_id=graded.town.high.id, section="grades", starts=date(2026, 11, 1), ends=None, reason="Entry",
                hidden_by_title="Principal", hidden_at=clock.now() - timedelta(days=9),
            )
        )  # fmt: skip
    browser = sets(app, graded, graded.hoa, graded.minh, mark_below="70")
    assert compare_all() == 0
    assert "The school hides this page for now, so nothing of it is told: Marks." in browser.text
    with db.transaction() as session:
        session.execute(delete(HiddenSection))
    assert again() == 1


def test_what_cannot_be_is_said_at_its_place(app: Flask, graded: World) -> None:
    browser = sets(app, graded, graded.hoa, graded.minh, mark_below="seventy", absences="0")

    assert browser.status == 422
    assert browser.errors == [
        "Type a whole number from 1 to 100, or leave it empty.",
        "Type a whole number from 1 to 180, or leave it empty.",
    ]
    assert "seventy" in browser.html


def test_two_pages_do_not_undo_each_other(app: Flask, graded: World) -> None:
    one, other = (at_home(app, graded, graded.hoa).open("portal.limits", public_id=graded.minh.public_id) for _ in "12")
    one.fill(mark_below="70").press("Save")
    other.fill(mark_below="60").press("Save")

    assert other.status == 409
    assert "Your limits were changed from another page" in other.text
    assert db.session().scalars(select(FamilyLimit.mark_below)).all() == [70]
    db.close()
    other.fill(mark_below="").press("Save")
    assert db.session().scalars(select(FamilyLimit.mark_below)).all() == [None]


def test_where_marks_are_no_percentages_there_is_no_limit_for_them(app: Flask, graded: World) -> None:
    browser = at_home(app, graded, graded.marisol).open("portal.limits", public_id=graded.mateo.public_id)
    assert 'name="mark_below"' not in browser.html
    browser.fill(absences="1").press("Guardar")
    absent(graded.mateo, 3, excused=True)
    absent(graded.mateo, 4, period="2")
    assert compare_all() == 1
    assert db.session().scalars(select(LimitReached.value)).one() == 1


def test_the_page_takes_few_statements(app: Flask, graded: World, database: Engine) -> None:
    browser = sets(app, graded, graded.hoa, graded.minh, mark_below="70", absences="1")
    compare_all()
    with statements(database) as said:
        browser.open("portal.limits", public_id=graded.minh.public_id)
    assert len(said) <= 8, said
