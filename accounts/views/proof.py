"""The current password, asked again before a deed that could lock its owner out (ASVS 7.5.1)."""

from __future__ import annotations

from accounts import actions, hashing, queries
from accounts.views.door import me
from foundation import clock, db


def verified_hash(password: str) -> str | None:
    """The hash behind the account's password if the person at this browser knows it, else None.

    Tries are counted as at the sign-in page. The deed holds the hash against the account's own once more.
    """
    with db.transaction():
        admission = actions.count_password_try(me().account_id, at=clock.now())
    kept = queries.password_hash_of(me().account_id) if admission.is_admitted else None
    matches, _newer = hashing.verify(password, kept)
    with db.transaction():
        account = queries.account_by_id(me().account_id)
        if matches:
            actions.accept_current_password(account)
        else:
            actions.refuse_current_password(account, admission=admission, by=me(), at=clock.now())
    return kept if matches else None
