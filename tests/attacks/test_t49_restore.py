"""T49: a restored copy revives no session, no link, no code and no invitation, and sends no mail again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from accounts import actions as accounts
from accounts import queries
from accounts.models import Account, Draft, ProgramKey, StaffInvitation
from demo.cases import a_case
from demo.world import PASSPHRASE, World
from foundation import audit, backups, clock, db, jobs, outbox, postman, worker
from foundation.settings import Settings
from household.access.models import ApprovalLink, ApprovalRequest, BulkReminder
from household.access.rules.bulk import Progress
from household.editor.models import HouseholdDraft
from portal import actions
from portal.actions import desk_campaigns
from portal.actions.desk_campaigns import Wish
from portal.models import CalendarLink, Campaign, CampaignPart, LimitReached, Message, MessageRecipient
from portal.rules import codes
from portal.rules.campaigns import Whom
from portal.rules.codes import Delivery, Kind
from support.models import Organization, Survey
from tests.accounts.residents import NEW_PASSWORD, PUBLIC_URL, link_in, mails
from tests.browser import Browser

BY = audit.command("test")
pytestmark = pytest.mark.usefixtures("can_back_up")


@pytest.fixture
def code(world: World, settings: Settings) -> str:
    """An activation code in a letter."""
    with db.transaction():
        issued = actions.issue_code(
            world.denise.id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=settings, by=BY, at=clock.now()
        )
    return codes.grouped(issued.code)


@pytest.fixture
def link(world: World) -> str:
    """A mailed link that resets a password; its mail waits in the outbox."""
    with db.transaction():
        username = world.sign_in(world.patrick).username
        accounts.ask_for_reset(username, public_url=PUBLIC_URL, by=BY, at=clock.now())
    return link_in(mails("reset-password")[-1]).removeprefix(PUBLIC_URL)


@pytest.fixture
def signed_in(browser: Browser, world: World) -> Browser:
    return browser.signs_in(world.sign_in(world.siobhan).username, PASSPHRASE)


@pytest.fixture
def backup(app: Flask, world: World, code: str, link: str, signed_in: Browser, tmp_path: Path) -> Path:
    """A backup in which one of everything is open."""
    at = clock.now()
    with db.transaction() as session:
        session.add(
            Draft(
                token_hash="x",
                account_id=session.scalars(select(Account.id)).first() or 0,
                page="/settings/account",
                sealed=b"",
                kept_at=at,
                expires_at=at + timedelta(hours=1),
            )
        )
        session.add(StaffInvitation(person_id=world.dana.id, token_hash="x", created_at=at, expires_at=at))
        session.add(ProgramKey(name="lms", right="access.answers", token_hash="x", made_at=at))
        session.add(HouseholdDraft(owner_id=world.dana.id, sealed=b"x", started_at=at, saved_at=at))
        begin_campaign(session.scalars(select(Account.id)).first() or 0)
        ask_of_the_staff(world.dana.id, session.scalars(select(Account.id)).first() or 0)
        write_to_families(session.scalars(select(Account.id)).first() or 0, world)
        session.add(
            CalendarLink(
                account_id=session.scalars(select(Account.id)).first() or 0,
                student_id=world.nora.id,
                token_hash="x",
                made_at=at,
            )
        )
        session.add(reached_a_limit(world))
        survey_a_case(world)
        jobs.queue("answer-reset-request-of-tomorrow", at=at)
    assert 0 not in living(app).values()
    run(app, "backup", tmp_path / "backup")
    return tmp_path / "backup"


def write_to_families(account_id: int, world: World) -> None:
    """A message that is to leave, and that waits for the digest already."""
    at = clock.now()
    message = Message(
        account_id=account_id,
        author_id=world.dana.id,
        kind="general",
        audience="families",
        texts={"en": ["The fair", "On Friday."]},
        state="sending",
        written_at=at,
        goes_at=at,
    )
    db.session().add(message)
    db.session().flush()
    told = {"person_id": world.siobhan.id, "student_id": world.nora.id, "language": "en"}
    db.session().add(MessageRecipient(message_id=message.id, digest_at=at, **told))


def reached_a_limit(world: World) -> LimitReached:
    """Absences that the family is to be told of."""
    counted = {"what": "absences", "subject": 0, "span": "2026-27", "value": 3, "limit_was": 3, "basis": "-"}
    return LimitReached(
        person_id=world.siobhan.id,
        student_id=world.nora.id,
        title="",
        span_title="",
        reached_at=clock.now(),
        tell_at=clock.now(),
        **counted,
    )


def survey_a_case(world: World) -> None:
    """A case whose contact is asked how it went."""
    at = clock.now()
    organization = Organization(name="Aspen Creek", kind="school", hosting="cloud", created_at=at)
    db.session().add(organization)
    db.session().flush()
    case = a_case(organization.id, "Grades do not show", contact=None, opened_by=world.dana, at=at)
    until = at + timedelta(days=30)
    db.session().add(Survey(case_id=case.id, outcome="mailed", decided_at=at, answer_until=until))


def begin_campaign(account_id: int) -> None:
    """A campaign on its way, with letters that are kept."""
    at, wish = clock.now(), Wish(Kind.PARENT, None, Whom.PEOPLE, Delivery.LETTER, reissue=False)
    desk_campaigns.rehearse(wish, key="a" * 32, account_id=account_id, by=BY, at=at)
    db.session().execute(delete(jobs.Job))
    campaign = db.session().scalars(select(Campaign)).one()
    letters = {"number": 1, "people": {"ids": []}, "letters": 1, "sealed": b"x", "made_at": at}
    db.session().add(CampaignPart(campaign_id=campaign.id, **letters))


def ask_of_the_staff(person_id: int, account_id: int) -> None:
    """A request for approval, taken back, whose mailed link counts yet, and a reminder on its way to a list."""
    at = clock.now()
    request = ApprovalRequest(
        person_id=person_id,
        area="household",
        location="A",
        reason="-",
        asked_on=clock.today(),
        asked_at=at,
        closed_at=at,
        outcome="withdrawn",
    )
    db.session().add(request)
    db.session().flush()
    until = at + timedelta(days=30)
    db.session().add(
        ApprovalLink(
            request_id=request.id,
            person_id=person_id,
            token_hash="x",
            has_address=True,
            created_at=at,
            expires_at=until,
        )
    )
    db.session().add(
        BulkReminder(
            key="b" * 32, account_id=account_id, area="household", wanted={}, state=Progress.RUNNING.value, asked_at=at
        )
    )


def run(app: Flask, *command: object) -> str:
    result = app.test_cli_runner().invoke(args=[str(each) for each in command])
    assert result.exit_code == 0, result.output
    return result.output


def living(app: Flask) -> dict[str, int]:
    """How much of what still works."""
    db.close()
    return {
        each.called: db.session().scalar(select(func.count()).select_from(each.model).where(each.lives)) or 0
        for each in app.extensions[backups.REVIVED]
    }


def test_what_ended_after_the_backup_stays_ended(
    app: Flask, browser: Browser, world: World, code: str, link: str, backup: Path
) -> None:
    cookie = browser.client.get_cookie("hearth")
    assert cookie is not None
    browser.open("portal.home").press("Sign out")
    Browser(app).open(link).fill(password=NEW_PASSWORD, confirm_password=NEW_PASSWORD).press()

    run(app, "restore", backup, "--replace")

    thief = Browser(app)
    thief.client.set_cookie("hearth", cookie.value, domain="localhost")
    assert thief.open("portal.home").path.startswith("/sign-in")
    assert "new link" in Browser(app).open(link).text
    assert "does not open an account" in Browser(app).open("portal.activate").fill(code=code).press().text


def test_nothing_that_worked_in_the_copy_works(app: Flask, backup: Path) -> None:
    said = run(app, "restore", backup, "--replace")

    assert set(living(app).values()) == {0}
    for each in (
        "1 session",
        "1 mailed link",
        "1 staff invitation",
        "1 activation code",
        "1 letters of campaigns",
        "1 campaigns on their way",
        "1 messages to families on their way",
        "1 messages that waited for the day’s digest",
        "1 links to requests for approval",
        "1 reminders on their way to a list",
        "1 households being entered",
        "1 links of surveys",
        "1 limits of families that were to be told",
        "1 waiting mail",
        "1 waiting job",
    ):
        assert each in said


def test_no_mail_goes_out_again_and_no_job_is_done_again(app: Flask, backup: Path, tmp_path: Path) -> None:
    assert postman.deliver(app).sent == 1
    sent = sorted((tmp_path / "mail").iterdir())

    run(app, "restore", backup, "--replace")
    with clock.at(clock.now() + timedelta(days=1)):
        worker.Worker(app).run_once()

    assert sorted((tmp_path / "mail").iterdir()) == sent
    db.close()
    assert [(row.secret, row.sent_at) for row in db.session().scalars(select(outbox.Mail))] == [(None, None)]
    assert "waited when the backup was made" in run(app, "mail", "list")
    assert "waited when the backup was made" in run(app, "jobs", "list")


def test_passwords_still_open(app: Flask, world: World, backup: Path) -> None:
    run(app, "restore", backup, "--replace")

    assert Browser(app).signs_in(world.sign_in(world.siobhan).username, PASSPHRASE).path == "/portal/"
    with app.app_context():
        assert isinstance(queries.account_named(world.sign_in(world.siobhan).username), Account)
