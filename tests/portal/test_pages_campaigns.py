"""The help desk's campaigns at a browser: counted first, run once, taken by whoever asked, gone after a day."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, select, update

from accounts import hashing
from accounts.models import Account, AccountRole
from demo import people
from demo.homes import a_household
from foundation import clock, db, nightly
from foundation.audit import AuditEntry
from foundation.jobs import Job
from foundation.outbox import Mail
from portal.actions import desk_campaigns
from portal.models import ActivationCode, Campaign
from portal.rules import codes
from tests.attacks.devices import post, token_of
from tests.browser import Browser
from tests.portal.campaigners import PASSWORD, Helper, at_desk, counted, its_parts, the_campaign, works
from tests.portal.campaigners import otto as otto
from tests.portal.campaigners import vera as vera
from tests.portal.neighbourhood import Neighbourhood
from tests.statements import statements

MOST_STATEMENTS = 8


@pytest.fixture
def desk(app: Flask, vera: Helper) -> Browser:
    """Vera at the help desk."""
    return at_desk(app, vera)


def given_codes() -> list[ActivationCode]:
    db.close()
    return list(db.session().scalars(select(ActivationCode).order_by(ActivationCode.id)))


def told(event: str) -> list[AuditEntry]:
    db.close()
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id)))


def takes(browser: Browser, number: int = 1) -> PdfReader:
    """The letters of a part of the campaign whose page is open."""
    response = post(browser, f"{browser.path}/letters/{number}.pdf", csrf_token=token_of(browser))
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    return PdfReader(io.BytesIO(response.get_data()))


def test_a_rehearsal_counts_and_issues_nothing(desk: Browser, near: Neighbourhood) -> None:
    desk.follow("Campaigns")
    counted(desk)

    assert desk.heading == "3 letters would be made."
    assert "Nothing has been sent so far." in desk.text
    assert "Ridgeline High School 2 0 0 1 2" in desk.text
    assert "Spanish 1 0 0 0 1" in desk.text
    assert given_codes() == []
    assert its_parts() == []


def test_before_it_is_counted_the_page_says_so_and_offers_to_look_again(desk: Browser, near: Neighbourhood) -> None:
    desk.open("desk.campaigns").press("Count who would get a code")

    assert desk.heading == "Everybody is being counted."
    works()
    desk.follow("See how far it is now")
    assert desk.heading == "3 letters would be made."


def test_run_it_makes_letters_that_open_accounts(app: Flask, desk: Browser, near: Neighbourhood) -> None:
    counted(desk).press("Make 3 letters")
    assert desk.heading == "The campaign is about to begin."
    page = desk.path
    works()
    desk.open(page)

    assert desk.heading == "3 letters are made."
    letters = takes(desk)
    said = [each.extract_text() for each in letters.pages]
    assert len(said) == 3
    found = [re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", each.replace("\n", ""))[0] for each in said]
    assert {codes.hash_of(codes.canonical(each) or "") for each in found} == {each.code_hash for each in given_codes()}
    stranger = Browser(app)
    stranger.open("portal.activate").fill(code=found[0]).press("Continue")
    assert stranger.path == "/portal/activate/account"


def test_taking_letters_is_written_down_before_they_leave(desk: Browser, vera: Helper, near: Neighbourhood) -> None:
    counted(desk).press("Make 3 letters")
    works()
    desk.open(desk.path)
    takes(desk)

    entry = told("campaign-letters-downloaded")[0]
    assert entry.actor_account_id == vera.account_id
    assert entry.data == {"campaign": the_campaign().public_id, "part": 1, "letters": 3}


def test_a_while_after_sign_in_the_letters_leave_only_for_the_password(desk: Browser, near: Neighbourhood) -> None:
    counted(desk).press("Make 3 letters")
    works()
    with clock.at(clock.now() + timedelta(minutes=14)):
        page = desk.path
        desk.open(page).press("Take the letters of part 1 as PDF")
        assert desk.path.startswith("/prove")
        assert told("campaign-letters-downloaded") == []

        desk.fill(password=PASSWORD).press()
        takes(desk.open(page))


def test_the_letters_lie_encrypted_and_are_erased_after_a_day(
    app: Flask, desk: Browser, near: Neighbourhood, vera: Helper
) -> None:
    counted(desk).press("Make 3 letters")
    works()
    page = desk.path
    assert b"%PDF" not in (its_parts()[0].sealed or b"")

    with clock.at("2026-11-19T09:00"):
        late = at_desk(app, vera).open(page)
        assert "erased" in late.text
        refused = post(late, f"{page}/letters/1.pdf", csrf_token=token_of(late))
        assert refused.status_code == 303
        assert {name: did for name, did, _ in nightly.run()}["campaigns"] == "letters of 1 parts erased"
    assert its_parts()[0].sealed is None
    assert [each.data for each in told("campaign-letters-erased")] == [{"parts": 1}]


def test_a_colleague_looks_on_and_cannot_run_stop_or_take(
    app: Flask, desk: Browser, otto: Helper, near: Neighbourhood
) -> None:
    counted(desk)
    page = desk.path
    other = at_desk(app, otto).open(page)
    assert other.heading == "3 letters would be made."
    assert "Vera Stone counted this and may run it." in other.text
    assert post(other, f"{page}/run", csrf_token=token_of(other)).status_code == 404

    desk.press("Make 3 letters")
    works()
    other.open(page)
    assert "only Vera Stone, who asked for them, can take them" in other.text
    for deed in ("stop", "letters/1.pdf"):
        assert post(other, f"{page}/{deed}", csrf_token=token_of(other)).status_code == 404
    assert told("campaign-letters-downloaded") == []


def test_a_form_sent_twice_makes_one_campaign_and_a_button_pressed_twice_runs_it_once(
    desk: Browser, near: Neighbourhood
) -> None:
    desk.open("desk.campaigns")
    form = {
        each.get("name", ""): each.get("value", "") for each in desk.page.iter("input") if each.get("type") == "hidden"
    }
    sent = {**form, "audience": "parent", "school": "", "whom": "people", "delivery": "letter", "reissue": "keeps"}
    answers = [post(desk, "/portal/desk/campaigns", **sent) for _ in range(2)]
    assert {each.status_code for each in answers} == {303}
    assert len({each.headers["Location"] for each in answers}) == 1
    works()

    page = answers[0].headers["Location"]
    desk.open(page)
    for _ in range(2):
        assert post(desk, f"{page}/run", csrf_token=token_of(desk)).status_code == 303
    works()
    db.close()
    assert len(db.session().scalars(select(Campaign)).all()) == 1
    assert len(db.session().scalars(select(Job).where(Job.kind == desk_campaigns.BEGIN)).all()) == 1
    assert len(given_codes()) == 3
    assert [len(told(each)) for each in ("campaign-rehearsed", "campaign-started", "campaign-ended")] == [1, 1, 1]


def test_another_persons_form_makes_no_campaign_for_me(app: Flask, desk: Browser, otto: Helper) -> None:
    desk.open("desk.campaigns").press("Count who would get a code")
    other = at_desk(app, otto).open("desk.campaigns")
    chosen = {"audience": "parent", "school": "", "whom": "people", "delivery": "letter", "reissue": "keeps"}
    stolen = {"csrf_token": token_of(other), "key": the_campaign().key, **chosen}

    assert post(other, "/portal/desk/campaigns", **stolen).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"audience": "staff"}, {"school": "elsewhere"}, {"whom": "x"}, {"delivery": "voice"}, {"key": "1"}, {"key": ""}],
)
def test_a_choice_that_is_none_is_refused(desk: Browser, near: Neighbourhood, wrong: dict[str, str]) -> None:
    desk.open("desk.campaigns")
    chosen = {"audience": "parent", "school": "", "whom": "people", "delivery": "letter", "reissue": "keeps"}
    sent = {"csrf_token": token_of(desk), "key": "a" * 32, **chosen, **wrong}

    assert post(desk, "/portal/desk/campaigns", **sent).status_code == 422
    db.close()
    assert db.session().scalars(select(Campaign)).all() == []


def test_by_email_it_goes_to_the_addresses_on_file_and_names_those_without(desk: Browser, near: Neighbourhood) -> None:
    counted(desk, delivery="email")
    assert desk.heading == "2 mails would go out."
    assert "need a code and have no email on file: make letters for them 1" in desk.text

    desk.press("Send 2 mails")
    works()
    desk.open(desk.path)
    assert desk.heading == "2 mails are on their way."
    db.close()
    assert {each.to_address for each in db.session().scalars(select(Mail))} == {
        "adaeze@okonkwo.example",
        "rosa@vega.example",
    }
    assert "The letters" not in desk.text
    assert all(each.sealed is None for each in its_parts())


def test_a_second_campaign_leaves_living_codes_alone_and_reissuing_ends_them(
    desk: Browser, near: Neighbourhood
) -> None:
    counted(desk).press("Make 3 letters")
    works()
    assert counted(desk).heading == "Nobody needs a code."

    counted(desk, reissue="renewed").press("Make 3 letters")
    works()
    assert len([each for each in given_codes() if each.superseded_at is None]) == 3
    assert len(given_codes()) == 6


def test_only_households_where_nobody_has_an_account(desk: Browser, near: Neighbourhood) -> None:
    with db.transaction():
        people.an_account(near.chidi, "parent", username="chidi", password_hash=hashing.hash_of("x"))

    counted(desk, whom="households")
    assert desk.heading == "1 letter would be made."
    assert "without one, in a household where somebody has one 1" in desk.text


def test_the_other_home_of_a_child_is_a_household_of_its_own(desk: Browser, near: Neighbourhood) -> None:
    with db.transaction():
        people.an_account(near.chidi, "parent", username="chidi", password_hash=hashing.hash_of("x"))
        a_household(near.chidi, near.leo, near.amaya, street="1 Elm Street")
        a_household(near.adaeze, near.leo, near.amaya, street="2 Oak Street", second_home_of=(near.leo, near.amaya))

    assert counted(desk, whom="households").heading == "2 letters would be made."


def test_one_school_and_the_students(desk: Browser, near: Neighbourhood) -> None:
    assert counted(desk, school=near.middle.public_id).heading == "1 letter would be made."
    assert counted(desk, audience="student").heading == "2 letters would be made."


def test_her_own_family_is_left_to_a_colleague(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    with db.transaction():
        for child in (near.leo, near.amaya):
            people.a_relationship(
                people.Someone(vera.person_id, "", "Vera", "Stone", "", "", "", "", None, None), child
            )
    desk = counted(at_desk(app, vera))

    assert desk.heading == "1 letter would be made."
    assert "of your own family: a colleague issues their codes 3" in desk.text
    desk.press("Make 1 letter")
    works()
    assert [each.person_id for each in given_codes()] == [near.rosa.id]


def test_whoever_activates_between_the_counts_and_the_letters_gets_none(desk: Browser, near: Neighbourhood) -> None:
    counted(desk).press("Make 3 letters")
    works(most=1)  # the parts are made out
    with db.transaction():
        people.an_account(near.rosa, "parent", username="rosa", password_hash=hashing.hash_of("x"))
    works()
    desk.open(desk.path)

    assert desk.heading == "2 letters are made."
    assert "1 person needed no code any more when the turn came" in desk.text
    assert near.rosa.id not in [each.person_id for each in given_codes()]


@pytest.mark.parametrize("lost", ["role", "account"])
@pytest.mark.parametrize("before", ["count", "begin", "part"])
def test_without_the_right_the_job_stops(
    app: Flask, desk: Browser, otto: Helper, vera: Helper, near: Neighbourhood, lost: str, before: str
) -> None:
    """V8.3.3: the right is looked at again when the job runs, not only when it was asked for."""
    if before == "count":
        desk.open("desk.campaigns").press("Count who would get a code")
    else:
        counted(desk).press("Make 3 letters")
        works(most=1 if before == "part" else 0)
    page = desk.path
    with db.transaction() as session:
        ends: dict[str, object] = {"ended_at": clock.now()}
        deed = update(AccountRole).where(AccountRole.account_id == vera.account_id).values(ends)
        if lost == "account":
            deed = update(Account).where(Account.id == vera.account_id).values(disabled_at=clock.now())
        session.execute(deed)
    works()

    assert given_codes() == []
    assert (the_campaign().state, the_campaign().stopped_because) == ("stopped", "right-ended")
    assert "not at the help desk any more" in at_desk(app, otto).open(page).text
    assert told("campaign-ended")[0].data["because"] == "right-ended"


def test_stopped_it_makes_no_further_part(desk: Browser, near: Neighbourhood) -> None:
    counted(desk).press("Make 3 letters")
    works(most=1)
    desk.open(desk.path).press("Stop this campaign")

    assert desk.heading == "The campaign was stopped."
    works()
    assert given_codes() == []
    assert told("campaign-ended")[0].data == {"campaign": the_campaign().public_id, "codes": 0, "because": "by-hand"}


def test_counts_a_day_old_are_not_run(app: Flask, desk: Browser, vera: Helper, near: Neighbourhood) -> None:
    counted(desk)
    page = desk.path
    with clock.at("2026-11-19T09:00"):
        late = at_desk(app, vera).open(page)
        assert "The counts are a day old." in late.text
        assert late.buttons.count("Make 3 letters") == 0
        assert post(late, f"{page}/run", csrf_token=token_of(late)).status_code == 303
        assert the_campaign().state == "counted"
        list(nightly.run())
    assert (the_campaign().state, the_campaign().stopped_because) == ("stopped", "not-run")


def test_colleagues_without_the_right_are_refused_at_every_door(app: Flask, near: Neighbourhood, vera: Helper) -> None:
    page = counted(at_desk(app, vera)).path
    with db.transaction() as session:
        session.execute(update(AccountRole).values(ended_at=clock.now()))
    browser = at_desk(app, vera)

    assert browser.open("desk.campaigns").status == 403
    assert browser.open(page).status == 403
    for deed in ("", "/run", "/stop", "/letters/1.pdf"):
        assert post(browser, f"{page}{deed}").status_code in (400, 403, 405)


def test_the_pages_speak_spanish(app: Flask, vera: Helper, near: Neighbourhood) -> None:
    browser = Browser(app)
    browser.language = "es"
    browser.signs_in(vera.username, "a lamp over the desk 3")
    browser.open("desk.campaigns").press("Contar quién recibiría un código")
    works()
    browser.open(browser.path)

    assert browser.heading == "Se harían 3 cartas."


def test_the_pages_take_few_statements_however_many_parts_there_are(
    desk: Browser, near: Neighbourhood, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_campaigns, "LETTERS_IN_ONE_PART", 1)
    counted(desk).press("Make 3 letters")
    works()
    for page in ("/portal/desk/campaigns", desk.path):
        with statements(database) as said:
            desk.open(page)
        assert len(said) <= MOST_STATEMENTS, said
    assert len(its_parts()) == 3
