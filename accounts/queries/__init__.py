"""Reads about accounts, who is signed in, and who is invited."""

from accounts.queries.accounts import (
    account_behind,
    account_by_id,
    account_in_use,
    account_named,
    accounts_reached_at,
    disowned_account,
    free_usernames,
    known_facts,
    language_of,
    password_hash_of,
)
from accounts.queries.devices import Device, Happening, History, devices_of, history_of, sessions_open
from accounts.queries.drafts import Kept, drafts_of
from accounts.queries.entering import Entering, Seen, account_entering, seen_at_door
from accounts.queries.invitations import (
    Given,
    Invited,
    Listed,
    account_of_kind,
    contact_of,
    given_roles,
    invitations,
    invited_by,
    roles_given_to,
    staff_account_of,
)
from accounts.queries.prepared import (
    highest_numbers,
    is_kept_for_another,
    keys_in_use,
    prepared_username,
    students_unprepared,
)
from accounts.queries.programs import key_shown, program_keys
from accounts.queries.recovery_email import RecoveryState, confirmation_mail, recovery_state_of
from accounts.queries.signed_in import SignedIn, derive_roles, know_also, person_with_right, signed_in_by

__all__ = [
    "Device",
    "Entering",
    "Given",
    "Happening",
    "History",
    "Invited",
    "Kept",
    "Listed",
    "RecoveryState",
    "Seen",
    "SignedIn",
    "account_behind",
    "account_by_id",
    "account_entering",
    "account_in_use",
    "account_named",
    "account_of_kind",
    "accounts_reached_at",
    "confirmation_mail",
    "contact_of",
    "derive_roles",
    "devices_of",
    "disowned_account",
    "drafts_of",
    "free_usernames",
    "given_roles",
    "highest_numbers",
    "history_of",
    "invitations",
    "invited_by",
    "is_kept_for_another",
    "key_shown",
    "keys_in_use",
    "know_also",
    "known_facts",
    "language_of",
    "password_hash_of",
    "person_with_right",
    "prepared_username",
    "program_keys",
    "recovery_state_of",
    "roles_given_to",
    "seen_at_door",
    "sessions_open",
    "signed_in_by",
    "staff_account_of",
    "students_unprepared",
]
