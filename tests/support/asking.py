"""Contacts and advisors at their cases, as tests meet them."""

from __future__ import annotations

import contextvars
import re
from datetime import datetime
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from demo.cases import a_case
from demo.world import PASSPHRASE
from foundation import clock, db
from foundation.outbox import Mail
from support.models import Case, CaseEntry, SupportContact
from tests.browser import Browser
from tests.support.served import Account

SUBJECT = "Grades of last week are missing"


def contact_id(account: Account) -> int:
    """The appointment of somebody who has one."""
    return db.session().scalars(select(SupportContact.id).where(SupportContact.account_id == account.id)).one()


def case_of(account: Account, organization: int, *, at: datetime | None = None, **given: Any) -> Case:
    """A case that a contact submitted, in a transaction of its own."""
    with db.transaction():
        return a_case(
            organization,
            given.pop("subject", SUBJECT),
            contact=contact_id(account),
            opened_by=account.person,
            at=at or clock.now(),
            **given,
        )


def case_again(number: int) -> Case:
    """The case as it is now."""
    db.close()
    return db.session().scalars(select(Case).where(Case.number == number)).one()


def lines_of(case: Case) -> list[tuple[str, str]]:
    """The lines of a case, each by its kind and what it became or says."""
    db.close()
    asked = select(CaseEntry).where(CaseEntry.case_id == case.id).order_by(CaseEntry.id)
    return [(each.kind, each.became or each.body) for each in db.session().scalars(asked)]


def mails(template: str) -> list[Mail]:
    db.close()
    return list(db.session().scalars(select(Mail).where(Mail.template == template).order_by(Mail.id)))


def comes_in(browser: Browser, account: Account) -> Browser:
    return browser.signs_in(account.username, PASSPHRASE)


def hidden(browser: Browser, name: str) -> str:
    """The value of the first hidden field of that name on the page."""
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', browser.html)[0]


def send(browser: Browser, address: str, **typed: Any) -> TestResponse:
    """Send a form as the page would, with its token and with whatever else is typed."""
    sent = {"csrf_token": hidden(browser, "csrf_token"), **typed}
    return contextvars.Context().run(browser.client.post, address, data=sent, headers={"Origin": "http://localhost"})
