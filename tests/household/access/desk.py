"""A member of staff at a browser: signed in with a staff account, with what `staff.py` puts on record."""

from __future__ import annotations

from accounts import hashing
from accounts.models import Account, AccountRole
from foundation import clock, db
from tests.browser import Browser
from tests.household.access.staff import Clerk

PASSWORD = "a kettle for the night shift"


def an_account(clerk: Clerk, *roles: str, username: str = "tamika.m", language: str | None = None) -> str:
    """A staff account for somebody, with given roles, and in use already. Answers its user name."""
    with db.transaction() as session:
        account = Account(
            person_id=clerk.person_id,
            kind="staff",
            username=username,
            username_key=username,
            password_hash=hashing.hash_of(PASSWORD),
            password_changed_at=clock.now(),
            language=language,
            created_at=clock.now(),
            last_signed_in_at=clock.now(),
        )
        session.add(account)
        session.flush()
        for role in roles:
            session.add(AccountRole(account_id=account.id, role=role, given_at=clock.now()))
    return username


def at_desk(browser: Browser, clerk: Clerk, *roles: str, language: str | None = None) -> Browser:
    """The browser with this person signed in."""
    return browser.signs_in(an_account(clerk, *roles, language=language), PASSWORD)
